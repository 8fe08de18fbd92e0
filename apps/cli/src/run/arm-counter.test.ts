import { expect, test } from 'vitest';
import { ArmCounter } from './arm-counter.ts';

test('threads that take from both ends share all arms, and none is taken twice', () => {
  const ours = new ArmCounter(5);
  const theirs = new ArmCounter(5, ours.shared);
  const taken = [ours.takeFirst(), theirs.takeLast(), theirs.takeLast(), ours.takeFirst(), theirs.takeLast()];
  expect(taken).toEqual([0, 4, 3, 1, 2]);
  expect([ours.takeFirst(), theirs.takeLast(), ours.takeFirst()]).toEqual([undefined, undefined, undefined]);
});

test('after a stop nobody gets another arm, and what was played still counts', () => {
  const counter = new ArmCounter(5);
  const other = new ArmCounter(5, counter.shared);
  counter.takeFirst();
  counter.played();
  other.stop();
  expect([counter.takeFirst(), other.takeLast()]).toEqual([undefined, undefined]);
  expect(other.done).toBe(1);
});
