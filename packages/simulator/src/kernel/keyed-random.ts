import { invariant, violated } from './invariant.ts';
import { hashText, hashWords } from './murmur-hash.ts';
import { TripleMap } from './triple-map.ts';

const WORD = 2 ** 32;
const TWO_WORDS = 2 ** 53;

/** A chance or a share: `numerator` in `denominator`, both integers, from 0 in 1 to 1 in 1. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** `ratio(1, 20)`: one in twenty. */
export function ratio(numerator: number, denominator: number): Ratio {
  invariant(
    Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator) && denominator >= 1,
    `ratio(${numerator}, ${denominator}): both must be integers, the second at least 1`,
  );
  invariant(
    numerator >= 0 && numerator <= denominator,
    `ratio(${numerator}, ${denominator}): a chance lies between 0 in 1 and 1 in 1`,
  );
  return { numerator, denominator };
}

/**
 * One piece of luck. It is a value: the same question to the same draw has the same answer, so a second, independent
 * answer takes a second draw. All arithmetic is on exact integers and without bias.
 */
export class Draw {
  readonly #key: number;
  readonly #epoch: number;
  readonly #count: number;

  constructor(key: number, epoch: number, count: number) {
    this.#key = key;
    this.#epoch = epoch;
    this.#count = count;
  }

  /** An integer from 0 to `limit - 1`; `limit` is an integer from 1 to 2^53 - 1. */
  below(limit: number): number {
    if (!Number.isSafeInteger(limit) || limit < 1)
      violated(`draw.below(${limit}): the limit must be a positive integer`);
    if (limit <= WORD) {
      // Words beyond the last whole multiple of `limit` would favour small results: the next word decides instead.
      const fair = WORD - (WORD % limit);
      for (let attempt = 0; ; attempt += 1) {
        const word = this.#word(attempt);
        if (word < fair) return word % limit;
      }
    }
    const fair = TWO_WORDS - (TWO_WORDS % limit);
    for (let attempt = 0; ; attempt += 2) {
      const words = (this.#word(attempt + 1) >>> 11) * WORD + this.#word(attempt);
      if (words < fair) return words % limit;
    }
  }

  /** An integer from `lowest` to `highest`, both included. */
  between(lowest: number, highest: number): number {
    if (!Number.isSafeInteger(lowest) || !Number.isSafeInteger(highest) || highest < lowest) {
      violated(`draw.between(${lowest}, ${highest}): both must be integers, the second not below the first`);
    }
    return lowest + this.below(highest - lowest + 1);
  }

  /** True in `chance.numerator` of `chance.denominator` cases. */
  happens(chance: Ratio): boolean {
    return this.below(chance.denominator) < chance.numerator;
  }

  #word(attempt: number): number {
    return hashWords(this.#epoch, this.#count, attempt, this.#key);
  }
}

interface Purpose {
  readonly hash: number;
  readonly timesDrawn: Map<string, number>;
}

/**
 * Luck without a sequence: a draw depends on its own key and on how often that very key was drawn before, so a draw that
 * is added, removed or moved leaves every other one as it was.
 *
 * The hash of a draw: the key is `hashText` of host, component, purpose and subject in turn, each seeded with the hash
 * before it, the first with the seed of the world. Word `a` of the draw is `hashWords(epoch, count, a)` seeded with the
 * key, where `count` is 0 for the first draw of a key. `below` reads word 0, and further ones only to stay without bias
 * or for limits above 2^32.
 */
export class KeyedRandom {
  readonly #seed: number;
  #epoch = 0;
  readonly #purposes = new TripleMap<Purpose>();

  /** @param seed - Unsigned 32 bits. */
  constructor(seed: number) {
    invariant(isUnsigned32(seed), `seed ${seed}: must be an integer from 0 to 4294967295`);
    this.#seed = seed;
  }

  draw(host: string, component: string, purpose: string, subject: string): Draw {
    let entry = this.#purposes.get(host, component, purpose);
    if (entry === undefined) {
      const hash = hashText(purpose, hashText(component, hashText(host, this.#seed)));
      this.#purposes.set(host, component, purpose, (entry = { hash, timesDrawn: new Map() }));
    }
    const count = entry.timesDrawn.get(subject) ?? 0;
    entry.timesDrawn.set(subject, count + 1);
    return new Draw(hashText(subject, entry.hash), this.#epoch, count);
  }

  /** Draws from now on come from another epoch (0 at the start); the counts of the keys go on. */
  reseed(epoch: number): void {
    invariant(isUnsigned32(epoch), `epoch ${epoch}: must be an integer from 0 to 4294967295`);
    this.#epoch = epoch;
  }
}

export function isUnsigned32(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < WORD;
}
