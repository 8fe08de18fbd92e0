import type { Page } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { builtInScenarios, SCENARIO_IDS, scenarioById, WORLDS } from '@scanclash/scenarios';
import { behaviourPage } from './pages/behaviour-page.ts';
import { scenarioPage, worldPage } from './pages/scenario-page.ts';
import { simulationPages } from './pages/stimulus-page.ts';

/** Pages of what the simulator knows. */
export function findSimulationPages(id: string): Page[] {
  const behaviour = PRODUCTS.flatMap((product) => product.behaviours).find((one) => one.id === id);
  const world = WORLDS.find((one) => one.id === id);
  const scenarios = world === undefined ? [] : builtInScenarios().filter((one) => one.world.id === world.id);
  return [
    ...(SCENARIO_IDS.includes(id) ? [scenarioPage(scenarioById(id))] : []),
    ...(behaviour === undefined ? [] : [behaviourPage(behaviour)]),
    ...(world === undefined
      ? []
      : [
          worldPage(
            world,
            scenarios.map((one) => one.id),
          ),
        ]),
    ...simulationPages(id),
  ];
}
