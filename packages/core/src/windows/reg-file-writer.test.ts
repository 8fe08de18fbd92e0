import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyRegFile,
  parseRegFile,
  type RegFileEntry,
  type RegFileFormat,
  type RegFileValue,
  writeRegFile,
} from './reg-file.ts';
import { binary, dword, expandSz, multiSz, qword, sz, typeFromNumber } from './registry-data.ts';
import { diffTrees, RegistryTree } from './registry-tree.ts';
import type { RegistryValue } from './registry-value.ts';
import { decodeUtf16, encodeUtf16, isWellFormed } from './unicode-text.ts';

const utf16: RegFileFormat = { dialect: 5, encoding: 'utf-16le' };
const utf8: RegFileFormat = { dialect: 5, encoding: 'utf-8' };
const ansi: RegFileFormat = { dialect: 4, encoding: 'ansi' };
const key = 'HKLM\\SOFTWARE\\McAfee';

function read(bytes: Uint8Array): readonly RegFileEntry[] {
  const result = parseRegFile(bytes, { file: 'x.reg' });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.file.entries;
}

/** The lines that a value is written as. */
function lines(value: RegistryValue, name = 'A'): readonly string[] {
  const text = decodeUtf16(writeRegFile(utf16, [{ key, values: [{ name, value }] }]));
  return text.split('\r\n').slice(3, -2);
}

const special = fc.constantFrom(
  '"',
  '\\',
  '[',
  ']',
  ';',
  '=',
  '@',
  '-',
  '\r',
  '\n',
  '\t',
  ' ',
  'ü',
  '名',
  '😀',
  '\u0085',
  'a',
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(special).map((parts) => parts.join('')),
);
const name = anyText.map((text) => text.replaceAll('\0', ''));
const keyName = name.map((text) => text.replace(/[\r\n\\]/g, '') || 'k');
const path = fc
  .tuple(fc.constantFrom('HKLM', 'HKU', 'HKCU', 'HKCR', 'HKCC'), fc.array(keyName, { maxLength: 3 }))
  .map(([hive, names]) => [hive, ...names].join('\\'));
const value: fc.Arbitrary<RegistryValue> = fc.oneof(
  name.map(sz),
  name.map(expandSz),
  fc.array(name.filter((text) => text !== '')).map(multiSz),
  fc.nat(0xffff_ffff).map(dword),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map(qword),
  fc.uint8Array({ maxLength: 100 }).map(binary),
  fc
    .tuple(fc.oneof(fc.nat(12), fc.nat(0xffff_ffff)), fc.uint8Array({ maxLength: 40 }))
    .map(([number, bytes]) => ({ type: typeFromNumber(number), bytes })),
);
const item: fc.Arbitrary<RegFileValue> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ name, value }) },
  { weight: 1, arbitrary: fc.record({ name, delete: fc.constant(true as const) }) },
);
const entry: fc.Arbitrary<RegFileEntry> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ key: path, values: fc.array(item, { maxLength: 6 }) }) },
  { weight: 1, arbitrary: path.map((gone) => ({ key: gone, delete: true as const, values: [] })) },
);

test('whatever is written in UTF-16 is read again', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 4 }), (entries) => {
      expect(read(writeRegFile(utf16, entries))).toEqual(entries);
    }),
    { numRuns: 500 },
  );
});

test('UTF-8 gives the same back, or says that it lacks a name', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 3 }), (entries) => {
      const names = entries.flatMap((one) => [one.key, ...one.values.map((two) => two.name)]);
      if (names.every(isWellFormed)) expect(read(writeRegFile(utf8, entries))).toEqual(entries);
      else expect(() => writeRegFile(utf8, entries)).toThrow(RangeError);
    }),
    { numRuns: 300 },
  );
});

