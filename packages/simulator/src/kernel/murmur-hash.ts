/**
 * MurmurHash3, x86 32-bit variant. Two views of the same function: over text, and over three 32-bit words.
 *
 * @source Austin Appleby, MurmurHash3_x86_32, public domain (SMHasher).
 */

/**
 * The hash of the text's UTF-16 code units, each taken as two bytes, low byte first: what MurmurHash3_x86_32 gives for
 * the bytes of the text in UTF-16LE without a byte order mark. Lone surrogates count like any other unit.
 *
 * @param seed - Taken as unsigned 32 bits.
 * @returns 0 to 2^32 - 1.
 */
export function hashText(text: string, seed: number): number {
  const units = text.length;
  const paired = units & ~1;
  let hash = seed | 0;
  for (let index = 0; index < paired; index += 2) {
    hash = mixWord(hash, text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16));
  }
  if (paired < units) hash ^= scrambled(text.charCodeAt(paired));
  return mix32(hash ^ (units * 2));
}

/**
 * The hash of twelve bytes: three 32-bit words, each low byte first.
 *
 * @returns 0 to 2^32 - 1.
 */
export function hashWords(first: number, second: number, third: number, seed: number): number {
  return mix32(mixWord(mixWord(mixWord(seed | 0, first), second), third) ^ 12);
}

/** The finaliser of MurmurHash3: a permutation of the unsigned 32-bit integers. */
export function mix32(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function mixWord(hash: number, word: number): number {
  const mixed = hash ^ scrambled(word);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function scrambled(word: number): number {
  const multiplied = Math.imul(word, 0xcc9e2d51);
  return Math.imul((multiplied << 15) | (multiplied >>> 17), 0x1b873593);
}
