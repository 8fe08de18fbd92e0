import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue, type QueueTicket, slotOf } from './event-queue.ts';
import { InvariantViolated } from './invariant.ts';
import { mix32 } from './murmur-hash.ts';

type Command =
  | { readonly kind: 'push'; readonly at: number }
  | { readonly kind: 'pop' }
  | { readonly kind: 'cancel'; readonly which: number };

const ties = fc.option(fc.integer({ min: 0, max: 0xffffffff }), { nil: undefined });

/** Few instants, so that many entries share one; more pushes than pops, so that the heap gets deep. */
const commands = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('push' as const), at: fc.nat(12) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('push' as const), at: fc.double({ noNaN: true }) }) },
    { weight: 4, arbitrary: fc.constant({ kind: 'pop' as const }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }) },
  ),
  { maxLength: 400, size: 'max' },
);

/** A queue of numbered entries, and the same as a sorted array. */
class Pair {
  readonly queue: EventQueue;
  readonly entryInSlot: number[] = [];
  readonly tickets: QueueTicket[] = [];
  readonly #tie: (entry: number) => number;
  waiting: { entry: number; at: number }[] = [];

  constructor(shuffleTies?: number) {
    // The sequence of an entry counts from 1.
    this.#tie = shuffleTies === undefined ? (entry) => entry : (entry) => mix32((entry + 1) ^ shuffleTies);
    this.queue = new EventQueue(shuffleTies === undefined ? { capacity: 1 } : { capacity: 1, shuffleTies });
  }

  push(at: number): void {
    const ticket = this.queue.push(at);
    const entry = this.tickets.push(ticket) - 1;
    this.entryInSlot[slotOf(ticket)] = entry;
    this.waiting.push({ entry, at });
    this.waiting.sort((left, right) => left.at - right.at || this.#tie(left.entry) - this.#tie(right.entry));
  }

  pop(): { entry: number; at: number } | undefined {
    const at = this.queue.nextAt();
    const slot = this.queue.pop();
    return slot === -1 ? undefined : { entry: this.entryInSlot.at(slot)!, at };
  }

  /** [what the queue says, what the model says]. */
  cancel(entry: number): [boolean, boolean] {
    const left = this.waiting.filter((waiting) => waiting.entry !== entry);
    const expected = left.length < this.waiting.length;
    this.waiting = left;
    return [this.queue.cancel(this.tickets.at(entry)!), expected];
  }
}

test('a queue pops what a sorted array would, in FIFO or shuffled order at equal instants, whatever is cancelled', () => {
  fc.assert(
    fc.property(commands, ties, (list: readonly Command[], shuffleTies) => {
      const pair = new Pair(shuffleTies);
      for (const command of list) {
        if (command.kind === 'push') pair.push(command.at);
        else if (command.kind === 'pop') {
          const popped = pair.pop();
          const expected = pair.waiting.shift();
          expect(popped?.entry).toBe(expected?.entry);
          // The model tells -0 from 0, a clock does not.
          if (expected !== undefined) expect(popped!.at === expected.at).toBe(true);
        } else if (pair.tickets.length > 0) {
          const [told, expected] = pair.cancel(command.which % pair.tickets.length);
          expect(told).toBe(expected);
        }
        expect(pair.queue.size).toBe(pair.waiting.length);
      }
      while (pair.waiting.length > 0) expect(pair.pop()?.entry).toBe(pair.waiting.shift()!.entry);
      expect(pair.queue.nextAt()).toBe(Number.POSITIVE_INFINITY);
      expect(pair.queue.pop()).toBe(-1);
    }),
    { numRuns: 100 },
  );
});

test('what is left after most entries were cancelled still comes in order', () => {
  const entries = fc.array(fc.record({ at: fc.nat(20), kept: fc.nat(3).map((chance) => chance === 0) }), {
    minLength: 100,
    maxLength: 300,
  });
  fc.assert(
    fc.property(entries, fc.nat(50), ties, (list, popped, shuffleTies) => {
      const pair = new Pair(shuffleTies);
      for (const { at } of list) pair.push(at);
      for (let count = 0; count < popped; count += 1) expect(pair.pop()?.entry).toBe(pair.waiting.shift()!.entry);
      for (const [entry, { kept }] of list.entries()) if (!kept) pair.cancel(entry);
      expect(pair.queue.size).toBe(pair.waiting.length);
      while (pair.waiting.length > 0) expect(pair.pop()?.entry).toBe(pair.waiting.shift()!.entry);
    }),
    { numRuns: 50 },
  );
});

test('shuffled ties are a permutation within each instant, and of nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { maxLength: 200 }), fc.nat(), (instants, shuffleTies) => {
      const order = (pair: Pair) => {
        for (const at of instants) pair.push(at);
        return instants.map(() => pair.pop()!);
      };
      const shuffled = order(new Pair(shuffleTies));
      const fifo = order(new Pair());
      expect(shuffled.map(({ at }) => at)).toEqual(fifo.map(({ at }) => at));
      const byEntry = (left: { at: number; entry: number }, right: { at: number; entry: number }) =>
        left.at - right.at || left.entry - right.entry;
      expect(shuffled.toSorted(byEntry)).toEqual(fifo);
      expect(order(new Pair(shuffleTies))).toEqual(shuffled);
    }),
  );
});

test('another shuffle gives another order of the same hundred entries', () => {
  const order = (shuffleTies: number) => {
    const pair = new Pair(shuffleTies);
    for (let entry = 0; entry < 100; entry += 1) pair.push(7);
    return Array.from({ length: 100 }, () => pair.pop()!.entry);
  };
  expect(order(1)).not.toEqual(order(2));
  expect(order(1)).not.toEqual(Array.from({ length: 100 }, (_, entry) => entry));
});

test('a million cancelled time-outs do not stay in memory', () => {
  const queue = new EventQueue();
  const highestSlot = { value: 0 };
  queue.push(0);
  for (let count = 0; count < 1_000_000; count += 1) {
    const ticket = queue.push(1e12 + count);
    highestSlot.value = Math.max(highestSlot.value, slotOf(ticket));
    queue.cancel(ticket);
  }
  expect(queue.size).toBe(1);
  expect(highestSlot.value).toBeLessThan(200);
});

test('a ticket of an entry that was popped cancels nothing, even after its slot was taken again', () => {
  const queue = new EventQueue();
  const first = queue.push(1);
  queue.pop();
  const second = queue.push(2);
  expect(slotOf(second)).toBe(slotOf(first));
  expect(queue.cancel(first)).toBe(false);
  expect(queue.nextAt()).toBe(2);
  expect(queue.cancel(0)).toBe(false);
});

test('an event queue without room for one entry is refused', () => {
  expect(() => new EventQueue({ capacity: 0 })).toThrow(InvariantViolated);
});
