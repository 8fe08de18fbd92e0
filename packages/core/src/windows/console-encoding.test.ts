import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeConsole, decodeFileText, encodeConsole, isCodePage } from './console-encoding.ts';
import { encodeUtf16 } from './unicode-text.ts';

const codePages = [437, 850, 852, 866, 932, 1250, 1251, 1252, 65001];
const genuine = (path: string) =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/genuine/${path}`, import.meta.url)));

test('each code page has its own letters', () => {
  const sample: readonly [number, string, readonly number[]][] = [
    [437, 'Ünïcödé', [0x9a, 0x6e, 0x8b, 0x63, 0x94, 0x64, 0x82]],
    [850, 'ÁØ', [0xb5, 0x9d]],
    [852, 'łż', [0x88, 0xbe]],
    [866, 'Ошибка', [0x8e, 0xe8, 0xa8, 0xa1, 0xaa, 0xa0]],
    [932, '名前ソ', [0x96, 0xbc, 0x91, 0x4f, 0x83, 0x5c]],
    [1250, 'łż', [0xb3, 0xbf]],
    [1251, 'Ошибка', [0xce, 0xf8, 0xe8, 0xe1, 0xea, 0xe0]],
    [1252, '€é', [0x80, 0xe9]],
    [65001, 'é€', [0xc3, 0xa9, 0xe2, 0x82, 0xac]],
  ];
  for (const [codePage, text, bytes] of sample) {
    expect([...encodeConsole(text, codePage)]).toEqual(bytes);
    expect(decodeConsole(Uint8Array.from(bytes), codePage)).toBe(text);
  }
});

test('ASCII is the same in all of them', () => {
  const ascii = String.fromCharCode(...Array.from({ length: 128 }, (_, code) => code));
  for (const codePage of codePages) {
    expect(decodeConsole(encodeConsole(ascii, codePage), codePage)).toBe(ascii);
    expect(encodeConsole(ascii, codePage)).toHaveLength(128);
  }
});

test('every byte of a one-byte code page survives being read and written', () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (const codePage of codePages.filter((number) => number !== 932 && number !== 65001)) {
    expect(decodeConsole(all, codePage)).toHaveLength(256);
    expect([...encodeConsole(decodeConsole(all, codePage), codePage)]).toEqual([...all]);
  }
});

test('bytes that Windows leaves unused in an ANSI code page become the controls of their numbers', () => {
  expect(decodeConsole(Uint8Array.of(0x81, 0x8d, 0x80), 1252)).toBe('\u0081\u008d€');
});

test('what a code page lacks is written as the console of the captured host writes it', () => {
  const lines = decodeConsole(genuine('wine/reg-query.stdout.txt'), 437).split('\r\n');
  const captured = lines.find((line) => line.includes('Ünïcödé'));
  const written = encodeConsole('    Ünïcödé 名前    REG_SZ    zażółć 漢字 😀', 437);
  expect(decodeConsole(written, 437)).toBe(captured);
});

test('no bytes and no text make it throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...codePages),
      fc.uint8Array(),
      fc.string({ unit: 'binary' }),
      (codePage, bytes, text) => {
        expect(decodeConsole(bytes, codePage).length).toBeLessThanOrEqual(bytes.length);
        const once = decodeConsole(encodeConsole(text, codePage), codePage);
        expect(decodeConsole(encodeConsole(once, codePage), codePage)).toBe(once);
      },
    ),
  );
});

test('a file is read by its byte order mark before any code page', () => {
  const text = 'Schließen 名前';
  expect(decodeFileText(encodeUtf16(`\ufeff${text}`))).toBe(text);
  expect(decodeFileText(encodeUtf16(`\ufeff${text}`).map((_, i, bytes) => bytes[i ^ 1] ?? 0))).toBe(text);
  expect(decodeFileText(encodeConsole(`\ufeff${text}`, 65001), 437)).toBe(text);
  expect(decodeFileText(encodeConsole('Schließen', 850), 850)).toBe('Schließen');
  expect(decodeFileText(encodeConsole('Schließen', 1252))).toBe('Schließen');
  expect(decodeFileText(Uint8Array.of(0xff, 0xfe, 0x41, 0, 0x42))).toBe('A\ufffd');
  expect(decodeFileText(genuine('wine/wmic-os.stdout.txt'))).toMatch(/^Caption +Version +\r\n/);
});

test('an unknown code page is refused by its number, others that a host may have are known', () => {
  expect(() => decodeConsole(Uint8Array.of(0x80), 4711)).toThrow('There is no code page 4711 here');
  expect(() => encodeConsole('é', 4711)).toThrow(RangeError);
  expect([4711, 0, -1, 1252.5].filter(isCodePage)).toEqual([]);
  expect([437, 737, 857, 874, 936, 949, 950, 1253, 1254, 65001].filter((number) => !isCodePage(number))).toEqual([]);
});
