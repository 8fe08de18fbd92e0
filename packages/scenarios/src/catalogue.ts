import { didYouMean, ScanclashError, type SourceText } from '@scanclash/core';
import { SCENARIO_SOURCES } from './catalogue.generated.ts';
import { kindOf, loadScenario } from './load-scenario.ts';
import type { Arm, Scenario } from './scenario.ts';
import { WORLDS, type WorldDefinition } from './worlds/index.ts';

const loaded = new Map<string, Scenario>();

export const SCENARIO_IDS: readonly string[] = SCENARIO_SOURCES.map(({ id }) => id);

/** What a scenario is known by before it is read: enough to choose what is to be played. */
export interface ScenarioOutline {
  readonly id: string;
  readonly world: WorldDefinition;
  readonly arms: readonly Pick<Arm, 'id' | 'kind'>[];
}

/** A built-in scenario by its id, unread. @throws SC-USE-001 with the nearest id. */
export function scenarioOutline(id: string): ScenarioOutline {
  const { world, arms = {} } = sourceById(id).value as { readonly world: string; readonly arms?: object };
  return {
    id,
    world: WORLDS.find((one) => one.id === world) as WorldDefinition,
    arms: [{ id: 'broken', kind: 'broken' }, ...Object.keys(arms).map((arm) => ({ id: arm, kind: kindOf(arm) }))],
  };
}

/** A built-in scenario by its id. @throws SC-USE-001 with the nearest id. */
export function scenarioById(id: string): Scenario {
  let scenario = loaded.get(id);
  if (scenario === undefined) loaded.set(id, (scenario = loadScenario(sourceById(id))));
  return scenario;
}

function sourceById(id: string): SourceText {
  const source = SCENARIO_SOURCES.find((one) => one.id === id);
  if (source !== undefined) return source;
  throw new ScanclashError('SC-USE-001', `there is no scenario "${id}"`, { hint: didYouMean(id, SCENARIO_IDS) });
}

export const builtInScenarios = (): readonly Scenario[] => SCENARIO_IDS.map(scenarioById);
