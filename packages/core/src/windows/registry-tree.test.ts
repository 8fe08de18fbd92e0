import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dword, sz } from './registry-data.ts';
import { foldKey } from './registry-path.ts';
import { diffTrees, type RegistryChange, RegistryTree } from './registry-tree.ts';
import type { RegistryValue } from './registry-value.ts';

const agent = 'HKLM\\SOFTWARE\\McAfee\\Agent';

function tree(...values: readonly [key: string, name: string, value: RegistryValue][]): RegistryTree {
  const made = new RegistryTree();
  for (const [key, name, value] of values) made.setValue(key, name, value);
  return made;
}

/** Everything a reader can see of a registry, case folded and in no order. */
function content(of: RegistryTree): ReadonlyMap<string, ReadonlyMap<string, RegistryValue>> {
  return new Map(
    of.keys().map((key) => {
      const values = of.values(key);
      const entries = values.kind === 'known' ? [...values.value] : [];
      return [foldKey(key), new Map(entries.map(([name, value]) => [name.toUpperCase(), value]))];
    }),
  );
}

function apply(changes: readonly RegistryChange[], to: RegistryTree): void {
  for (const change of changes) {
    if (change.kind === 'delete-key') to.deleteKey(change.key);
    else if (change.kind === 'create-key') to.createKey(change.key);
    else if (change.kind === 'delete-value') to.deleteValue(change.key, change.name);
    else to.setValue(change.key, change.name, change.value);
  }
}

const name = fc.constantFrom('A', 'a', 'b', 'C', 'Sub Key', '');
const key = fc
  .array(fc.constantFrom('a', 'A', 'b', 'McAfee'), { maxLength: 3 })
  .map((names) => ['HKLM', ...names].join('\\'));
const data = fc.oneof(fc.nat(3).map(dword), fc.constantFrom(sz('x'), sz('')));
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('set-value' as const), key, name, value: data }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('create-key' as const), key }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete-value' as const), key, name, before: data }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete-key' as const), key }) },
);
const steps = fc.array(step, { maxLength: 25 });

test('keys and value names are found in any case and under long hive names', () => {
  const registry = tree([agent, 'Version', sz('5.7')]);
  expect(registry.value('hkey_local_machine\\software\\MCAFEE\\agent\\', 'VERSION')).toEqual({
    kind: 'known',
    value: sz('5.7'),
  });
  expect(registry.value(agent, 'Other').kind).toBe('absent');
  expect(registry.value(`${agent}\\Sub`, 'Version').kind).toBe('absent');
  expect(registry.values('HKLM\\SOFTWARE\\Nothing').kind).toBe('absent');
  expect(registry.subkeys('HKCU').kind).toBe('absent');
});

test('writing a value makes its key and the keys above it', () => {
  const registry = tree([agent, '', sz('default')]);
  expect(registry.keys()).toEqual(['HKLM', 'HKLM\\SOFTWARE', 'HKLM\\SOFTWARE\\McAfee', agent]);
  expect(registry.subkeys('HKLM')).toEqual({ kind: 'known', value: ['SOFTWARE'] });
  expect(registry.values('HKLM')).toEqual({ kind: 'known', value: new Map() });
});

test('the first writing decides how a name is shown and where it stands', () => {
  const registry = tree([agent, 'Version', sz('1')], [agent, 'Zone', sz('2')], [agent, 'VERSION', sz('3')]);
  const values = registry.values('hklm\\software\\mcafee\\agent');
  expect(values.kind === 'known' && [...values.value]).toEqual([
    ['Version', sz('3')],
    ['Zone', sz('2')],
  ]);
  registry.createKey('HKLM\\software\\MCAFEE\\Engine');
  expect(registry.keys('hklm\\software\\mcafee')).toEqual([
    'HKLM\\SOFTWARE\\McAfee',
    agent,
    'HKLM\\SOFTWARE\\McAfee\\Engine',
  ]);
});

test('an answer given stays as it was when the registry changes', () => {
  const registry = tree([agent, 'Version', sz('1')]);
  const values = registry.values(agent);
  const subkeys = registry.subkeys('HKLM\\SOFTWARE\\McAfee');
  registry.setValue(agent, 'Version', sz('2'));
  registry.createKey('HKLM\\SOFTWARE\\McAfee\\New');
  registry.deleteKey(agent);
  expect(values).toEqual({ kind: 'known', value: new Map([['Version', sz('1')]]) });
  expect(subkeys).toEqual({ kind: 'known', value: ['Agent'] });
  expect(registry.subkeys('HKLM\\SOFTWARE\\McAfee')).toEqual({ kind: 'known', value: ['New'] });
});

test('a deleted key takes all below it along, and a new one is empty', () => {
  const registry = tree([`${agent}\\Deep\\Er`, 'x', dword(1)], [agent, 'y', dword(2)]);
  registry.deleteKey(agent.toUpperCase());
  expect(registry.keys()).toEqual(['HKLM', 'HKLM\\SOFTWARE', 'HKLM\\SOFTWARE\\McAfee']);
  expect(registry.value(`${agent}\\Deep\\Er`, 'x').kind).toBe('absent');
  registry.createKey(`${agent}\\Deep`);
  expect(registry.values(`${agent}\\Deep`)).toEqual({ kind: 'known', value: new Map() });
  expect(registry.subkeys(`${agent}\\Deep`)).toEqual({ kind: 'known', value: [] });
});

