import { sameValue } from './registry-data.ts';
import { foldKey, normalizeKey } from './registry-path.ts';
import type { Reading, RegistryEditor } from './registry-reader.ts';
import type { RegistryValue } from './registry-value.ts';
import { foldName } from './windows-path.ts';

type Known<T> = Reading<T> & { readonly kind: 'known' };

interface ValueNode extends NamedValue {
  readonly reading: Known<RegistryValue>;
}

/** A value under its name, as it was first written. */
export interface NamedValue {
  readonly name: string;
  readonly value: RegistryValue;
}

/** A key with its values, in the order in which they were made. */
export interface KeyContent {
  readonly key: string;
  readonly values: readonly NamedValue[];
}

interface KeyNode {
  readonly path: string;
  readonly name: string;
  readonly parent: KeyNode | undefined;
  /** Most keys hold nothing of one kind or the other: a map is made with its first entry. */
  subkeys: Map<string, KeyNode>;
  values: Map<string, ValueNode>;
  /** The revision of the last change in this key or below it. */
  revision: number;
  /** Answers already given; dropped when what they tell has changed, so a caller's copy never changes under it. */
  valuesReading: Known<ReadonlyMap<string, RegistryValue>> | undefined;
  content: KeyContent | undefined;
  subkeysReading: Known<readonly string[]> | undefined;
  subkeysByName: readonly KeyNode[] | undefined;
}

const absent = { kind: 'absent' } as const;
const noSubkeys = new Map<string, KeyNode>();
const noValues = new Map<string, ValueNode>();

/**
 * A registry in memory. Keys and value names are found in any case and shown in the case of their first writing;
 * subkeys and values keep the order in which they were made, and a value written anew keeps its place.
 *
 * Windows lists subkeys by their upcased names and values as made; who imitates its programs has to sort the subkeys.
 */
export class RegistryTree implements RegistryEditor {
  #revision = 0;
  readonly #root: KeyNode = makeNode('', '', undefined);
  readonly #nodes = new Map<string, KeyNode>();
  #lastKey = '';
  #lastNode: KeyNode | undefined;

  /** Rises with each change; writing what is there already is no change. */
  get revision(): number {
    return this.#revision;
  }

  /** The revision of the last change in a key or below it; it rises with nothing else. 0 where the key is absent. */
  revisionOf(key: string): number {
    return this.#node(key)?.revision ?? 0;
  }

  value(key: string, name: string): Reading<RegistryValue> {
    return this.#node(key)?.values.get(foldName(name))?.reading ?? absent;
  }

  values(key: string): Reading<ReadonlyMap<string, RegistryValue>> {
    const node = this.#node(key);
    if (node === undefined) return absent;
    node.valuesReading ??= {
      kind: 'known',
      value: new Map(Array.from(node.values.values(), ({ name, value }) => [name, value])),
    };
    return node.valuesReading;
  }

  subkeys(key: string): Reading<readonly string[]> {
    const node = this.#node(key);
    if (node === undefined) return absent;
    node.subkeysReading ??= { kind: 'known', value: Array.from(node.subkeys.values(), ({ name }) => name) };
    return node.subkeysReading;
  }

