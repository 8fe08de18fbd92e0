import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeConsole } from './console-encoding.ts';
import { applyRegFile, parseRegFile, type RegFile, type RegFileError, type RegFileNote } from './reg-file.ts';
import { asText, binary, dword, expandSz, multiSz, sz } from './registry-data.ts';
import { RegistryTree } from './registry-tree.ts';
import type { RegistryValue } from './registry-value.ts';
import { encodeUtf8, encodeUtf16 } from './unicode-text.ts';

const key = '[HKEY_LOCAL_MACHINE\\SOFTWARE\\McAfee]';
const version5 = 'Windows Registry Editor Version 5.00';

function read(text: string | Uint8Array, codePage?: number): RegFile {
  const bytes = typeof text === 'string' ? encodeUtf8(text) : text;
  const result = parseRegFile(bytes, codePage === undefined ? { file: 'x.reg' } : { file: 'x.reg', codePage });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.file;
}

function fault(text: string | Uint8Array): RegFileError {
  const result = parseRegFile(typeof text === 'string' ? encodeUtf8(text) : text, { file: 'x.reg' });
  if (result.ok) throw new Error(`read: ${JSON.stringify(result.file)}`);
  expect(result.error.file).toBe('x.reg');
  expect(result.error.hint).not.toBe('');
  return result.error;
}

/** The values of a version 5 file with one key that holds `lines`. */
function values(...lines: readonly string[]): readonly unknown[] {
  const { entries } = read([version5, '', key, ...lines, '', ''].join('\n'));
  expect(entries).toHaveLength(1);
  return entries.at(0)?.values ?? [];
}

/** The fault of a version 5 file with one key that holds `lines`, the first of which is line 4. */
function faultIn(...lines: readonly string[]): RegFileError {
  return fault([version5, '', key, ...lines, '', ''].join('\n'));
}

function kinds(file: RegFile): readonly RegFileNote['kind'][] {
  return file.notes.map((note) => note.kind);
}

function raw(number: number, ...bytes: readonly number[]): RegistryValue {
  return { type: { other: number }, bytes: Uint8Array.from(bytes) };
}

test('every documented form of a value is read', () => {
  expect(
    values(
      '@="default"',
      '"Text"="say \\"hi\\" C:\\\\x\\\\"',
      '"Number"=dword:00000E10',
      '"Short"=dword:a',
      '"Bytes"=hex:00,0A,ff',
      '"None"=hex(0):',
      '"Expand"=hex(2):25,00,00,00',
      '"List"=hex(7):61,00,00,00,00,00',
      '"Other"=hex(8000000f):01',
      '"Gone"=-',
      '@=-',
    ),
  ).toEqual([
    { name: '', value: sz('default') },
    { name: 'Text', value: sz('say "hi" C:\\x\\') },
    { name: 'Number', value: dword(3600) },
    { name: 'Short', value: dword(10) },
    { name: 'Bytes', value: binary([0, 10, 255]) },
    { name: 'None', value: { type: 'REG_NONE', bytes: new Uint8Array() } },
    { name: 'Expand', value: expandSz('%') },
    { name: 'List', value: multiSz(['a']) },
    { name: 'Other', value: raw(0x8000000f, 1) },
    { name: 'Gone', delete: true },
    { name: '', delete: true },
  ]);
});

test('blanks, comments and continuation lines stand where people and tools put them', () => {
  expect(
    values(
      '; a comment, "x"="y"',
      '  "A" = dword:00000001 ; on',
      '\t@ = "x" ;off',
      '"B"=hex:01,\\',
      '  02,\\ ; more below',
      '',
      '; between',
      '  03',
      '"C"=hex:\\',
      '  04',
      '"D"=hex: 05 , 06',
    ),
  ).toEqual([
    { name: 'A', value: dword(1) },
    { name: '', value: sz('x') },
    { name: 'B', value: binary([1, 2, 3]) },
    { name: 'C', value: binary([4]) },
    { name: 'D', value: binary([5, 6]) },
  ]);
});