test('REGEDIT4 gives the same back, or says what it lacks', () => {
  let kept = 0;
  fc.assert(
    fc.property(fc.array(fc.record({ name, value }), { maxLength: 2 }), (values) => {
      let bytes: Uint8Array | undefined;
      try {
        bytes = writeRegFile(ansi, [{ key, values }]);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
      if (bytes === undefined) return;
      kept++;
      expect(read(bytes)).toEqual([{ key, values }]);
    }),
    { numRuns: 500, seed: 4 },
  );
  expect(kept).toBeGreaterThan(50);
});

test('values are written in the forms of regedit', () => {
  expect(lines(sz('say "hi" C:\\x\\'), 'Q"\\')).toEqual(['"Q\\"\\\\"="say \\"hi\\" C:\\\\x\\\\"']);
  expect(lines(sz('x'), '')).toEqual(['@="x"']);
  expect(lines(dword(3600))).toEqual(['"A"=dword:00000e10']);
  expect(lines(binary([]))).toEqual(['"A"=hex:']);
  expect(lines(qword(1n))).toEqual(['"A"=hex(b):01,00,00,00,00,00,00,00']);
  expect(lines(expandSz('%'))).toEqual(['"A"=hex(2):25,00,00,00']);
  expect(lines(multiSz([]))).toEqual(['"A"=hex(7):00,00']);
});

test('damaged values are written by their bytes', () => {
  expect(lines(sz('a\nb'))).toEqual(['"A"=hex(1):61,00,0a,00,62,00,00,00']);
  expect(lines({ type: 'REG_SZ', bytes: Uint8Array.of(0x61, 0) })).toEqual(['"A"=hex(1):61,00']);
  expect(lines({ type: 'REG_SZ', bytes: Uint8Array.of(0x61) })).toEqual(['"A"=hex(1):61']);
  expect(lines({ type: 'REG_SZ', bytes: encodeUtf16('a\0\0') })).toEqual(['"A"=hex(1):61,00,00,00,00,00']);
  expect(lines({ type: 'REG_SZ', bytes: new Uint8Array() })).toEqual(['"A"=hex(1):']);
  expect(lines({ type: 'REG_DWORD', bytes: Uint8Array.of(1, 0) })).toEqual(['"A"=hex(4):01,00']);
});

test('no line of bytes is longer than 80 columns, and each is as long as it can be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 300 }), (length, size) => {
      const written = lines(binary(new Uint8Array(size)), 'n'.repeat(length));
      for (const line of written.slice(0, -1)) {
        expect(line).toMatch(/,\\$/);
        expect(line.length).toBeGreaterThanOrEqual(78);
        expect(line.length).toBeLessThanOrEqual(80);
      }
      expect(written.at(-1)).not.toMatch(/[,\\]$/);
    }),
  );
  expect(lines(binary([1, 2]), 'n'.repeat(90))).toEqual([`"${'n'.repeat(90)}"=hex:01,\\`, '  02']);
});

test('a difference of registries, written and imported, makes one like the other', () => {
  const step = fc.tuple(fc.constantFrom('HKLM\\a', 'HKLM\\a\\b', 'HKLM\\c'), fc.constantFrom('', 'x', 'Y'), value);
  const registry = (steps: readonly (readonly [string, string, RegistryValue])[]) => {
    const made = new RegistryTree();
    for (const [at, named, data] of steps) made.setValue(at, named, data);
    return made;
  };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), fc.array(step, { maxLength: 8 }), (first, second) => {
      const before = registry(first);
      const after = registry(second);
      const result = parseRegFile(writeRegFile(utf16, diffTrees(before, after)), { file: 'fix.reg' });
      expect(result.ok).toBe(true);
      if (result.ok) applyRegFile(result.file, before);
      expect(diffTrees(before, after)).toEqual([]);
    }),
  );
});

test('changes of one key stand together under it, removals as regedit writes them', () => {
  const bytes = writeRegFile(utf8, [
    { kind: 'delete-value', key, name: 'Old', before: sz('x') },
    { kind: 'set-value', key, name: 'Start', value: dword(3), before: dword(2) },
    { kind: 'delete-key', key: `${key}\\Gone` },
    { kind: 'create-key', key: `${key}\\New` },
    { kind: 'set-value', key: `${key}\\New`, name: '', value: sz('n') },
  ]);
  expect(new TextDecoder().decode(bytes)).toBe(
    [
      'Windows Registry Editor Version 5.00',
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\McAfee]',
      '"Old"=-',
      '"Start"=dword:00000003',
      '',
      '[-HKEY_LOCAL_MACHINE\\SOFTWARE\\McAfee\\Gone]',
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\McAfee\\New]',
      '@="n"',
      '',
      '',
    ].join('\n'),
  );
});

test('a whole registry is written with the keys above each value', () => {
  const registry = new RegistryTree();
  registry.setValue(key, 'A', dword(1));
  expect(read(writeRegFile(utf16, registry))).toEqual([
    { key: 'HKLM', values: [] },
    { key: 'HKLM\\SOFTWARE', values: [] },
    { key, values: [{ name: 'A', value: dword(1) }] },
  ]);
});

test('what no file can hold is refused by its name', () => {
  const write = (format: RegFileFormat, at: string, named: string, data: RegistryValue = dword(1)) => {
    return () => writeRegFile(format, [{ key: at, values: [{ name: named, value: data }] }]);
  };
  expect(write(utf16, 'McAfee\\Agent', 'A')).toThrow('McAfee\\Agent is not below a registry root');
  expect(write(utf16, 'HKLM\\a\nb', 'A')).toThrow('line break');
  expect(write(utf16, key, 'a\0b')).toThrow('NUL in its name');
  expect(write(utf8, key, '\ud83d')).toThrow('encoding lacks');
  expect(write(ansi, key, '名')).toThrow('encoding lacks');
  expect(write(ansi, key, 'A', sz('名'))).toThrow('REGEDIT4 cannot hold');
  expect(write(ansi, key, 'A', { type: 'REG_SZ', bytes: Uint8Array.of(0x61) })).toThrow('REGEDIT4 cannot hold');
  expect(write({ dialect: 4, encoding: 'ansi', codePage: 932 }, key, '名', sz('前\n'))).not.toThrow();
});
