import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyRegFile, parseRegFile, type RegFile, writeRegFile } from './reg-file.ts';
import { asDword, asQword, asText, asTexts, binary, multiSz, sz } from './registry-data.ts';
import { RegistryTree } from './registry-tree.ts';
import type { RegistryValue } from './registry-value.ts';
import { encodeUtf8, encodeUtf16, latin1 } from './unicode-text.ts';

const folder = new URL('../../fixtures/genuine/', import.meta.url);
const exports = ['wine', 'samba', 'hivex'].flatMap((tool) =>
  readdirSync(new URL(`${tool}/`, folder))
    .filter((name) => name.endsWith('.reg'))
    .map((name) => `${tool}/${name}`),
);
const bytesOf = (path: string) => new Uint8Array(readFileSync(new URL(path, folder)));

const agent = 'HKLM\\SOFTWARE\\McAfee\\Agent';
const unicodeName = 'Ünïcödé 名前';
const unicodeText = 'zażółć 漢字 😀';

function read(bytes: Uint8Array, file: string): RegFile {
  const result = parseRegFile(bytes, { file });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.file;
}

const genuine = (path: string) => read(bytesOf(path), path);

/** The values of a file as `key|name` in the order of the file. */
function values(file: RegFile): ReadonlyMap<string, RegistryValue> {
  const found = new Map<string, RegistryValue>();
  for (const { key, values: items } of file.entries) {
    for (const item of items) if ('value' in item) found.set(`${key}|${item.name}`, item.value);
  }
  return found;
}

function without(
  all: ReadonlyMap<string, RegistryValue>,
  ...names: readonly string[]
): ReadonlyMap<string, RegistryValue> {
  return new Map([...all].filter(([path]) => !names.some((name) => path.endsWith(`|${name}`))));
}

function tree(file: RegFile): RegistryTree {
  const registry = new RegistryTree();
  applyRegFile(file, registry);
  return registry;
}

test('every genuine export is read, and none seems cut', () => {
  expect(exports).toHaveLength(8);
  for (const path of exports) {
    const file = genuine(path);
    expect(values(file).size).toBeGreaterThan(1);
    expect(file.notes.map((note) => note.kind)).toEqual(path.includes('printable') ? ['unescaped-string'] : []);
  }
});

test('the encodings of the genuine exports are told', () => {
  const told = (path: string) => {
    const { dialect, encoding, codePage } = genuine(path);
    return [dialect, encoding, codePage];
  };
  expect(told('wine/mcafee.reg')).toEqual([5, 'utf-16le', undefined]);
  expect(told('samba/export-default-utf8-lf.reg')).toEqual([5, 'utf-8', undefined]);
  expect(told('samba/export-regedit4.reg')).toEqual([4, 'ansi', 850]);
  expect(told('hivex/hivexregedit-export.reg')).toEqual([5, 'utf-8', undefined]);
});

test('the values that were put in are read from the export of Wine', () => {
  const registry = tree(genuine('wine/mcafee.reg'));
  const value = (name: string): RegistryValue => {
    const reading = registry.value(agent, name);
    if (reading.kind !== 'known') throw new Error(name);
    return reading.value;
  };
  expect(asText(value(''))).toBe('default');
  expect(asText(value('Version'))).toBe('5.7.9.139');
  expect(asText(value('Empty'))).toBe('');
  expect(asText(value('Name  with   spaces'))).toBe('  leading and    inner    ');
  expect(asText(value('Quote"d\\Name'))).toBe('say "hi" C:\\x\\');
  expect(asText(value(unicodeName))).toBe(unicodeText);
  expect(asText(value('InstallPath'))).toBe('%ProgramFiles%\\McAfee\\Agent');
  expect(value('InstallPath').type).toBe('REG_EXPAND_SZ');
  expect(asTexts(value('Servers'))).toEqual(['epo1.example.test', 'epo2.example.test', '192.0.2.5']);
  expect(asDword(value('PolicyInterval'))).toBe(3600);
  expect(asDword(value('MaxDword'))).toBe(0xffff_ffff);
  expect(asQword(value('LastAsc'))).toBe(1321873012345n);
  expect(value('Blob')).toEqual(binary(Array.from({ length: 48 }, (_, byte) => byte)));
  expect(value('EmptyBlob')).toEqual(binary([]));
  expect(value('Nothing')).toEqual({ type: 'REG_NONE', bytes: Uint8Array.of(0, 0) });
  const long = registry.value(`${agent}\\Sub Key\\Deep`, 'Long');
  expect(long).toEqual({ kind: 'known', value: sz('x'.repeat(200)) });
  expect(
    values(genuine('wine/service-mcshield.reg')).get('HKLM\\SYSTEM\\CurrentControlSet\\Services\\McShield|ImagePath'),
  ).toEqual(sz('"C:\\Program Files\\Common Files\\McAfee\\SystemCore\\mcshield.exe"'));
});