test('keys are given with short hive names and may hold brackets; a minus deletes them', () => {
  const file = read(
    [version5, '', '[HKLM\\a [b] c]', '[-HKEY_USERS\\.DEFAULT\\x] ; gone', '[hkey_current_user\\y]', '', ''].join(
      '\r\n',
    ),
  );
  expect(file.entries).toEqual([
    { key: 'HKLM\\a [b] c', values: [] },
    { key: 'HKU\\.DEFAULT\\x', delete: true, values: [] },
    { key: 'HKCU\\y', values: [] },
  ]);
  expect(file.notes).toEqual([]);
});

test('lines may end in CR LF, LF or CR', () => {
  const text = [version5, '', key, '"A"=hex:01,\\', '  02', '"B"="x"', '', ''];
  const expected = read(text.join('\n')).entries;
  expect(expected.at(0)?.values).toHaveLength(2);
  expect(read(text.join('\r\n')).entries).toEqual(expected);
  expect(read(text.join('\r')).entries).toEqual(expected);
  expect(read(text.join('\r\r\n')).entries).toEqual(expected);
});

test('a string over several lines keeps its line breaks, as Windows exports them', () => {
  const file = read(
    [version5, '', key, '"Query"="SELECT *', 'FROM \\"t\\"" ; two lines', '"B"=dword:1', '', ''].join('\r\n'),
  );
  expect(file.entries.at(0)?.values).toEqual([
    { name: 'Query', value: sz('SELECT *\r\nFROM "t"') },
    { name: 'B', value: dword(1) },
  ]);
  expect(file.notes).toMatchObject([{ kind: 'line-break-in-string', line: 4 }]);
});

test('a missing quote does not swallow the next value', () => {
  expect(faultIn('"A"="open', '"B"="y"')).toMatchObject({
    line: 4,
    column: 5,
    message: 'A string has no closing quote.',
  });
  expect(faultIn('"A"="C:\\\\Modus\\"', '"B"="y"')).toMatchObject({ line: 4, column: 5 });
  expect(faultIn('"A', '"B"="y"')).toMatchObject({ line: 4, column: 1 });
  expect(faultIn('"A"="open', '@="x"')).toMatchObject({ line: 4, column: 5 });
  expect(faultIn('"A"="open')).toMatchObject({ line: 4, column: 5 });
});

test('hivexregedit leaves backslashes alone in its printable strings', () => {
  const file = read([version5, '', key, '"A"=str(1):"say \\"hi\\" C:\\x\\"', '"B"=str(2):"%X%\\y"', '', ''].join('\n'));
  expect(file.entries.at(0)?.values).toEqual([
    { name: 'A', value: sz('say "hi" C:\\x\\') },
    { name: 'B', value: expandSz('%X%\\y') },
  ]);
  expect(kinds(file)).toEqual(['unescaped-string']);
});

test('the encoding is found by mark, by shape and by header', () => {
  const text = `${version5}\r\n\r\n${key}\r\n"ü"="名前"\r\n\r\n`;
  const plain = read(text);
  expect(plain).toMatchObject({ dialect: 5, encoding: 'utf-8', notes: [] });
  expect(plain).not.toHaveProperty('codePage');
  expect(read(`\ufeff${text}`)).toEqual(plain);
  expect(read(encodeUtf16(`\ufeff${text}`))).toEqual({ ...plain, encoding: 'utf-16le' });
  const unmarked = read(encodeUtf16(text));
  expect(unmarked).toMatchObject({ encoding: 'utf-16le', entries: plain.entries });
  expect(kinds(unmarked)).toEqual(['no-mark']);
});