test('the revision rises with a change and only then', () => {
  const registry = tree([agent, 'Version', sz('1')]);
  const before = registry.revision;
  registry.setValue(agent, 'version', sz('1'));
  registry.createKey(agent);
  registry.deleteValue(agent, 'none');
  registry.deleteKey('HKCU\\none');
  registry.value(agent, 'Version');
  expect(registry.revision).toBe(before);
  const revisions = [registry.revision];
  registry.setValue(agent, 'Version', sz('2'));
  revisions.push(registry.revision);
  registry.deleteValue(agent, 'VERSION');
  revisions.push(registry.revision);
  registry.createKey(`${agent}\\x`);
  revisions.push(registry.revision);
  registry.deleteKey(`${agent}\\x`);
  revisions.push(registry.revision);
  expect(new Set(revisions).size).toBe(5);
  expect(revisions.toSorted((a, b) => a - b)).toEqual(revisions);
});

test('a clone shows the same in the same order and goes its own way', () => {
  fc.assert(
    fc.property(steps, steps, (first, second) => {
      const original = new RegistryTree();
      apply(first, original);
      const copy = original.clone();
      expect(copy.keys()).toEqual(original.keys());
      expect(copy.revision).toBe(original.revision);
      const seen = content(original);
      apply(second, copy);
      expect(content(original)).toEqual(seen);
      apply(second, original);
      expect(content(copy)).toEqual(content(original));
      expect(copy.keys()).toEqual(original.keys());
    }),
  );
});

test('the tree holds what a plain map of the same steps holds', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const registry = new RegistryTree();
      const model = new Map<string, Map<string, RegistryValue>>();
      for (const change of taken) {
        const folded = foldKey(change.key);
        if (change.kind === 'delete-key') {
          for (const held of model.keys()) if (held === folded || held.startsWith(`${folded}\\`)) model.delete(held);
        } else if (change.kind === 'delete-value') model.get(folded)?.delete(change.name.toUpperCase());
        else {
          const names = folded.split('\\');
          for (let length = 1; length <= names.length; length++) {
            const above = names.slice(0, length).join('\\');
            if (!model.has(above)) model.set(above, new Map());
          }
          if (change.kind === 'set-value') model.get(folded)?.set(change.name.toUpperCase(), change.value);
        }
      }
      apply(taken, registry);
      expect(content(registry)).toEqual(model);
    }),
  );
});

test('the revision of a key rises with what changes in it or below it, and with nothing else', () => {
  const registry = tree([agent, 'Start', dword(2)], ['HKLM\\Elsewhere', 'x', sz('y')]);
  const rises = (change: () => void): boolean => {
    const before = registry.revisionOf('HKLM\\SOFTWARE');
    change();
    const after = registry.revisionOf('hklm\\software');
    expect(after).toBeGreaterThanOrEqual(before);
    return after > before;
  };
  expect(rises(() => registry.setValue('HKLM\\Elsewhere', 'x', sz('z')))).toBe(false);
  expect(rises(() => registry.createKey('HKLM\\Elsewhere\\New'))).toBe(false);
  expect(rises(() => registry.setValue(agent, 'Start', dword(2)))).toBe(false);
  expect(rises(() => registry.setValue(agent, 'Start', dword(3)))).toBe(true);
  expect(rises(() => registry.createKey(`${agent}\\New`))).toBe(true);
  expect(rises(() => registry.deleteValue(agent, 'Start'))).toBe(true);
  expect(rises(() => registry.deleteKey(`${agent}\\New`))).toBe(true);
  expect(registry.revisionOf(`${agent}\\New`)).toBe(0);
  expect(registry.clone().revisionOf(agent)).toBe(registry.revisionOf(agent));
});

test('the difference of two registries turns one into the other, and of equal ones is nothing', () => {
  fc.assert(
    fc.property(steps, steps, (first, second) => {
      const before = new RegistryTree();
      apply(first, before);
      const after = new RegistryTree();
      apply(second, after);
      const changes = diffTrees(before, after);
      apply(changes, before);
      expect(content(before)).toEqual(content(after));
      expect(diffTrees(before, after)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('a difference names what was there before, and only the top of what is gone', () => {
  const before = tree([agent, 'Start', dword(2)], [agent, 'Old', sz('x')], ['HKLM\\Gone\\Deep', 'y', sz('z')]);
  const after = tree(['hklm\\software\\MCAFEE\\agent', 'START', dword(3)], [agent, 'New', sz('n')]);
  expect(diffTrees(before, after)).toEqual([
    { kind: 'delete-value', key: agent, name: 'Old', before: sz('x') },
    { kind: 'delete-key', key: 'HKLM\\Gone' },
    { kind: 'set-value', key: 'HKLM\\software\\MCAFEE\\agent', name: 'START', value: dword(3), before: dword(2) },
    { kind: 'set-value', key: 'HKLM\\software\\MCAFEE\\agent', name: 'New', value: sz('n') },
  ]);
});

test('a key needs a name', () => {
  expect(() => new RegistryTree().createKey('\\')).toThrow(RangeError);
});
