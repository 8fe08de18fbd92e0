import type { SourceText } from '@scanclash/core';
import { expect, test } from 'vitest';
import { SCENARIO_SOURCES } from '../../src/catalogue.generated.ts';
import {
  type Arm,
  type ArmRun,
  builtInScenarios,
  loadScenario,
  overriddenSettings,
  runArm,
  type Scenario,
} from '../../src/index.ts';
import { stageArm } from '../../src/play-arm.ts';
import { remembersRuns } from '../fixtures/liars.ts';
import { brokenArm, brokenRun, SEED } from './broken-run.ts';

const scenarios = builtInScenarios().map((scenario) => [scenario.id, scenario] as const);

/** The hash of a run that was stopped at a checkpoint, and looked at there, and went on. */
function playedInPieces(scenario: Scenario, steps: number): { readonly atCheckpoint: string; readonly atEnd: string } {
  const { built, until, observe } = stageArm(scenario, brokenArm(scenario), { seed: SEED });
  expect(built.world.runSteps(steps)).toBe(steps);
  const atCheckpoint = built.world.trace.hash();
  observe();
  built.world.runUntil(until);
  return { atCheckpoint, atEnd: built.world.trace.hash() };
}

test.each(scenarios)('%s: a run that stops at a checkpoint and goes on is the same run', (_, scenario) => {
  const { hash, steps } = brokenRun(scenario);
  const third = Math.floor(steps / 3);
  const first = playedInPieces(scenario, third);
  expect(first.atEnd).toBe(hash);
  expect(first.atCheckpoint).not.toBe(hash);
  expect(playedInPieces(scenario, third).atCheckpoint).toBe(first.atCheckpoint);
});

/** What the replay line of a run names. */
interface ReplayInputs {
  readonly scenario: string;
  readonly arm: string;
  readonly seed: number;
  readonly set: readonly { readonly name: string; readonly value: string }[];
}

/** Plays a run from nothing but what its replay line names: its scenario is read afresh. */
function replayed({ scenario: id, arm: armId, seed, set }: ReplayInputs): ArmRun {
  const source = SCENARIO_SOURCES.find((one) => one.id === id) as SourceText;
  const scenario = loadScenario(source);
  const arm = scenario.arms.find((one) => one.id === armId) as Arm;
  return runArm(scenario, arm, { seed, settings: overriddenSettings(scenario.world, arm.settings, set) });
}

test.each([1, 77, 4_294_967_295])('a run that fails with seed %i fails alike when it is replayed', (seed) => {
  const set = [{ name: 'virusscan.onAccess.startWithSystem', value: 'false' }];
  for (const [id, scenario] of scenarios.filter(([name]) => name.startsWith('mail-flow/port25'))) {
    const inputs = { scenario: id, arm: 'broken', seed, set };
    const settings = overriddenSettings(scenario.world, brokenArm(scenario).settings, set);
    const failed = runArm(scenario, brokenArm(scenario), { seed, settings });
    expect(failed.outcome).toBe('unexpected');
    expect(replayed(inputs)).toEqual(failed);
  }
});

test('a product that remembers earlier runs is found out at the checkpoint after its lie', () => {
  const { steps } = brokenRun(remembersRuns);
  const [first, second] = [steps, steps].map((all) => playedInPieces(remembersRuns, all).atCheckpoint);
  expect(first).not.toBe(second);
});