test('version 5 text that is no Unicode is read by the code page of the host, and said so', () => {
  const bytes = encodeConsole(`${version5}\r\n\r\n${key}\r\n"A"="łż"\r\n\r\n`, 1250);
  const file = read(bytes, 1250);
  expect(file).toMatchObject({ encoding: 'ansi', codePage: 1250, notes: [{ kind: 'ansi-text', line: 4 }] });
  expect(file.entries.at(0)?.values).toEqual([{ name: 'A', value: sz('łż') }]);
});

test('in REGEDIT4 the bytes of strings are ANSI, those of other types are not', () => {
  const lines = [
    'REGEDIT4',
    '',
    key,
    '"ü"=hex(1):fc,00',
    '"E"=hex(2):25,fc,00',
    '"L"=hex(7):fc,00,00',
    '"B"=hex:fc',
    '',
    '',
  ];
  const file = read(encodeConsole(lines.join('\r\n'), 1252));
  expect(file).toMatchObject({ dialect: 4, encoding: 'ansi', codePage: 1252, notes: [] });
  expect(file.entries.at(0)?.values).toEqual([
    { name: 'ü', value: sz('ü') },
    { name: 'E', value: expandSz('%ü') },
    { name: 'L', value: multiSz(['ü']) },
    { name: 'B', value: binary([0xfc]) },
  ]);
  const damaged = read(['REGEDIT4', '', key, '"A"=hex(1):81,00', '', ''].join('\n'), 932);
  expect(kinds(damaged)).toEqual(['lossy-text']);
});

test('the coding line of Samba names the code page of a REGEDIT4 file', () => {
  const text = ['REGEDIT4', '', key, '"A"="ü"', '', ';Local Variables:', ';coding: CP850', ';End:', ''].join('\r\n');
  const file = read(encodeConsole(text, 850));
  expect(file.codePage).toBe(850);
  expect(file.entries.at(0)?.values).toEqual([{ name: 'A', value: sz('ü') }]);
});

test('a file that lacks the empty line of an export may be cut', () => {
  expect(kinds(read(`${version5}\r\n\r\n${key}\r\n"A"=dword:00000001\r\n`))).toEqual(['may-be-cut']);
  expect(kinds(read(`${version5}\r\n\r\n${key}\r\n"A"="x"`))).toEqual(['may-be-cut']);
  expect(kinds(read(`${version5}\r\n\r\n${key}\r\n"A"="x"\r\n\r\n`))).toEqual([]);
  expect(kinds(read(`${version5}\r\n\r\n${key}\r\n"A"="x"\r\n;End:`))).toEqual([]);
  expect(kinds(read(version5))).toEqual(['may-be-cut', 'no-keys']);
});

test('a comment with a bracket behind a key is pointed out', () => {
  expect(kinds(read(`${version5}\n\n[HKLM\\a] ; see [b]\n\n`))).toEqual(['bracket-in-key']);
});

test('data that ends with the file is not taken for whole', () => {
  const cut = (data: string) => fault(`${version5}\n\n${key}\n"A"=${data}`);
  expect(cut('hex:00,01')).toMatchObject({ line: 4, column: 14, message: 'The file ends inside hex data.' });
  expect(cut('hex:00,')).toMatchObject({ line: 4, column: 12, message: 'A byte is missing after the comma.' });
  expect(cut('hex:')).toMatchObject({ line: 4, column: 9 });
  expect(cut('hex:00,\\')).toMatchObject({
    line: 4,
    column: 12,
    message: 'The file ends where more bytes should follow.',
  });
  expect(cut('hex:00,\\\n  ')).toMatchObject({ line: 4, column: 12 });
  expect(cut('dword:0000000')).toMatchObject({ line: 4, column: 18, message: 'The file ends inside a dword.' });
  expect(cut('dword:')).toMatchObject({ line: 4, column: 11 });
  expect(cut('"x')).toMatchObject({ line: 4, column: 5, message: 'A string has no closing quote.' });
  expect(cut('"x\\')).toMatchObject({ line: 4, column: 5, message: 'A string has no closing quote.' });
  expect(cut('str(1):"x"')).toMatchObject({ line: 4, column: 15 });
  expect(cut('')).toMatchObject({ line: 4, column: 5, message: 'The data is missing.' });
  expect(fault(`${version5}\n\n[HKEY_LOCAL_MACHINE\\SOFT`)).toMatchObject({ line: 3, column: 1 });
});

