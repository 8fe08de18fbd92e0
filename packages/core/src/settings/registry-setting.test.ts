import { expect, test } from 'vitest';
import { documented } from '../evidence/evidence.ts';
import type { Plain } from '../facts/fact.ts';
import { binary, dword, expandSz, multiSz, sz } from '../windows/registry-data.ts';
import { RegistryTree } from '../windows/registry-tree.ts';
import type { RegistryValue } from '../windows/registry-value.ts';
import { flag, invertedFlag, number, text, word } from './registry-setting.ts';
import type { Setting } from './setting.ts';

const KEY = 'HKLM\\SOFTWARE\\Toy';
const common = { path: 'x', title: 'X', evidence: documented('TOY'), takesEffect: 'at-use' } as const;
const at = { key: () => KEY, value: 'X' };

const on = flag<true>({ ...common, default: true }, at);
const off = invertedFlag<true>({ ...common, default: true }, at);
const count = number<true>({ ...common, default: 0 }, at, [0, 1]);
const kind = word<'none' | 'some', true>({ ...common, default: 'none' }, at, { none: 0, some: 3 });
const folder = text<true>({ ...common, default: '' }, at, ['', 'C:\\']);

function read<T extends Plain>(setting: Setting<T, true>, stored: RegistryValue | undefined) {
  const registry = new RegistryTree();
  if (stored !== undefined) registry.setValue(KEY, 'X', stored);
  const reading = setting.read(registry, true);
  return reading.kind === 'known' ? reading.value : reading.kind;
}

test.each<[string, Setting<Plain, true>, RegistryValue | undefined, unknown]>([
  ['no value', on, undefined, 'absent'],
  ['0', on, dword(0), false],
  ['1', on, dword(1), true],
  ['any other number', on, dword(0xffffffff), true],
  ['the text "1"', on, sz('1'), 'unreadable'],
  ['a number of three bytes', on, { type: 'REG_DWORD', bytes: Uint8Array.of(1, 0, 0) }, 'unreadable'],
  ['0, the other way round', off, dword(0), true],
  ['2, the other way round', off, dword(2), false],
  ['the largest number', count, dword(0xffffffff), 0xffffffff],
  ['a number as bytes', count, binary([1, 0, 0, 0]), 'unreadable'],
  ['a code that stands for a word', kind, dword(3), 'some'],
  ['a code that stands for none', kind, dword(1), 'unreadable'],
  ['a word as it is', kind, sz('some'), 'unreadable'],
  ['a text', folder, sz('C:\\'), 'C:\\'],
  ['a text with variables', folder, expandSz('%windir%\\Temp'), '%windir%\\Temp'],
  ['an empty text', folder, sz(''), ''],
  ['a list of texts', folder, multiSz(['C:\\']), 'unreadable'],
])('%s is read', (_, setting, stored, expected) => {
  expect(read(setting, stored)).toBe(expected);
});

const written = <T extends Plain>(setting: Setting<T, true>, stored: RegistryValue, value: T) => {
  const registry = new RegistryTree();
  registry.setValue(KEY, 'X', stored);
  setting.write(registry, value, true);
  const reading = registry.value(KEY, 'X');
  return reading.kind === 'known' ? reading.value : reading;
};

test('a value that says the same already is not written over, so what it may say beside that survives', () => {
  expect(written(on, dword(5), true)).toEqual(dword(5));
  expect(written(off, dword(5), false)).toEqual(dword(5));
  const padded: RegistryValue = { type: 'REG_SZ', bytes: Uint8Array.of(0x41, 0, 0, 0, 0x42, 0) };
  expect(written(folder, padded, 'A')).toEqual(padded);
});

test('a value that says something else is written in the form that the product writes', () => {
  expect(written(on, dword(5), false)).toEqual(dword(0));
  expect(written(on, sz('yes'), true)).toEqual(dword(1));
  expect(written(kind, dword(0), 'some')).toEqual(dword(3));
  expect(written(folder, sz('C:\\'), 'D:\\')).toEqual(sz('D:\\'));
  expect(written(folder, expandSz('%windir%'), '%TEMP%')).toEqual(expandSz('%TEMP%'));
});

test('a text that no registry string can hold is refused by the schema', () => {
  expect(folder.schema.safeParse('C:\\\0hidden').success).toBe(false);
  expect(count.schema.safeParse(2 ** 32).success).toBe(false);
  expect(count.schema.safeParse(-1).success).toBe(false);
  expect(count.schema.safeParse(1.5).success).toBe(false);
});

test('where a setting is stored is told to people, the default value of a key by its name', () => {
  expect(on.location(true)).toBe('HKLM\\SOFTWARE\\Toy, X');
  expect(flag<true>({ ...common, default: true }, { ...at, value: '' }).location(true)).toBe(
    'HKLM\\SOFTWARE\\Toy, (default)',
  );
});
