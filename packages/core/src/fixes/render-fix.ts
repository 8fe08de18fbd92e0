import type { HostEvidence } from '../collectors/host-evidence.ts';
import { ScanclashError } from '../errors/scanclash-error.ts';
import { type Fact, factAt, type Plain, plainOf } from '../facts/fact.ts';
import { detected } from '../product/detection.ts';
import type { AnyProduct } from '../product/product.ts';
import type { AnySetting } from '../settings/setting.ts';
import { writeRegFile } from '../windows/reg-file.ts';
import { diffTrees, RegistryTree } from '../windows/registry-tree.ts';
import type { Fix, FixStep, FixValue } from './fix.ts';

/** A fix for one host: what to import, what to run, how to take it back. Nothing is changed by rendering it. */
export interface RenderedFix {
  readonly fix: Fix;
  readonly host: string;
  /** `fix.reg` and its undo, REGEDIT5 in UTF-16LE; undefined where the fix changes no stored setting. */
  readonly reg: Uint8Array | undefined;
  readonly undoReg: Uint8Array | undefined;
  /** Commands to run after the import, in order. */
  readonly commands: readonly string[];
  /** Commands that take those back, in order, to run after the import of the undo. */
  readonly undoCommands: readonly string[];
  /** The settings that change, with their values before and after. */
  readonly changes: readonly { readonly setting: string; readonly before: Plain | undefined; readonly after: Plain }[];
}

/**
 * Renders a fix for a host from what the host has answered.
 * @throws SC-SCEN-006 where a setting to change was not read, or its stored form is not public.
 */
export function renderFix(
  fix: Fix,
  options: { products: readonly AnyProduct[]; evidence: HostEvidence; facts: Readonly<Record<string, Fact>> },
): RenderedFix {
  const { evidence } = options;
  const before = exportedTree(evidence);
  const after = before.clone();
  const commands: Command[] = [];
  const changes: { setting: string; before: Plain | undefined; after: Plain }[] = [];
  for (const step of fix.steps) {
    if (step.do === 'stop-service') commands.push({ run: [stop(step.service)], undo: [start(step.service)] });
    else if (step.do === 'start-service') commands.push({ run: [start(step.service)], undo: [stop(step.service)] });
    else if (step.do === 'create-resource') commands.push(resourceCommands(fix, step, options));
    else changes.push(changeSetting(fix, step, options, after));
  }
  const forward = diffTrees(before, after);
  const backward = diffTrees(after, before);
  const format = { dialect: 5, encoding: 'utf-16le' } as const;
  return {
    fix,
    host: evidence.host,
    reg: forward.length === 0 ? undefined : writeRegFile(format, forward),
    undoReg: backward.length === 0 ? undefined : writeRegFile(format, backward),
    commands: commands.flatMap(({ run }) => run),
    undoCommands: commands.toReversed().flatMap(({ undo }) => undo),
    changes,
  };
}

function exportedTree(evidence: HostEvidence): RegistryTree {
  const tree = new RegistryTree();
  for (const exported of evidence.registry.trees()) {
    for (const { key, values } of exported.contents()) {
      tree.createKey(key);
      for (const { name, value } of values) tree.setValue(key, name, value);
    }
  }
  return tree;
}

/** The commands of one step, and those that take it back. */
interface Command {
  readonly run: readonly string[];
  readonly undo: readonly string[];
}

const stop = (service: string): string => `net stop "${service}"`;
const start = (service: string): string => `net start "${service}"`;

