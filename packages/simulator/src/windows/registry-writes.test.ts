import { dword, RegistryTree } from '@scanclash/core';
import { expect, test } from 'vitest';
import { parseCivilTime, World } from '../kernel/index.ts';
import { RegistryWrites } from './registry-writes.ts';

const KEY = 'HKLM\\SOFTWARE\\Vendor\\Engine';

function setUp() {
  const world = new World({ seed: 1, startsAt: parseCivilTime('2004-11-15T08:00:00'), storeTrace: true });
  const registry = new RegistryTree();
  registry.setValue(KEY, 'Version', dword(1));
  return { world, registry, writes: new RegistryWrites(world, 'MAIL01', registry) };
}

test('a value that a program changes is an event, which whoever reads it can name', () => {
  const { world, registry, writes } = setUp();
  expect(writes.lastOf(KEY, 'Version')).toBeUndefined();
  writes.by('update.exe').setValue(KEY, 'Version', dword(2));
  const event = `MAIL01/registry/registry.written/${KEY}\\Version#1`;
  expect(world.trace.event(event)).toMatchObject({ process: 'update.exe' });
  expect(writes.lastOf(KEY.toLowerCase(), 'VERSION')).toBe(event);
  expect(registry.value(KEY, 'Version')).toEqual({ kind: 'known', value: dword(2) });
});

test('writing what is there already is no event', () => {
  const { world, writes } = setUp();
  writes.by('update.exe').setValue(KEY, 'Version', dword(1));
  writes.by('update.exe').deleteValue(KEY, 'Nothing');
  expect(world.trace.count).toBe(0);
});

test('a value that a program deletes is an event of its own kind', () => {
  const { writes } = setUp();
  writes.by('update.exe').deleteValue(KEY, 'Version');
  expect(writes.lastOf(KEY, 'Version')).toBe(`MAIL01/registry/registry.deleted/${KEY}\\Version#1`);
});

test('a guard keeps a program from changing a key, which is an event', () => {
  const { world, writes } = setUp();
  writes.addGuard({
    denies: (process, key) => (process === 'reg.exe' && key.startsWith(KEY) ? 'the rule' : undefined),
  });
  expect(writes.isDenied('update.exe', KEY)).toBe(false);
  expect(writes.isDenied('reg.exe', 'HKLM\\SOFTWARE\\Other')).toBe(false);
  expect(world.trace.count).toBe(0);
  expect(writes.isDenied('reg.exe', KEY)).toBe(true);
  expect(world.trace.event(`MAIL01/registry/registry.denied/${KEY}#1`)).toMatchObject({
    process: 'reg.exe',
    rule: 'the rule',
  });
});
