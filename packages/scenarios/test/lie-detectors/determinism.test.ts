import { MemfsByteStore } from '@scanclash/simulator/memfs';
import { expect, test } from 'vitest';
import { builtInScenarios, type Scenario } from '../../src/index.ts';
import { remembersRuns } from '../fixtures/liars.ts';
import { brokenArm, brokenRun, run } from './broken-run.ts';

const scenarios = builtInScenarios().map((scenario) => [scenario.id, scenario] as const);

const playedAgain = (scenario: Scenario) => run(scenario, brokenArm(scenario)).hash;

test.each(scenarios)('%s: the same inputs give the same trace', (_, scenario) => {
  expect(playedAgain(scenario)).toBe(brokenRun(scenario).hash);
});

test.each(scenarios)('%s: the trace does not depend on where the bytes of volumes lie', (_, scenario) => {
  expect(run(scenario, brokenArm(scenario), { store: () => new MemfsByteStore() }).hash).toBe(brokenRun(scenario).hash);
});

test('a product that remembers earlier runs is found out', () => {
  expect(playedAgain(remembersRuns)).not.toBe(brokenRun(remembersRuns).hash);
});
