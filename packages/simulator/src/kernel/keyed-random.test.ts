import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyedRandom, ratio } from './keyed-random.ts';
import { hashText, hashWords } from './murmur-hash.ts';

type Key = readonly [host: string, component: string, purpose: string, subject: string];

const scanTime: Key = ['MAIL01', 'virusscan/on-access', 'scan time', 'D:\\Spool\\Invirus\\A000000001.MSG'];
const keys = fc.array(
  fc.tuple(
    fc.constantFrom('MAIL01', 'MAIL02'),
    fc.constantFrom('tcp', 'volume'),
    fc.constantFrom('latency', 'loss'),
    fc.constantFrom('a', 'b', 'ab', ''),
  ),
  { maxLength: 40 },
);

test('golden draws: the same seed has the same luck in every version of scanclash', () => {
  const random = new KeyedRandom(42);
  const values = [1, 2, 3].map(() => random.draw(...scanTime).below(1_000_000));
  expect(values).toEqual(GOLDEN.belowMillion);
  expect(random.draw('MAIL01', 'tcp', 'latency', '198.51.100.25:25').between(200, 400)).toBe(GOLDEN.between);
  expect(random.draw('MAIL01', 'tcp', 'boot', 'λ 😀').below(2 ** 53 - 1)).toBe(GOLDEN.wide);
  random.reseed(1);
  expect(random.draw(...scanTime).below(1_000_000)).toBe(GOLDEN.epochOne);
});

test('a draw is the documented hash of seed, host, component, purpose, subject, epoch and count', () => {
  const random = new KeyedRandom(0xdecafbad);
  random.draw(...scanTime);
  random.reseed(9);
  const [host, component, purpose, subject] = scanTime;
  const key = hashText(subject, hashText(purpose, hashText(component, hashText(host, 0xdecafbad))));
  expect(random.draw(...scanTime).below(2 ** 32)).toBe(hashWords(9, 1, 0, key));
});

test('draws of other keys, before or between, change no draw', () => {
  fc.assert(
    fc.property(fc.nat(), keys, keys, (seed, asked, added) => {
      const alone = new KeyedRandom(seed);
      const values = asked.map((key) => alone.draw(...key).below(1_000_000));
      const among = new KeyedRandom(seed);
      const others = added.map(
        ([host, component, purpose, subject]) => [host, component, `${purpose} too`, subject] as const,
      );
      for (const key of others) among.draw(...key);
      const again = asked.map((key, index) => {
        const other = others.at(index);
        if (other !== undefined) among.draw(...other);
        return among.draw(...key).below(1_000_000);
      });
      expect(again).toEqual(values);
    }),
  );
});

test('a key does not run into the next: host a, component bc is not host ab, component c', () => {
  const keys: readonly Key[] = [
    ['a', 'bc', 'p', 's'],
    ['ab', 'c', 'p', 's'],
    ['a', 'b', 'cp', 's'],
    ['a', 'bc', 'ps', ''],
  ];
  const values = keys.map((key) => new KeyedRandom(1).draw(...key).below(2 ** 32));
  expect(new Set(values).size).toBe(4);
});

test('the luck of a key goes on when its epoch changes, and comes back with the epoch', () => {
  const draws = (epochs: readonly number[]) => {
    const random = new KeyedRandom(5);
    return epochs.map((epoch) => {
      random.reseed(epoch);
      return random.draw(...scanTime).below(2 ** 32);
    });
  };
  const [first, second, third] = draws([0, 0, 0]);
  const [before, other, after] = draws([0, 1, 0]);
  expect([before, after]).toEqual([first, third]);
  expect(other).not.toBe(second);
});

test('the same draw answers the same question alike', () => {
  const draw = new KeyedRandom(3).draw(...scanTime);
  expect(draw.below(1000)).toBe(draw.below(1000));
});

test('draws stay inside what was asked for', () => {
  const random = new KeyedRandom(11);
  const whole = fc.maxSafeNat();
  fc.assert(
    fc.property(whole, whole, fc.string(), (one, other, subject) => {
      const [lowest, highest] = one < other ? [one, other] : [other, one];
      fc.pre(highest - lowest < Number.MAX_SAFE_INTEGER);
      const value = random.draw('h', 'c', 'p', subject).between(lowest, highest);
      expect(Number.isSafeInteger(value) && value >= lowest && value <= highest).toBe(true);
    }),
  );
});

test('what is certain happens, what is impossible does not', () => {
  const random = new KeyedRandom(13);
  for (let count = 0; count < 200; count += 1) {
    expect(random.draw(...scanTime).happens(ratio(7, 7))).toBe(true);
    expect(random.draw(...scanTime).happens(ratio(0, 7))).toBe(false);
  }
});

// 100 cells and 100,000 draws: chi square has mean 99 and deviation 14.1; six deviations are far beyond bad luck.
test.for([
  ['successive draws of one key', () => scanTime],
  ['one draw of each of many subjects', (index: number): Key => ['MAIL01', 'tcp', 'latency', `10.0.0.${index}:25`]],
] as const)('%s are spread evenly', ([, keyOf]) => {
  // Three quarters of a power of two: where a mere remainder would favour the lower third.
  for (const limit of [100, 3 * 2 ** 30, 3 * 2 ** 51]) {
    const random = new KeyedRandom(77);
    const cells = new Map<number, number>();
    for (let index = 0; index < 100_000; index += 1) {
      const value = random.draw(...keyOf(index)).below(limit);
      const cell = Math.floor(value / (limit / 100));
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
    }
    expect(cells.size).toBe(100);
    const chiSquare = [...cells.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeGreaterThan(99 - 6 * 14.1);
    expect(chiSquare).toBeLessThan(99 + 6 * 14.1);
  }
});

test.for([
  ['a limit of nothing', () => new KeyedRandom(1).draw(...scanTime).below(0)],
  ['a broken limit', () => new KeyedRandom(1).draw(...scanTime).below(2.5)],
  ['bounds in the wrong order', () => new KeyedRandom(1).draw(...scanTime).between(5, 4)],
  ['a chance above one', () => ratio(3, 2)],
  ['a chance of halves', () => ratio(0.5, 1)],
  ['a chance without a denominator', () => ratio(0, 0)],
  ['a seed of 33 bits', () => new KeyedRandom(2 ** 32)],
  ['a negative epoch', () => new KeyedRandom(1).reseed(-1)],
] as const)('%s is a bug', ([, act]) => {
  expect(act).toThrow(/must|lies/);
});

// Computed once, by another implementation in another language: a change here is a change of every trace.
const GOLDEN = {
  belowMillion: [473_953, 719_476, 864_011],
  between: 370,
  wide: 3_648_184_612_280_552,
  epochOne: 77_411,
};
