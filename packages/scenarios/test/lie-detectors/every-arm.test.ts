import { expect, test } from 'vitest';
import { type Arm, builtInScenarios, type Cause, type Scenario } from '../../src/index.ts';
import { TraceVocabulary } from '../../src/lie-detectors/trace-vocabulary.ts';
import { stageArm } from '../../src/play-arm.ts';
import { firstComeFirstServed, undeclaredDetail } from '../fixtures/liars.ts';
import { brokenArm, brokenRun, run, SEED } from './broken-run.ts';

const vocabulary = new TraceVocabulary();
const arms = builtInScenarios().flatMap((scenario) =>
  scenario.arms.map((arm) => [scenario.id, arm.id, scenario, arm] as const),
);
const played = new Map<Arm, { readonly seen: readonly boolean[]; readonly reached: boolean }>();

/** An arm with the order of equal instants shuffled; once for all tests here. */
function shuffled(scenario: Scenario, arm: Arm) {
  let result = played.get(arm);
  if (result !== undefined) return result;
  const { built, until, observe } = stageArm(scenario, arm, { seed: SEED, shuffleTies: 1 });
  vocabulary.watch(built.world.trace);
  built.world.runUntil(until);
  const { symptoms, reaches } = observe();
  result = { seen: symptoms.map(({ seen }) => seen), reached: reaches.seen };
  played.set(arm, result);
  return result;
}

/** A broken arm from which all causes of a set are taken but one, where there are several: what is left shows. */
function playKeeping(kept: Cause, scenario: Scenario): void {
  const set = scenario.causedBy.find((causes) => causes.includes(kept)) ?? [];
  const others = set.filter((cause) => cause !== kept && cause.kind === 'behaviour');
  if (others.length === 0) return;
  const behaviours = Object.fromEntries(others.map((cause) => [cause.kind === 'behaviour' ? cause.id : '', false]));
  const staged = stageArm(scenario, brokenArm(scenario), { seed: SEED, behaviours });
  vocabulary.watch(staged.built.world.trace);
  staged.built.world.runUntil(staged.until);
}

test.each(arms)('%s, arm %s: who comes first at one instant changes no verdict', (_scenario, _arm, scenario, arm) => {
  const { seen, reached } = shuffled(scenario, arm);
  expect(reached).toBe(true);
  if (arm.kind === 'wrong-fix') expect(seen).toContain(true);
  else expect(seen).toEqual(scenario.symptoms.map(() => arm.kind === 'broken'));
});

test.each(builtInScenarios().map((scenario) => [scenario.id, scenario] as const))(
  '%s, broken: other orders at one instant change no verdict either',
  (_, scenario) => {
    const { seen } = brokenRun(scenario);
    for (const shuffleTies of [2, 3]) expect(run(scenario, brokenArm(scenario), { shuffleTies }).seen).toEqual(seen);
  },
);

test('every detail of every event is declared, with its type, and every declared one occurs', () => {
  for (const [, , scenario, arm] of arms) shuffled(scenario, arm);
  for (const scenario of builtInScenarios()) for (const kept of scenario.causedBy.flat()) playKeeping(kept, scenario);
  expect.soft(vocabulary.problems).toEqual([]);
  expect(vocabulary.unused).toEqual([]);
}, 120_000);

test('a product that serves whoever comes first is found out', () => {
  const orders = [1, 2, 3, 4, 5, 6, 7, 8];
  const verdicts = orders.map(
    (shuffleTies) => run(firstComeFirstServed, brokenArm(firstComeFirstServed), { shuffleTies }).seen,
  );
  expect(verdicts).toContainEqual([true]);
  expect(verdicts).toContainEqual([false]);
});

test('a product that tells of things under names that nobody declared is found out', () => {
  const heard = new TraceVocabulary();
  const { built, until } = stageArm(undeclaredDetail, brokenArm(undeclaredDetail), { seed: SEED });
  heard.watch(built.world.trace);
  built.world.runUntil(until);
  expect(heard.problems).toEqual(['liar.said: port is string', 'liar.said: volume is integer']);
  expect(heard.unused).toContain('registered');
});
