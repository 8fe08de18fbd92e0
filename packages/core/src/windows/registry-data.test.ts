import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  asDword,
  asQword,
  asText,
  asTexts,
  binary,
  dword,
  expandSz,
  multiSz,
  qword,
  sameValue,
  sz,
  typeFromNumber,
  typeNumber,
} from './registry-data.ts';

const text = fc.string({ unit: 'binary' }).map((written) => written.replaceAll('\0', ''));

test('what the makers write the readers read', () => {
  fc.assert(
    fc.property(text, (written) => {
      expect(asText(sz(written))).toBe(written);
      expect(asText(expandSz(written))).toBe(written);
    }),
  );
  fc.assert(
    fc.property(fc.array(text.filter((written) => written !== '')), (texts) => {
      expect(asTexts(multiSz(texts))).toEqual(texts);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (n, wide) => {
      expect(asDword(dword(n))).toBe(n);
      expect(asQword(qword(wide))).toBe(wide);
    }),
  );
});

test('values are laid out as in the registry', () => {
  expect([...sz('ab').bytes]).toEqual([0x61, 0, 0x62, 0, 0, 0]);
  expect([...dword(3600).bytes]).toEqual([0x10, 0x0e, 0, 0]);
  expect([...qword(1321873012345n).bytes]).toEqual([0x79, 0x76, 0xc5, 0xc5, 0x33, 1, 0, 0]);
  expect([...multiSz(['a', 'b']).bytes]).toEqual([0x61, 0, 0, 0, 0x62, 0, 0, 0, 0, 0]);
  expect([...multiSz([]).bytes]).toEqual([0, 0]);
});

test('a string without terminator is read, one with half a character is not', () => {
  expect(asText({ type: 'REG_SZ', bytes: Uint8Array.of(0x61, 0, 0x62, 0) })).toBe('ab');
  expect(asText({ type: 'REG_SZ', bytes: Uint8Array.of(0x61, 0, 0x62) })).toBeUndefined();
  expect(asText({ type: 'REG_SZ', bytes: new Uint8Array() })).toBe('');
  expect(asText({ type: 'REG_SZ', bytes: Uint8Array.of(0x61, 0, 0, 0, 0x62, 0) })).toBe('a');
  expect(asTexts({ type: 'REG_MULTI_SZ', bytes: Uint8Array.of(0x61, 0, 0, 0, 0x62, 0) })).toEqual(['a', 'b']);
  expect(asTexts({ type: 'REG_MULTI_SZ', bytes: Uint8Array.of(0x61) })).toBeUndefined();
});

test('a reader refuses a value of another type or length', () => {
  expect(asText(dword(1))).toBeUndefined();
  expect(asTexts(sz('a'))).toBeUndefined();
  expect(asDword(sz('1'))).toBeUndefined();
  expect(asDword({ type: 'REG_DWORD', bytes: Uint8Array.of(1, 0) })).toBeUndefined();
  expect(asDword({ type: { other: 5 }, bytes: Uint8Array.of(0, 0, 0, 1) })).toBeUndefined();
  expect(asQword(dword(1))).toBeUndefined();
});

test('makers refuse what the registry cannot hold', () => {
  expect(() => sz('a\0b')).toThrow(RangeError);
  expect(() => multiSz(['a', ''])).toThrow(RangeError);
  expect(() => dword(-1)).toThrow(RangeError);
  expect(() => dword(0x1_0000_0000)).toThrow(RangeError);
  expect(() => dword(1.5)).toThrow(RangeError);
  expect(() => qword(-1n)).toThrow(RangeError);
});

test('a type number has one type', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 0xffff_ffff })), (n) => {
      expect(typeNumber(typeFromNumber(n))).toBe(n);
    }),
  );
  expect(typeFromNumber(11)).toBe('REG_QWORD');
  expect(typeFromNumber(8)).toEqual({ other: 8 });
});

test('values are the same by type and bytes', () => {
  expect(sameValue(sz('a'), sz('a'))).toBe(true);
  expect(sameValue(sz('a'), expandSz('a'))).toBe(false);
  expect(sameValue(binary([1, 2]), binary([1, 3]))).toBe(false);
  expect(sameValue(binary([1]), binary([1, 2]))).toBe(false);
  expect(sameValue({ type: { other: 3 }, bytes: Uint8Array.of(1) }, binary([1]))).toBe(true);
});