/** What the console of the cluster is told, one thing after the other. A resource that is online cannot be deleted. */
function resourceCommands(
  fix: Fix,
  step: Extract<FixStep, { do: 'create-resource' }>,
  { evidence, facts }: { evidence: HostEvidence; facts: Readonly<Record<string, Fact>> },
): Command {
  const refuse = (why: string) =>
    new ScanclashError('SC-SCEN-006', `${fix.id}: "${step.name}" cannot be made on ${evidence.host}: ${why}`);
  const quoted = (value: FixValue): string => {
    const filled = fill(value, facts, (path) => refuse(`${path} is not known`));
    if (typeof filled !== 'string' || /["%]/.test(filled)) {
      throw refuse(`${JSON.stringify(filled)} cannot be quoted for the command line`);
    }
    return `"${filled}"`;
  };
  const resource = `cluster res ${quoted(step.name)}`;
  const run = [
    `${resource} /create /group:${quoted(step.group)} /type:${quoted(step.type)}`,
    ...Object.entries(step.privateProperties).map(([name, value]) => `${resource} /priv ${name}=${quoted(value)}`),
    ...Object.entries(step.properties).map(([name, value]) => `${resource} /prop ${name}=${value}`),
    `${resource} /adddep:${quoted(step.dependsOn)}`,
    `${resource} /online`,
  ];
  return { run, undo: [`${resource} /offline /wait`, `${resource} /delete`] };
}

type SettingStep = Extract<FixStep, { setting: string }>;

function changeSetting(
  fix: Fix,
  step: SettingStep,
  {
    products,
    evidence,
    facts,
  }: { products: readonly AnyProduct[]; evidence: HostEvidence; facts: Readonly<Record<string, Fact>> },
  registry: RegistryTree,
): { setting: string; before: Plain | undefined; after: Plain } {
  const refuse = (why: string) =>
    new ScanclashError('SC-SCEN-006', `${fix.id}: ${step.setting} cannot be changed on ${evidence.host}: ${why}`);
  const { product, setting } = findSetting(products, step.setting);
  const { context } = detected(product, evidence);
  if (context.kind !== 'known')
    throw refuse(context.kind === 'absent' ? `${product.title} is not there` : context.reason);
  // The tree in memory holds what was exported; what was not is missing there, and would be taken for a default.
  for (const source of [evidence.registry, registry]) {
    const reading = setting.read(source, context.value);
    if (reading.kind === 'unreadable') throw refuse(reading.reason);
  }
  const stored = setting.read(registry, context.value);
  const before = (stored.kind === 'known' ? stored.value : setting.defaultFor(context.value)) as Plain | undefined;
  const undecodable = setting.undecodable?.(before, context.value);
  if (undecodable !== undefined) throw refuse(undecodable);
  const unknown = (path: string) => refuse(`${path} is not known`);
  const after =
    step.do === 'set'
      ? fill(step.to, facts, unknown)
      : fillEach(step.item, facts, unknown).reduce<Plain>(
          (items, item) => changeList(step.do, items as readonly Plain[], item),
          before ?? [],
        );
  setting.write(registry, after, context.value);
  return { setting: step.setting, before, after };
}

function changeList(change: 'add' | 'remove', items: readonly Plain[], item: Plain): Plain {
  const spelling = spellingOf(item);
  const same = (other: Plain) => spellingOf(other) === spelling;
  if (change === 'remove') return items.filter((other) => !same(other));
  return items.some(same) ? items : [...items, item];
}

/** The same for values that mean the same: neither case, as in names and paths, nor the order of fields counts. */
function spellingOf(value: Plain): string {
  return JSON.stringify(value, (_, part: Plain) =>
    typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  ).toLowerCase();
}

/** A setting by its full name, with the product that it belongs to. */
export function findSetting(
  products: readonly AnyProduct[],
  name: string,
): { product: AnyProduct; setting: AnySetting } {
  for (const product of products) {
    const setting = product.settings.find(({ path }) => `${product.namespace}.${path}` === name);
    if (setting !== undefined) return { product, setting };
  }
  throw new ScanclashError('SC-SCEN-002', `unknown setting "${name}"`);
}

type Unknown = (path: string) => Error;

/** The values that an item stands for: one, or one for each text of the list that it names. */
function fillEach(value: FixValue, facts: Readonly<Record<string, Fact>>, unknown: Unknown): Plain[] {
  if (typeof value !== 'object' || isFact(value)) return [fill(value, facts, unknown)];
  if (isEach(value)) {
    const texts = factNamed(value.each, facts, unknown) as readonly Plain[];
    return texts.map((text) => withSuffix(text, value.suffix));
  }
  return Object.entries(value as Record<string, FixValue>).reduce<Record<string, Plain>[]>(
    (objects, [name, item]) =>
      objects.flatMap((object) => fillEach(item, facts, unknown).map((filled) => ({ ...object, [name]: filled }))),
    [{}],
  );
}

function fill(value: FixValue, facts: Readonly<Record<string, Fact>>, unknown: Unknown): Plain {
  if (typeof value !== 'object') return value;
  if (isFact(value)) return withSuffix(factNamed(value.fact, facts, unknown), value.suffix);
  return Object.fromEntries(
    Object.entries(value as Record<string, FixValue>).map(([name, item]) => [name, fill(item, facts, unknown)]),
  );
}

const isFact = (value: object): value is { readonly fact: string; readonly suffix?: string } =>
  'fact' in value && typeof value.fact === 'string';
const isEach = (value: object): value is { readonly each: string; readonly suffix?: string } =>
  'each' in value && typeof value.each === 'string';

function factNamed(name: string, facts: Readonly<Record<string, Fact>>, unknown: Unknown): Plain {
  const [namespace = '', ...path] = name.split('.');
  const root = facts[namespace];
  const plain = root === undefined ? undefined : plainOf(factAt(root, path.join('.')));
  if (plain === undefined) throw unknown(name);
  return plain;
}

const withSuffix = (plain: Plain, suffix = ''): Plain =>
  typeof plain === 'string' && !plain.endsWith(suffix) ? plain + suffix : plain;
