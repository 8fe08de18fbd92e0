import type { HostAnswer, HostRequest } from '../transport/request.ts';
import { applyRegFile, parseRegFile } from '../windows/reg-file.ts';
import { asText } from '../windows/registry-data.ts';
import { foldKey } from '../windows/registry-path.ts';
import type { Reading, RegistryReader } from '../windows/registry-reader.ts';
import { RegistryTree } from '../windows/registry-tree.ts';
import type { RegistryValue } from '../windows/registry-value.ts';
import { latin1 } from '../windows/unicode-text.ts';
import { foldName } from '../windows/windows-path.ts';
import { parseRegValue } from './parsers/reg-query.ts';

/** What stands in a bundle where a value was taken out. */
export const REDACTED = '[redacted by scanclash]';

/** An export, which is read when somebody looks into it: of most hosts few are looked into. */
class Export {
  readonly request: HostRequest;
  readonly foldedKey: string;
  readonly #answer: HostAnswer;
  #tree: ExportContent | undefined;

  constructor(answer: HostAnswer) {
    const { request } = answer as { request: HostRequest & { id: 'registry-export' } };
    this.request = request;
    this.foldedKey = foldKey(request.key);
    this.#answer = answer;
  }

  /** What was exported, or why it could not be. */
  get tree(): ExportContent {
    return (this.#tree ??= readExport(this.#answer, this.request as HostRequest & { id: 'registry-export' }));
  }
}

type ExportContent = RegistryTree | { readonly failed: string };

/** What a list of a key shows of it: the subkeys, as they are written and as they are compared, and its own values. */
interface KeyList {
  readonly request: HostRequest;
  readonly names: ReadonlySet<string>;
  readonly shown: readonly string[];
  readonly output: string;
}

/**
 * A registry as far as the answers of a host tell it. A key is absent where an export that covers it does not hold it,
 * or where the list of its parent's subkeys does not name it; where neither was answered it is unreadable. A list of the
 * key itself shows its own values, too: those of a key that is not to be exported, for what lies below it. (`reg.exe`
 * exits with 1 both for "no such key" and for "access denied" and tells them apart in the host's language only.)
 */
export class ExportedRegistry implements RegistryReader {
  readonly #exports: readonly Export[];
  readonly #lists = new Map<string, KeyList>();
  /** By key as it was asked for: settings lie side by side. */
  readonly #covered = new Map<string, Export | 'none'>();
  /** The question that the last reading came from. */
  lastQuestion: HostRequest | undefined;

  constructor(answers: readonly HostAnswer[], textOf: (answer: HostAnswer) => string) {
    this.#exports = answers.filter((answer) => answer.request.id === 'registry-export').map(exportOf);
    for (const answer of answers) {
      if (answer.request.id !== 'registry-subkeys' || answer.kind === 'failed' || answer.exitCode !== 0) continue;
      const { request } = answer;
      const output = textOf(answer);
      const shown = subkeyNames(output, request.key);
      this.#lists.set(foldKey(request.key), { request, names: new Set(shown.map(foldName)), shown, output });
    }
  }

  value(key: string, name: string): Reading<RegistryValue> {
    const reading = this.#from(
      key,
      (tree) => tree.value(key, name),
      ({ output }) => parseRegValue(output, name),
    );
    return reading.kind === 'known' && isRedacted(reading.value) ? takenOut(name) : reading;
  }

  /** Unreadable as a whole where one of them was taken out: a list of values may have lost an item. */
  values(key: string): Reading<ReadonlyMap<string, RegistryValue>> {
    const reading = this.#from(key, (tree) => tree.values(key));
    const [redacted] =
      [...(reading.kind === 'known' ? reading.value : [])].find(([, value]) => isRedacted(value)) ?? [];
    return redacted === undefined ? reading : takenOut(redacted);
  }

