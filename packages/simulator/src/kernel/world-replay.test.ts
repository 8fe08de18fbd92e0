import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toyPost } from './test/toy-post.ts';

const HOUR = 3_600_000_000;

test('the same inputs and seed give the same trace, another seed another one', () => {
  const hashOf = (seed: number) => {
    const { world, outcome } = toyPost({ seed });
    world.runUntil(HOUR);
    expect(outcome.delivered + outcome.lost).toBe(1000);
    return world.trace.hash();
  };
  expect(hashOf(1)).toBe(hashOf(1));
  expect(hashOf(1)).not.toBe(hashOf(2));
});

test('storing the trace, watching it and asking for its hash change nothing in it', () => {
  const plain = toyPost().world;
  plain.runUntil(HOUR);
  const watched = toyPost({ storeTrace: true }).world;
  watched.trace.watch('*', () => watched.trace.hash());
  watched.runUntil(HOUR);
  expect(watched.trace.hash()).toBe(plain.trace.hash());
  expect([...watched.trace.lines()].length).toBe(plain.trace.count);
});

test('a run that is re-entered by replay after any number of steps goes on as if it had never stopped', () => {
  const whole = toyPost({ senders: 20 }).world;
  whole.runUntil(HOUR);
  fc.assert(
    fc.property(fc.nat(whole.steps + 5), (steps) => {
      const replayed = toyPost({ senders: 20 }).world;
      expect(replayed.runSteps(steps)).toBe(Math.min(steps, whole.steps));
      expect(replayed.steps).toBe(Math.min(steps, whole.steps));
      replayed.runUntil(HOUR);
      expect(replayed.trace.hash()).toBe(whole.trace.hash());
      expect([replayed.now, replayed.steps]).toEqual([whole.now, whole.steps]);
    }),
    { numRuns: 30 },
  );
});

test('another epoch leaves the past as it was and changes the future', () => {
  const whole = toyPost({ senders: 20, storeTrace: true }).world;
  whole.runUntil(HOUR);
  const lines = [...whole.trace.lines()];
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: Math.floor(whole.steps / 2) }),
      fc.integer({ min: 1, max: 1000 }),
      (steps, epoch) => {
        const other = toyPost({ senders: 20, storeTrace: true }).world;
        other.runSteps(steps);
        const past = other.trace.count;
        other.reseed(epoch);
        other.runUntil(HOUR);
        const future = [...other.trace.lines()];
        expect(future.slice(0, past)).toEqual(lines.slice(0, past));
        expect(future.slice(past)).not.toEqual(lines.slice(past));
      },
    ),
    { numRuns: 30 },
  );
});

test('the order at equal instants changes no verdict, and each event keeps its identity, time and causes', () => {
  const fifo = toyPost({ storeTrace: true });
  fifo.world.runUntil(HOUR);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (shuffleTies) => {
      const shuffled = toyPost({ storeTrace: true, shuffleTies });
      shuffled.world.runUntil(HOUR);
      expect(shuffled.outcome).toEqual(fifo.outcome);
      expect([...shuffled.world.trace.lines()].sort()).toEqual([...fifo.world.trace.lines()].sort());
      expect(shuffled.world.trace.hash()).not.toBe(fifo.world.trace.hash());
    }),
    { numRuns: 10 },
  );
});

test('shuffling ties tells a verdict that hangs on the order at one instant', () => {
  // Some letters arrive at the very instant at which they become late.
  const late = (shuffleTies: number) => {
    const { world, outcome } = toyPost({ shuffleTies, patience: 30_000 });
    world.runUntil(HOUR);
    return outcome.late;
  };
  expect(new Set([1, 2, 3, 4].map(late)).size).toBeGreaterThan(1);
});

test('a trace is cut nowhere by where its pages end', () => {
  const { world } = toyPost({ storeTrace: true });
  let seen = 0;
  world.trace.watch('*', (event) => {
    seen += 1;
    if (seen % 97 === 0) expect(world.trace.last(1)).toEqual([event]);
  });
  world.runUntil(HOUR);
  expect(seen).toBe(world.trace.count);
  expect(world.trace.last(600).map(({ id }) => id)).toEqual(
    [...world.trace.lines()].slice(-600).map((line) => (JSON.parse(line) as { id: string }).id),
  );
});

test('every delivered letter follows from its posting', () => {
  const { world } = toyPost({ senders: 30, storeTrace: true });
  const delivered: string[] = [];
  world.trace.watch('letter.delivered', ({ id }) => delivered.push(id));
  world.runUntil(HOUR);
  expect(delivered.length).toBeGreaterThan(100);
  for (const id of delivered) {
    const kinds = world.trace.ancestorsOf(id).map(({ kind }) => kind);
    expect(kinds[0]).toBe('letter.posted');
    const number = Number(/letter (\d+)/.exec(id)![1]);
    expect(kinds.length).toBe(number);
  }
});
