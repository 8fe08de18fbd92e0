import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashText, hashWords, mix32 } from './murmur-hash.ts';

/** MurmurHash3_x86_32 as published, over bytes. */
function murmur3(bytes: Uint8Array, seed: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rotate = (word: number, by: number) => (word << by) | (word >>> (32 - by));
  const scramble = (word: number) => Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
  const whole = bytes.length & ~3;
  let hash = seed;
  for (let index = 0; index < whole; index += 4) {
    hash = (Math.imul(rotate(hash ^ scramble(view.getUint32(index, true)), 13), 5) + 0xe6546b64) | 0;
  }
  const tail = bytes.subarray(whole).reduceRight((word, byte) => (word << 8) | byte, 0);
  hash ^= scramble(tail) ^ bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The bytes of each unit, low byte first. */
const utf16 = (text: string) =>
  Uint8Array.from(
    [...Array(text.length).keys()].flatMap((index) => [text.charCodeAt(index) & 255, text.charCodeAt(index) >> 8]),
  );

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

// Published test vectors of MurmurHash3_x86_32.
test.for([
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['a', 0x9747b28c, 0x7fa09ea6],
  ['aa', 0x9747b28c, 0x5d211726],
  ['aaa', 0x9747b28c, 0x283e0130],
  ['aaaa', 0x9747b28c, 0x5a97808a],
  ['abc', 0, 0xb3dd93fa],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
] as const)('the reference of these tests gives the published hash of %j with seed %i', ([text, seed, hash]) => {
  expect(murmur3(ascii(text), seed)).toBe(hash);
});

test.for([
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['\uffff\uffff', 0, 0x76293b50],
  ['\u4321\u8765', 0, 0xf55b516b],
  ['\u4321\u8765', 0x5082edee, 0x2362f9de],
  ['\u4321', 0, 0xa0f7b07a],
  ['\u0000\u0000', 0, 0x2362f9de],
  ['\u0000', 0, 0x30f4c306],
  ['\u6161', 0x9747b28c, 0x5d211726],
  ['\u6161\u6161', 0x9747b28c, 0x5a97808a],
] as const)('text that spells the bytes of a published vector has its hash: %j with seed %i', ([text, seed, hash]) => {
  expect(hashText(text, seed)).toBe(hash);
});

test('the hash of a text is that of its UTF-16LE bytes, lone surrogates included', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
      fc.nat(),
      (text, seed) => {
        expect(hashText(text, seed)).toBe(murmur3(utf16(text), seed));
      },
    ),
  );
});

test('the hash of three words is that of their twelve bytes', () => {
  const word = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(word, word, word, word, (first, second, third, seed) => {
      const view = new DataView(new ArrayBuffer(12));
      [first, second, third].forEach((value, index) => view.setUint32(index * 4, value, true));
      expect(hashWords(first, second, third, seed)).toBe(murmur3(new Uint8Array(view.buffer), seed));
    }),
  );
});

test('the finaliser maps no two words to one', () => {
  const mapped = new Set(Array.from({ length: 200_000 }, (_, word) => mix32(word * 20_011)));
  expect(mapped.size).toBe(200_000);
});