test('what is not understood is named with its place and a way out', () => {
  expect(faultIn('"A"=hex:00,1ff')).toMatchObject({ line: 4, column: 12, message: '"1ff" is more than one byte.' });
  expect(faultIn('"A"=hex:0g')).toMatchObject({ line: 4, column: 10 });
  expect(faultIn('"A"=hex:01,\\', '"B"=dword:1')).toMatchObject({ line: 5, column: 1 });
  expect(faultIn('"A"=hex:01,', '  02')).toMatchObject({ line: 4, column: 12, hint: expect.stringContaining(',\\') });
  expect(faultIn('"A"=hex:01', '  02,03')).toMatchObject({ line: 5, column: 3, hint: expect.stringContaining(',\\') });
  expect(faultIn('"A"=dword:123456789')).toMatchObject({ line: 4, column: 11 });
  expect(faultIn('"A"=dword:xyz')).toMatchObject({ line: 4, column: 11 });
  expect(faultIn('"A"=qword:01')).toMatchObject({ line: 4, column: 5, hint: expect.stringContaining('dword:') });
  expect(faultIn('"A"="C:\\new"')).toMatchObject({ line: 4, column: 8, hint: expect.stringContaining('\\\\') });
  expect(faultIn('"A" "b"')).toMatchObject({
    line: 4,
    column: 5,
    message: 'There is no = after the name of the value.',
  });
  expect(faultIn('"A"="b" c')).toMatchObject({ line: 4, column: 9 });
  expect(faultIn('A=b')).toMatchObject({ line: 4, column: 1, hint: expect.stringContaining('in quotes') });
  expect(faultIn('# old comment')).toMatchObject({ line: 4, hint: 'A comment begins with ;.' });
  expect(faultIn(version5)).toMatchObject({ line: 4, hint: expect.stringContaining('joined') });
  expect(faultIn('[HKEY_LOCAL_MACHINE\\x] y')).toMatchObject({ line: 4, column: 24 });
  expect(faultIn('[\\McAfee\\Agent]')).toMatchObject({ line: 4, column: 2, hint: expect.stringContaining('--prefix') });
});

test('a key that no registry can hold is refused', () => {
  expect(faultIn(`[HKLM${'\\a'.repeat(512)}]`)).toMatchObject({
    line: 4,
    message: expect.stringContaining('512 levels'),
  });
  expect(faultIn(`[HKLM\\${'a'.repeat(256)}]`)).toMatchObject({ line: 4, message: expect.stringContaining('255') });
  expect(read(`${version5}\n\n[HKLM${'\\a'.repeat(511)}]\n\n`).entries).toHaveLength(1);
});

test('a value needs a key above it that is not deleted', () => {
  expect(fault(`${version5}\n\n"A"="b"\n`)).toMatchObject({
    line: 3,
    column: 1,
    message: 'A value stands before any [key].',
  });
  expect(faultIn('[-HKLM\\x]', '@="b"')).toMatchObject({ line: 5, column: 1 });
});

