import { didYouMean, ScanclashError } from '@scanclash/core';
import { SCENARIO_SOURCES } from './catalogue.generated.ts';
import { loadScenario } from './load-scenario.ts';
import type { Scenario } from './scenario.ts';

const loaded = new Map<string, Scenario>();

export const SCENARIO_IDS: readonly string[] = SCENARIO_SOURCES.map(({ id }) => id);

/** A built-in scenario by its id. @throws SC-USE-001 with the nearest id. */
export function scenarioById(id: string): Scenario {
  const source = SCENARIO_SOURCES.find((one) => one.id === id);
  if (source === undefined) {
    throw new ScanclashError('SC-USE-001', `there is no scenario "${id}"`, { hint: didYouMean(id, SCENARIO_IDS) });
  }
  let scenario = loaded.get(id);
  if (scenario === undefined) {
    scenario = loadScenario(source);
    loaded.set(id, scenario);
  }
  return scenario;
}

export const builtInScenarios = (): readonly Scenario[] => SCENARIO_IDS.map(scenarioById);