test('exports of the same data by Wine, Samba and hivex hold the same values', () => {
  const wine = values(genuine('wine/mcafee.reg'));
  expect(wine.size).toBe(15);
  expect(values(genuine('samba/export-utf16le-bom.reg'))).toEqual(wine);
  expect(values(genuine('samba/export-default-utf8-lf.reg'))).toEqual(wine);
  expect(values(genuine('samba/export-regedit4.reg'))).toEqual(without(wine, unicodeName));
  expect(without(values(genuine('hivex/hivexregedit-export.reg')), 'HexSz', unicodeName)).toEqual(
    without(wine, unicodeName),
  );
  expect(without(values(genuine('hivex/hivexregedit-export-printable.reg')), 'HexSz')).toEqual(wine);
  const remote = values(genuine('samba/rpc-registry-export.reg'));
  expect([...remote].map(([path]) => path)).toEqual([
    'HKLM\\SOFTWARE\\McAfee|Version',
    'HKLM\\SOFTWARE\\McAfee|PolicyInterval',
  ]);
  const keys = (path: string) => genuine(path).entries.map(({ key }) => key);
  for (const path of exports.filter((name) => !/service|rpc/.test(name)))
    expect(keys(path)).toEqual(keys('wine/mcafee.reg'));
});

test('the string that hivex stored wrong is read as it is stored', () => {
  const utf8 = encodeUtf8(unicodeText);
  const stored = values(genuine('hivex/hivexregedit-export.reg')).get(`${agent}|${unicodeName}`);
  expect(stored).toEqual(sz(latin1(utf8, 0, utf8.length)));
  expect(values(genuine('hivex/hivexregedit-export.reg')).get(`${agent}|HexSz`)).toEqual(sz('ab'));
});