test('a file of another kind is told by what it is', () => {
  expect(fault(new Uint8Array()).message).toBe('The file is empty.');
  expect(fault('regf\0\0\0\0').message).toContain('registry hive');
  expect(fault('<!DOCTYPE html><html></html>').message).toContain('web page');
  expect(fault('\ufeff\r\n<html>').message).toContain('web page');
  expect(fault('HKEY_LOCAL_MACHINE\\SOFTWARE\r\n    x    REG_SZ    y\r\n').message).toContain('reg query');
  expect(fault(`${key}\n"A"="b"\n`)).toMatchObject({ line: 1, column: 1, hint: expect.stringContaining('REGEDIT4') });
  expect(fault('\n\n  Windows Registry Editor Version 4.00\n')).toMatchObject({ line: 3, column: 3 });
  expect(fault('Windows Registry Edi').message).toContain('cut off');
  const bigEndian = encodeUtf16(`\ufeff${version5}\r\n`).map((_, i, bytes) => bytes[i ^ 1] ?? 0);
  expect(fault(bigEndian).message).toContain('UTF-16BE');
  expect(fault(bigEndian.subarray(2)).message).toContain('UTF-16BE');
  expect(fault(Uint8Array.of(0xff, 0xfe)).message).toContain('header is missing');
});

test('damaged text is told with its place', () => {
  const wide = encodeUtf16(`\ufeff${version5}\r\n\r\n${key}\r\n`);
  expect(fault(wide.subarray(0, wide.length - 5))).toMatchObject({ line: 3, column: 36 });
  expect(fault(Uint8Array.of(...wide, 0x41))).toMatchObject({ line: 4, column: 1 });
  expect(fault(`${version5}\n\n${key}\n"A"="b\0"\n`)).toMatchObject({ line: 4, column: 7 });
  const marked = Uint8Array.of(0xef, 0xbb, 0xbf, ...encodeUtf8(`${version5}\n\n; é`), 0xe9, 0x0a);
  expect(fault(marked)).toMatchObject({ line: 3, column: 4, message: expect.stringContaining('byte e9') });
});

test('applying a file does what it says in its order', () => {
  const registry = new RegistryTree();
  registry.setValue('HKLM\\SOFTWARE\\McAfee\\Old', 'x', dword(1));
  registry.setValue('HKLM\\SOFTWARE\\McAfee', 'Gone', dword(1));
  const text = [
    version5,
    '',
    '[-HKLM\\SOFTWARE\\McAfee\\Old]',
    key,
    '"Gone"=-',
    '"New"="n"',
    '"New"="m"',
    '[HKLM\\Empty]',
    '',
  ];
  applyRegFile(read(text.join('\n')), registry);
  expect(registry.keys()).toEqual(['HKLM', 'HKLM\\SOFTWARE', 'HKLM\\SOFTWARE\\McAfee', 'HKLM\\Empty']);
  expect(registry.values('HKLM\\SOFTWARE\\McAfee')).toEqual({ kind: 'known', value: new Map([['New', sz('m')]]) });
});

test('nothing makes it throw', () => {
  const syntax = [
    version5,
    'REGEDIT4',
    key,
    '[-HKLM\\x]',
    '[',
    ']',
    '"A"=',
    '@=',
    '"',
    '\\',
    '\r\n',
    '\n',
    ' ',
    ';',
    '-',
  ];
  const data = [
    'hex:',
    'hex(2):',
    'hex(',
    'dword:',
    'str(1):',
    '00',
    'ff,',
    ',\\\r\n  ',
    '"text"',
    '\0',
    'ü',
    '\ufeff',
  ];
  const fragments = fc.constantFrom(...syntax, ...data);
  const texts = fc.array(fragments, { maxLength: 20 }).map((parts) => parts.join(''));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    texts.map((text) => encodeUtf8(`${version5}\n${text}`)),
    texts.map((text) => encodeUtf8(`REGEDIT4\n${text}`)),
    texts.map((text) => encodeUtf16(`\ufeff${version5}\n${text}`)),
    texts.map(encodeUtf8),
  );
  fc.assert(
    fc.property(bytes, (file) => {
      const result = parseRegFile(file, { file: 'x.reg' });
      if (result.ok) {
        for (const { values: items } of result.file.entries) {
          for (const item of items) if ('value' in item) expect(() => asText(item.value)).not.toThrow();
        }
      } else {
        expect(result.error.line).toBeGreaterThan(0);
        expect(result.error.column).toBeGreaterThan(0);
      }
    }),
    { numRuns: 2000 },
  );
});
