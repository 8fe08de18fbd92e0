import { expect, test } from 'vitest';
import { HostEvidence } from '../collectors/host-evidence.ts';
import { exported, treeOf } from '../collectors/test/answers.ts';
import type { Fact } from '../facts/fact.ts';
import { factFromJson } from '../facts/fact-json.ts';
import { depth, ELSEWHERE, enabled, fixOf, KEY, mode, spared, toyScanner } from '../product/test/toy-scanner.ts';
import { applyRegFile, parseRegFile } from '../windows/reg-file.ts';
import { asTexts, binary, dword, multiSz, sz } from '../windows/registry-data.ts';
import { diffTrees, type RegistryTree } from '../windows/registry-tree.ts';
import type { RegistryValue } from '../windows/registry-value.ts';
import type { FixStep } from './fix.ts';
import { renderFix } from './render-fix.ts';

const FACTS: Readonly<Record<string, Fact>> = {
  mail: factFromJson({ spool: 'D:\\Spool', root: 'D:\\Mail\\', stores: ['D:\\One', 'E:\\Two\\'] }, { kind: 'given' }),
};
const host = (values: Record<string, RegistryValue> = {}) =>
  treeOf({ [KEY]: { Version: sz('1'), ...values }, [`${KEY}\\Other`]: { Binary: binary([0, 1, 255]) } });

const render = (tree: RegistryTree, ...steps: FixStep[]) =>
  renderFix(fixOf(...steps), {
    products: [toyScanner],
    evidence: new HostEvidence('MAIL01', [exported('HKLM\\SOFTWARE\\Toy', tree)]),
    facts: FACTS,
  });

/** Does what importing a `.reg` does. */
function importInto(tree: RegistryTree, reg: Uint8Array | undefined): RegistryTree {
  const copy = tree.clone();
  if (reg === undefined) return copy;
  const parsed = parseRegFile(reg, { file: 'fix.reg' });
  if (!parsed.ok) throw new Error(parsed.error.message);
  applyRegFile(parsed.file, copy);
  return copy;
}

const differences = (one: RegistryTree, other: RegistryTree) => [...diffTrees(one, other), ...diffTrees(other, one)];

test.each<[string, RegistryTree, FixStep, (tree: RegistryTree) => void]>([
  [
    'a value that is new',
    host(),
    { do: 'set', setting: 'toy.limits.depth', to: 4 },
    (tree) => depth.write(tree, 4, { version: '1' }),
  ],
  [
    'a value that changes',
    host({ Enabled: dword(1) }),
    { do: 'set', setting: 'toy.enabled', to: false },
    (tree) => enabled.write(tree, false, { version: '1' }),
  ],
  [
    'a value that is a word',
    host({ Mode: dword(0) }),
    { do: 'set', setting: 'toy.mode', to: 'slow' },
    (tree) => mode.write(tree, 'slow', { version: '1' }),
  ],
  [
    'a list that grows',
    host({ Spared: multiSz(['+C:\\A']) }),
    { do: 'add', setting: 'toy.spared', item: { folder: { fact: 'mail.spool', suffix: '\\' }, deep: true } },
    (tree) =>
      spared.write(
        tree,
        [
          { folder: 'C:\\A', deep: true },
          { folder: 'D:\\Spool\\', deep: true },
        ],
        { version: '1' },
      ),
  ],
  [
    'a list that grows by as many items as there are',
    host({ Spared: multiSz(['+D:\\One\\']) }),
    { do: 'add', setting: 'toy.spared', item: { folder: { each: 'mail.stores', suffix: '\\' }, deep: true } },
    (tree) =>
      spared.write(
        tree,
        [
          { folder: 'D:\\One\\', deep: true },
          { folder: 'E:\\Two\\', deep: true },
        ],
        { version: '1' },
      ),
  ],
  [
    'a list that shrinks',
    host({ Spared: multiSz(['+C:\\A', '-D:\\Mail\\']) }),
    { do: 'remove', setting: 'toy.spared', item: { folder: { fact: 'mail.root', suffix: '\\' }, deep: false } },
    (tree) => spared.write(tree, [{ folder: 'C:\\A', deep: true }], { version: '1' }),
  ],
])(
  '%s: importing the rendering writes what the setting writes, and its undo restores every byte',
  (_, tree, step, write) => {
    const before = tree.clone();
    const { reg, undoReg } = render(tree, step);
    const written = tree.clone();
    write(written);
    const imported = importInto(tree, reg);
    expect(differences(imported, written)).toEqual([]);
    expect(differences(importInto(imported, undoReg), before)).toEqual([]);
    expect(differences(tree, before), 'the host itself').toEqual([]);
  },
);

