import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUtf8, decodeUtf16, encodeUtf8, encodeUtf16, isWellFormed } from './unicode-text.ts';

test('UTF-16 keeps every unit, lone surrogates too', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.integer({ min: 0, max: 0xffff })), (text, units) => {
      const all = text + String.fromCharCode(...units);
      expect(decodeUtf16(encodeUtf16(all))).toBe(all);
      expect(
        decodeUtf16(
          encodeUtf16(all).map((_, i, bytes) => bytes[i ^ 1] ?? 0),
          'big',
        ),
      ).toBe(all);
    }),
  );
});

test('text longer than one chunk is read whole', () => {
  const text = 'Ü'.repeat(10_000);
  expect(decodeUtf16(encodeUtf16(text))).toBe(text);
  expect(decodeUtf8(encodeUtf8(`${text}${'x'.repeat(10_000)}`)).text).toBe(`${text}${'x'.repeat(10_000)}`);
});

test('UTF-8 is written and read as the Encoding Standard has it', () => {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect([...encodeUtf8(text)]).toEqual([...encoder.encode(text)]);
      expect(decodeUtf8(encodeUtf8(text))).toEqual({ text });
    }),
  );
  const nearText = fc.array(
    fc.constantFrom(0x41, 0x80, 0xbf, 0xc1, 0xc3, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0xf5),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        nearText.map((bytes) => Uint8Array.from(bytes)),
      ),
      (bytes) => {
        expect(decodeUtf8(bytes).text).toBe(decoder.decode(bytes));
      },
    ),
    { numRuns: 1000 },
  );
});

test('the first damaged byte is named', () => {
  expect(decodeUtf8(Uint8Array.of(0x41, 0xc3, 0xa4, 0xc3, 0x41)).damagedAt).toBe(3);
});

test('a lone surrogate is not well formed', () => {
  expect(isWellFormed('a\ud83d')).toBe(false);
  expect(isWellFormed('a😀')).toBe(true);
});
