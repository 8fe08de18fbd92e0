import { expect, test } from 'vitest';
import { builtInScenarios, playArm, type Scenario } from '../../src/index.ts';
import { seamsCrossed } from '../../src/lie-detectors/seam-crossing.ts';
import { onTimer, scripted } from '../fixtures/liars.ts';
import { brokenArm, SEED } from './broken-run.ts';

/**
 * The symptoms of the broken arm that the trace answers, each with the seams that its chain of causes crosses. Queue
 * lengths and log lines have no witness: a product can write those as it likes.
 */
function witnessedSymptoms(scenario: Scenario): { readonly symptom: string; readonly seams: readonly string[] }[] {
  const { built, symptoms } = playArm(scenario, brokenArm(scenario), { seed: SEED, storeTrace: true });
  return symptoms.flatMap(({ text, witness }) => {
    if (witness === undefined) return [];
    return [{ symptom: text, seams: seamsCrossed(built.world.trace, witness).map(({ component }) => component) }];
  });
}

test.each(builtInScenarios().map((scenario) => [scenario.id, scenario] as const))(
  '%s: every symptom in the trace has come about through the kernel',
  (_, scenario) => {
    const witnessed = witnessedSymptoms(scenario);
    expect(witnessed.length, 'no symptom asks the trace').toBeGreaterThan(0);
    expect(witnessed.filter(({ seams }) => seams.length === 0)).toEqual([]);
  },
);

test('a symptom that comes by the clock is found out, in whatever words it is told', () => {
  expect(witnessedSymptoms(onTimer)).toEqual([{ symptom: "trace.exists(e, e.kind == 'modus.postponed')", seams: [] }]);
});

test('a symptom that the timeline writes is found out', () => {
  expect(witnessedSymptoms(scripted)).toEqual([
    { symptom: "trace.exists(e, e.kind == 'liar.mail-stopped')", seams: [] },
  ]);
});