test('the exports of Wine are written again to the byte', () => {
  for (const [path, key] of [
    ['wine/mcafee.reg', 'HKLM\\SOFTWARE\\McAfee'],
    ['wine/service-mcshield.reg', 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\McShield'],
  ] as const) {
    const file = genuine(path);
    const format = { dialect: 5, encoding: 'utf-16le' } as const;
    expect([...writeRegFile(format, file.entries)]).toEqual([...bytesOf(path)]);
    expect([...writeRegFile(format, tree(file).contents(key))]).toEqual([...bytesOf(path)]);
  }
});

test('the exports of Samba are written again but for the lines at their end', () => {
  const trailer = (coding: string, lineEnd: string) =>
    [';Local Variables:', `;coding: ${coding}`, ';End:', ''].join(lineEnd);
  const ansi = writeRegFile(
    { dialect: 4, encoding: 'ansi', codePage: 850 },
    genuine('samba/export-regedit4.reg').entries,
  );
  expect([...ansi.subarray(0, -2), ...encodeUtf8(trailer('CP850', '\r\n'))]).toEqual([
    ...bytesOf('samba/export-regedit4.reg'),
  ]);
  const wide = writeRegFile({ dialect: 5, encoding: 'utf-16le' }, genuine('samba/export-utf16le-bom.reg').entries);
  expect([...wide.subarray(0, -4), ...encodeUtf16(trailer('UTF-16LE', '\r\n'))]).toEqual([
    ...bytesOf('samba/export-utf16le-bom.reg'),
  ]);
});

test('every genuine export is read, written and read to the same values', () => {
  for (const path of exports) {
    const file = genuine(path);
    const ansiFits = !values(file).has(`${agent}|${unicodeName}`);
    for (const format of [
      { dialect: 5, encoding: 'utf-16le' },
      { dialect: 5, encoding: 'utf-8' },
      ...(ansiFits ? [{ dialect: 4, encoding: 'ansi' } as const] : []),
    ] as const) {
      const again = read(writeRegFile(format, file.entries), path);
      expect(again.entries).toEqual(file.entries);
      expect(again.notes).toEqual([]);
    }
  }
});

test('an export cut anywhere is an error, is noted, or ends behind a whole key', () => {
  for (const path of exports) {
    const bytes = bytesOf(path);
    const whole = [...values(read(bytes, path))];
    const wide = bytes[1] === 0xfe;
    for (let length = 0; length < bytes.length; length += wide ? 7 : 1) {
      const result = parseRegFile(bytes.subarray(0, length), { file: path });
      if (!result.ok) continue;
      const left = [...values(result.file)];
      expect(left).toEqual(whole.slice(0, left.length));
      if (left.length === whole.length || result.file.notes.some((note) => note.kind === 'may-be-cut')) continue;
      const tail = latin1(bytes, Math.max(0, length - 8), length).replaceAll('\0', '');
      expect(tail).toMatch(/(\n\r?\n|\r\n\r)$/);
    }
  }
});

test('an export whose encoding was changed on the way loses no value without a word', () => {
  const insert = (bytes: Uint8Array, at: number, more: number) =>
    Uint8Array.from([...bytes].flatMap((byte) => (byte === at ? [more, byte] : [byte])));
  const damages: readonly ((bytes: Uint8Array) => Uint8Array)[] = [
    (bytes) => encodeUtf8(latin1(bytes, 0, bytes.length)),
    (bytes) => encodeUtf16(latin1(bytes, 0, bytes.length)),
    (bytes) => Uint8Array.of(0xff, 0xfe, ...bytes),
    (bytes) => Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes),
    (bytes) => bytes.subarray(1),
    (bytes) => bytes.subarray(2),
    (bytes) => bytes.subarray(3),
    (bytes) => bytes.map((_, i) => bytes[i ^ 1] ?? 0),
    (bytes) => bytes.map((byte) => byte & 0x7f),
    (bytes) => bytes.filter((byte) => byte !== 0),
    (bytes) => bytes.filter((byte) => byte !== 0x0d),
    (bytes) => insert(bytes, 0x0a, 0x0d),
    (bytes) => insert(bytes, 0x00, 0x00),
    (bytes) => Uint8Array.from([...bytes], (byte, i) => (i < bytes.length / 2 ? byte : 0)),
    (bytes) => Uint8Array.from([...bytes, ...bytes]),
    (bytes) => encodeUtf8([...bytes].map((byte) => byte.toString(16)).join(' ')),
  ];
  let refused = 0;
  for (const path of exports) {
    const whole = values(genuine(path));
    for (const damage of damages) {
      const result = parseRegFile(damage(bytesOf(path)), { file: path });
      if (result.ok) expect(values(result.file).size).toBe(whole.size);
      else refused++;
    }
  }
  expect(refused).toBeGreaterThan(exports.length * 8);
});

test('nothing that happens to a genuine export makes its reader throw', () => {
  const edit = fc.record({ at: fc.nat(3000), remove: fc.nat(4), insert: fc.uint8Array({ maxLength: 3 }) });
  fc.assert(
    fc.property(fc.constantFrom(...exports), fc.array(edit, { minLength: 1, maxLength: 4 }), (path, edits) => {
      let bytes = bytesOf(path);
      for (const { at, remove, insert } of edits) {
        const start = at % bytes.length;
        bytes = Uint8Array.from([...bytes.subarray(0, start), ...insert, ...bytes.subarray(start + remove)]);
      }
      const result = parseRegFile(bytes, { file: path });
      if (result.ok) {
        const { entries } = result.file;
        expect(read(writeRegFile({ dialect: 5, encoding: 'utf-16le' }, entries), path).entries).toEqual(entries);
      } else expect(result.error.message).not.toBe('');
    }),
    { numRuns: 500 },
  );
});

test('a hive is no .reg file', () => {
  const result = parseRegFile(bytesOf('hivex/software.hive'), { file: 'software.hive' });
  expect(result).toMatchObject({
    ok: false,
    error: { file: 'software.hive', message: expect.stringContaining('hive') },
  });
});

test('strings of the export come as lists and texts that can be made again', () => {
  const wine = values(genuine('wine/mcafee.reg'));
  expect(wine.get(`${agent}|Servers`)).toEqual(multiSz(['epo1.example.test', 'epo2.example.test', '192.0.2.5']));
  expect(wine.get(`${agent}|Quote"d\\Name`)).toEqual(sz('say "hi" C:\\x\\'));
});