  subkeys(key: string): Reading<readonly string[]> {
    return this.#from(
      key,
      (tree) => tree.subkeys(key),
      ({ shown }) => ({ kind: 'known', value: shown }),
    );
  }

  /** What was exported, key by key, for rendering a fix over it. */
  trees(): readonly RegistryTree[] {
    return this.#exports.flatMap(({ tree }) => (tree instanceof RegistryTree ? [tree] : []));
  }

  /** An export that covers the key: one that came through, if there is any. */
  #covering(key: string): Export | undefined {
    let found = this.#covered.get(key);
    if (found === undefined) this.#covered.set(key, (found = this.#findCovering(key) ?? 'none'));
    return found === 'none' ? undefined : found;
  }

  #findCovering(key: string): Export | undefined {
    const folded = foldKey(key);
    const covering = this.#exports.filter(
      ({ foldedKey }) => folded === foldedKey || folded.startsWith(`${foldedKey}\\`),
    );
    if (covering.length < 2) return covering[0];
    return covering.find(({ tree }) => tree instanceof RegistryTree) ?? covering[0];
  }

  #from<T>(
    key: string,
    read: (tree: RegistryTree) => Reading<T>,
    readList?: (list: KeyList) => Reading<T>,
  ): Reading<T> {
    const covering = this.#covering(key);
    this.lastQuestion = covering?.request ?? { id: 'registry-export', key };
    if (covering?.tree instanceof RegistryTree) return read(covering.tree);
    const list = this.#lists.get(foldKey(key));
    if (list !== undefined && readList !== undefined) {
      this.lastQuestion = list.request;
      return readList(list);
    }
    const leavesOut = this.#listThatLeavesOut(key);
    if (leavesOut !== undefined) {
      this.lastQuestion = leavesOut.request;
      return { kind: 'absent' };
    }
    const reason = covering === undefined ? `${key} was not exported` : (covering.tree as { failed: string }).failed;
    return { kind: 'unreadable', reason };
  }

  /** A list of subkeys that was read and names neither this key nor the one above it that it would have to name. */
  #listThatLeavesOut(key: string): KeyList | undefined {
    const parts = foldKey(key).split('\\');
    for (let length = 1; length < parts.length; length++) {
      const listed = this.#lists.get(parts.slice(0, length).join('\\'));
      if (listed !== undefined && !listed.names.has(parts[length] as string)) return listed;
    }
    return undefined;
  }
}

const isRedacted = (value: RegistryValue) => asText(value) === REDACTED;
const takenOut = (name: string): Reading<never> => ({
  kind: 'unreadable',
  reason: `${name} was taken out of the bundle because it may hold a secret`,
});

/** Each answer is read once: later rounds of a collection bring the earlier answers along. */
const read = new WeakMap<HostAnswer, Export>();

function exportOf(answer: HostAnswer): Export {
  let found = read.get(answer);
  if (found === undefined) {
    found = new Export(answer);
    read.set(answer, found);
  }
  return found;
}

function readExport(answer: HostAnswer, { key }: { readonly key: string }): ExportContent {
  if (answer.kind === 'failed') return { failed: answer.reason };
  if (answer.exitCode !== 0 || answer.file === undefined) {
    return { failed: `reg export ${key} failed (exit ${answer.exitCode})` };
  }
  const tree = readRegBytes(answer.file);
  return tree instanceof RegistryTree ? tree : { failed: `the export of ${key} ${tree.failed}` };
}

/** Exports that were read lately, by their bytes: many runs of a world see the same ones. */
const recent = new Map<string, ExportContent>();
const RECENT = 300;

/** The tree that an export holds; it is shared, nobody may change it. */
function readRegBytes(bytes: Uint8Array): ExportContent {
  const key = latin1(bytes, 0, bytes.length);
  const known = recent.get(key);
  if (known !== undefined) return known;
  const parsed = parseExport(bytes);
  if (recent.size >= RECENT) recent.clear();
  recent.set(key, parsed);
  return parsed;
}

function parseExport(bytes: Uint8Array): ExportContent {
  const parsed = parseRegFile(bytes, { file: 'export' });
  if (!parsed.ok)
    return { failed: `is damaged at ${parsed.error.line}:${parsed.error.column}: ${parsed.error.message}` };
  const incomplete = parsed.file.notes.find(({ kind }) => kind === 'may-be-cut' || kind === 'no-keys');
  if (incomplete !== undefined) return { failed: `may not be whole: ${incomplete.message}` };
  const tree = new RegistryTree();
  applyRegFile(parsed.file, tree);
  return tree;
}

/** The subkeys in the output of `reg query KEY`: the lines that name a key one step below it. */
function subkeyNames(output: string, key: string): string[] {
  const depth = foldKey(key).split('\\').length;
  return output
    .split(/\r?\n/)
    .filter((line) => line.startsWith('HKEY_'))
    .map((line) => line.trim().split('\\'))
    .filter((parts) => parts.length === depth + 1)
    .map((parts) => parts.at(-1) as string);
}