  /** `under` and every key below it, each before its subkeys; all keys without `under`, none when it is absent. */
  keys(under?: string): readonly string[] {
    const paths: string[] = [];
    const walk = (node: KeyNode): void => {
      if (node !== this.#root) paths.push(node.path);
      for (const subkey of node.subkeys.values()) walk(subkey);
    };
    const start = under === undefined ? this.#root : this.#node(under);
    if (start !== undefined) walk(start);
    return paths;
  }

  /**
   * `under` and every key below it with their values, each key before its subkeys; the whole tree without `under`.
   * @param order - Of subkeys: as they were made, or by their folded names, as Windows goes through them.
   */
  contents(under?: string, order: 'as-made' | 'by-name' = 'as-made'): readonly KeyContent[] {
    const contents: KeyContent[] = [];
    const walk = (node: KeyNode): void => {
      if (node !== this.#root) contents.push(contentOf(node));
      for (const subkey of order === 'by-name' ? subkeysByName(node) : node.subkeys.values()) walk(subkey);
    };
    const start = under === undefined ? this.#root : this.#node(under);
    if (start !== undefined) walk(start);
    return contents;
  }

  /** The values of one key; undefined where it is absent. The same object until they change, in a clone as well. */
  content(key: string): KeyContent | undefined {
    const node = this.#node(key);
    return node === undefined ? undefined : contentOf(node);
  }

  createKey(key: string): void {
    this.#open(key);
  }

  setValue(key: string, name: string, value: RegistryValue): void {
    const node = this.#open(key);
    const folded = foldName(name);
    const present = node.values.get(folded);
    if (present !== undefined && sameValue(present.value, value)) return;
    valuesOfNode(node).set(folded, { name: present?.name ?? name, value, reading: { kind: 'known', value } });
    this.#valuesChanged(node);
  }

  deleteValue(key: string, name: string): void {
    const node = this.#node(key);
    if (node?.values.delete(foldName(name)) !== true) return;
    this.#valuesChanged(node);
  }

  deleteKey(key: string): void {
    const node = this.#node(key);
    if (node?.parent === undefined) return;
    for (const path of this.keys(node.path)) this.#nodes.delete(foldKey(path));
    this.#lastNode = undefined;
    node.parent.subkeys.delete(foldName(node.name));
    this.#subkeysChanged(node.parent);
  }

  /** A tree of its own with the same keys, values, order and revision. */
  clone(): RegistryTree {
    const copy = new RegistryTree();
    const fill = (from: KeyNode, to: KeyNode): void => {
      to.revision = from.revision;
      if (from !== this.#root) to.content = contentOf(from);
      for (const [folded, value] of from.values) valuesOfNode(to).set(folded, value);
      for (const [folded, subkey] of from.subkeys) {
        const made = makeNode(subkey.path, subkey.name, to);
        subkeysOfNode(to).set(folded, made);
        copy.#nodes.set(foldKey(made.path), made);
        fill(subkey, made);
      }
    };
    fill(this.#root, copy.#root);
    copy.#revision = this.#revision;
    return copy;
  }

  /** Values of one key are mostly read in a row, and finding the key costs more than all of them. */
  #node(key: string): KeyNode | undefined {
    if (key === this.#lastKey && this.#lastNode !== undefined) return this.#lastNode;
    this.#lastKey = key;
    this.#lastNode = this.#nodes.get(foldKey(key));
    return this.#lastNode;
  }

  #open(key: string): KeyNode {
    const present = this.#node(key);
    if (present !== undefined) return present;
    const path = normalizeKey(key);
    if (path === '') throw new RangeError('A registry key needs a name.');
    let node = this.#root;
    for (const name of path.split('\\')) {
      const folded = foldName(name);
      let next = node.subkeys.get(folded);
      if (next === undefined) {
        next = makeNode(node === this.#root ? name : `${node.path}\\${name}`, name, node);
        subkeysOfNode(node).set(folded, next);
        this.#nodes.set(foldKey(next.path), next);
        this.#subkeysChanged(node);
        next.revision = this.#revision;
      }
      node = next;
    }
    return node;
  }

  #valuesChanged(node: KeyNode): void {
    node.valuesReading = undefined;
    node.content = undefined;
    this.#changed(node);
  }

  #subkeysChanged(node: KeyNode): void {
    node.subkeysReading = undefined;
    node.subkeysByName = undefined;
    this.#changed(node);
  }

  #changed(key: KeyNode): void {
    this.#revision++;
    for (let node: KeyNode | undefined = key; node !== undefined; node = node.parent) node.revision = this.#revision;
  }
}

/** One difference between two registries; `before` is what was there, missing for a value that is new. */
export type RegistryChange =
  | { readonly kind: 'delete-key'; readonly key: string }
  | { readonly kind: 'create-key'; readonly key: string }
  | { readonly kind: 'delete-value'; readonly key: string; readonly name: string; readonly before: RegistryValue }
  | {
      readonly kind: 'set-value';
      readonly key: string;
      readonly name: string;
      readonly value: RegistryValue;
      readonly before?: RegistryValue;
    };

/**
 * What has to be done to `before` so that it holds what `after` holds, in an order in which it can be done: first the
 * removals (a removed key stands for all below it), then what is new. Case of names and order are no difference.
 */
export function diffTrees(before: RegistryTree, after: RegistryTree): readonly RegistryChange[] {
  const changes: RegistryChange[] = [];
  let gone: string | undefined;
  for (const content of before.contents()) {
    const { key, values } = content;
    if (gone !== undefined && foldKey(key).startsWith(gone)) continue;
    const left = after.content(key);
    if (left === content) continue;
    if (left === undefined) {
      changes.push({ kind: 'delete-key', key });
      gone = `${foldKey(key)}\\`;
      continue;
    }
    for (const { name, value } of values) {
      if (after.value(key, name).kind === 'absent') changes.push({ kind: 'delete-value', key, name, before: value });
    }
  }
  for (const content of after.contents()) {
    const { key, values } = content;
    const there = before.content(key);
    if (there === content) continue;
    if (there === undefined) changes.push({ kind: 'create-key', key });
    for (const { name, value } of values) {
      const present = before.value(key, name);
      if (present.kind !== 'known') changes.push({ kind: 'set-value', key, name, value });
      else if (!sameValue(present.value, value)) {
        changes.push({ kind: 'set-value', key, name, value, before: present.value });
      }
    }
  }
  return changes;
}

function makeNode(path: string, name: string, parent: KeyNode | undefined): KeyNode {
  return {
    path,
    name,
    parent,
    subkeys: noSubkeys,
    values: noValues,
    revision: 0,
    valuesReading: undefined,
    content: undefined,
    subkeysReading: undefined,
    subkeysByName: undefined,
  };
}

function contentOf(node: KeyNode): KeyContent {
  return (node.content ??= { key: node.path, values: [...node.values.values()] });
}

function subkeysByName(node: KeyNode): readonly KeyNode[] {
  return (node.subkeysByName ??= Array.from(node.subkeys)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, subkey]) => subkey));
}

function subkeysOfNode(node: KeyNode): Map<string, KeyNode> {
  if (node.subkeys === noSubkeys) node.subkeys = new Map();
  return node.subkeys;
}

function valuesOfNode(node: KeyNode): Map<string, ValueNode> {
  if (node.values === noValues) node.values = new Map();
  return node.values;
}
