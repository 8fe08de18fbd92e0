import { runArm, scenarioById } from '@scanclash/scenarios';
import { ArmCounter } from './arm-counter.ts';
import type { ArmsToShare, PlayedArms } from './arm-threads.ts';
import { playOne } from './play-one.ts';

/** Plays arms in a thread of its own until none is left: same inputs, same bytes as anywhere. */
export function play({ arms, counter: shared }: ArmsToShare): PlayedArms {
  const counter = new ArmCounter(arms.length, shared);
  return arms.flatMap(() => {
    const number = counter.takeLast();
    const arm = number === undefined ? undefined : arms[number];
    if (number === undefined || arm === undefined) return [];
    const played = playOne({ scenarioById, runArm }, arm);
    counter.played();
    return [[number, played] as const];
  });
}