test('what is there already is not added again, in whatever case and order of fields it is written', () => {
  const tree = host({ Spared: multiSz(['+d:\\spool\\']) });
  const folder = { fact: 'mail.spool', suffix: '\\' };
  const { reg, undoReg } = render(tree, { do: 'add', setting: 'toy.spared', item: { deep: true, folder } });
  expect([reg, undoReg]).toEqual([undefined, undefined]);
});

test('steps build on each other, and services come as commands in their order', () => {
  const { reg, commands, undoCommands, changes } = render(
    host(),
    { do: 'stop-service', service: 'Toy Scanner' },
    { do: 'add', setting: 'toy.spared', item: { folder: 'C:\\A', deep: true } },
    { do: 'add', setting: 'toy.spared', item: { folder: 'C:\\B', deep: true } },
    { do: 'start-service', service: 'Toy Scanner' },
  );
  const stored = importInto(host(), reg).value(KEY, 'Spared');
  expect(stored.kind === 'known' ? asTexts(stored.value) : stored).toEqual(['+C:\\A', '+C:\\B']);
  expect(commands).toEqual(['net stop "Toy Scanner"', 'net start "Toy Scanner"']);
  expect(undoCommands, 'the last is taken back first').toEqual(['net stop "Toy Scanner"', 'net start "Toy Scanner"']);
  expect(changes.map(({ before, after }) => [(before as unknown[]).length, (after as unknown[]).length])).toEqual([
    [0, 1],
    [1, 2],
  ]);
});

test.each<[string, RegistryTree | undefined, FixStep, string]>([
  [
    'whose product is not there',
    treeOf({ 'HKLM\\SOFTWARE\\Toy': {} }),
    { do: 'set', setting: 'toy.enabled', to: true },
    'Toy Scanner is not there',
  ],
  ['whose product nobody could look for', undefined, { do: 'set', setting: 'toy.enabled', to: true }, 'failed'],
  [
    'that was not exported',
    host(),
    { do: 'set', setting: 'toy.engine', to: 'E:\\Engine' },
    `${ELSEWHERE} was not exported`,
  ],
  [
    'that holds what nobody knows',
    host({ Mode: dword(9) }),
    { do: 'set', setting: 'toy.mode', to: 'fast' },
    'Mode holds something that is not known: dword 9',
  ],
  [
    'whose form is not public',
    host({ Mode: dword(7) }),
    { do: 'set', setting: 'toy.mode', to: 'fast' },
    'nobody says what 7 stands for',
  ],
  [
    'to be filled in from an unread fact',
    host(),
    { do: 'add', setting: 'toy.spared', item: { folder: { fact: 'mail.domain' }, deep: true } },
    'mail.domain is not known',
  ],
])('no change of a setting %s is rendered', (_, tree, step, why) => {
  const answers =
    tree === undefined ? [exported('HKLM\\SOFTWARE\\Toy', undefined, 1)] : [exported('HKLM\\SOFTWARE\\Toy', tree)];
  const evidence = new HostEvidence('MAIL01', answers);
  expect(() => renderFix(fixOf(step), { products: [toyScanner], evidence, facts: FACTS })).toThrow(why);
});

test('a setting that no product has is named', () => {
  expect(() => render(host(), { do: 'set', setting: 'toy.enabeld', to: true })).toThrow(
    'unknown setting "toy.enabeld"',
  );
});

const resource = (name: string, group: string): FixStep => ({
  do: 'create-resource',
  name,
  group: { fact: group },
  type: 'Generic Service',
  dependsOn: 'Store',
  privateProperties: { ServiceName: 'Toy' },
  properties: { RestartAction: 1 },
});

test('a resource of a cluster is made by the console of the cluster, one thing after the other', () => {
  expect(render(host(), resource('Toy Scanner', 'mail.spool'))).toMatchObject({
    reg: undefined,
    changes: [],
    commands: [
      'cluster res "Toy Scanner" /create /group:"D:\\Spool" /type:"Generic Service"',
      'cluster res "Toy Scanner" /priv ServiceName="Toy"',
      'cluster res "Toy Scanner" /prop RestartAction=1',
      'cluster res "Toy Scanner" /adddep:"Store"',
      'cluster res "Toy Scanner" /online',
    ],
    undoReg: undefined,
    undoCommands: ['cluster res "Toy Scanner" /offline /wait', 'cluster res "Toy Scanner" /delete'],
  });
});

test('a resource whose name cannot be quoted, or whose group nobody knows, is not made', () => {
  expect(() => render(host(), resource('Toy "A"', 'mail.spool'))).toThrow('cannot be quoted for the command line');
  expect(() => render(host(), resource('Toy', 'mail.nothing'))).toThrow('mail.nothing is not known');
});
