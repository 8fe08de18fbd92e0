import { playArm, scenarioById } from '@scanclash/scenarios';
import type { SimulatedHost } from '@scanclash/simulator';

/** The hosts of a scenario that was played to its end, by name. */
export function playedWorld(id: string, armId = 'broken'): ReadonlyMap<string, SimulatedHost> {
  const scenario = scenarioById(id);
  const arm = scenario.arms.find((one) => one.id === armId);
  if (arm === undefined) throw new Error(`${id} has no arm ${armId}`);
  return playArm(scenario, arm, { seed: 1 }).built.hosts;
}

export function playedHost(id: string, name: string, armId?: string): SimulatedHost {
  const host = playedWorld(id, armId).get(name);
  if (host === undefined) throw new Error(`${id} has no host ${name}`);
  return host;
}
