import { MemfsByteStore } from '@scanclash/simulator/memfs';
import { expect, test } from 'vitest';
import { builtInScenarios, runArm, SCENARIO_IDS, scenarioOutline } from '../src/index.ts';

const SEED = 1;

test('the catalogue carries every row of KB1258 in at least twenty scenarios', () => {
  expect(SCENARIO_IDS.length).toBeGreaterThanOrEqual(20);
  const sources = builtInScenarios().map(({ file }) => file.source);
  for (const row of ['KB1258#1', 'KB1258#2', 'KB1258#3', 'KB1258#4', 'KB1258#5', 'KB1258#6']) {
    expect(
      sources.some((source) => source.includes(row)),
      row,
    ).toBe(true);
  }
});

test('the catalogue carries every row of MSXFAQ in at least twenty-six scenarios', () => {
  const sources = builtInScenarios().flatMap(({ file: { source } }) => (source.includes('MSXFAQ') ? [source] : []));
  expect(sources.length).toBeGreaterThanOrEqual(26);
  // Rows 3 to 5 stand below one heading.
  for (const row of ['#1', '#2', ', VShield 8.0 und SMTP', '#6', '#7', '#8', '#9', '#10']) {
    expect(
      sources.some((source) => new RegExp(`MSXFAQ${row}(?!\\d)`).test(source)),
      row,
    ).toBe(true);
  }
});

const arms = builtInScenarios().flatMap((scenario) =>
  scenario.arms.map((arm) => [scenario.id, arm.id, scenario, arm] as const),
);

test('a scenario that was not read yet is known by the same world and arms', () => {
  const outlines = builtInScenarios().map(({ id }) => scenarioOutline(id));
  const read = builtInScenarios().map(({ id, world, arms: all }) => ({
    id,
    world,
    arms: all.map((arm) => ({ id: arm.id, kind: arm.kind })),
  }));
  expect(outlines).toEqual(read);
});

test.each(arms)('%s, arm %s comes out as expected', (_id, _arm, scenario, arm) => {
  const run = runArm(scenario, arm, { seed: SEED, store: () => new MemfsByteStore() });
  expect(run.problems).toEqual([]);
  expect(run.outcome).toBe('as-expected');
});
