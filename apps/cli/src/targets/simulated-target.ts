import { didYouMean, namePattern, parseDuration, ScanclashError } from '@scanclash/core';
import type { Arm, Scenario } from '@scanclash/scenarios';
import type { AssumedValues } from '../assumptions.ts';
import type { OpenedTarget } from './opened-target.ts';
import { readHost } from './read-host.ts';
import type { Target } from './target.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly behaviours: AssumedValues;
  /** `30m`; the end of the timeline where it is left out. */
  readonly at: string | undefined;
  /** Whether test files are to be written. */
  readonly probe?: boolean | undefined;
}

/** Plays the arm that a target names. The simulator is loaded here, and only here. */
export async function openSimulated(
  target: Target & { kind: 'simulated' },
  { seed, behaviours, at, probe = false }: SimulationOptions,
): Promise<OpenedTarget> {
  const { scenarioById, simulatedCheck } = await import('@scanclash/scenarios');
  const scenario = scenarioById(target.scenario);
  const arm = armOf(scenario, target.arm);
  const until = at === undefined ? undefined : parseDuration(at);
  if (at !== undefined && until === undefined) {
    throw new ScanclashError('SC-USE-003', `--at ${at}: this is no duration`, { hint: 'Write 90s, 1m30s or 2h.' });
  }
  const world = simulatedCheck(scenario, arm, {
    seed,
    behaviours,
    ...(until === undefined ? {} : { until }),
  });
  const names = world.hosts.map(({ host }) => host);
  const { host } = target;
  const wanted = host === undefined ? world.hosts : world.hosts.filter((one) => namePattern(host)(one.host));
  if (wanted.length === 0) {
    const hint = didYouMean(host ?? '', names) ?? `Hosts: ${names.join(', ')}`;
    throw new ScanclashError('SC-USE-004', `${target.word}: its world has no host "${host}"`, { hint });
  }
  return {
    word: target.word,
    hosts: wanted.map((transport) => ({
      name: transport.host,
      at: world.at,
      read: () => readHost(transport, probe ? world.probe(transport) : undefined),
    })),
    site: { complete: wanted.length === world.hosts.length },
    warnings: [],
  };
}

function armOf(scenario: Scenario, id: string): Arm {
  const arm = scenario.arms.find((one) => one.id === id);
  if (arm !== undefined) return arm;
  const ids = scenario.arms.map((one) => one.id);
  const hint = didYouMean(id, ids) ?? `Arms: ${ids.join(', ')}`;
  throw new ScanclashError('SC-USE-001', `${scenario.id} has no arm "${id}"`, { hint });
}
