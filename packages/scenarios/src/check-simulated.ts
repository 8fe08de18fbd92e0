import type { ProbedHost, Transport } from '@scanclash/core';
import { isoLocal, type SimulatedHost, SimulatedProbe, SimulatedTransport } from '@scanclash/simulator';
import { type PlayOptions, playArm } from './play-arm.ts';
import type { Arm, Scenario } from './scenario.ts';

/** A world that was played and stands still, as a check sees it. */
export interface SimulatedCheck {
  /** Id of the world. */
  readonly world: string;
  /** What the clocks of its hosts show, local time. */
  readonly at: string;
  readonly hosts: readonly Transport[];
  /** Writes test files on one of the hosts; its world goes on meanwhile. */
  readonly probe: (transport: Transport) => ProbedHost;
}

/**
 * Plays an arm and hands its hosts to whoever asks them, the way real hosts are asked. The world is a copy of its own,
 * played for this check alone: looking disturbs nobody.
 */
export function simulatedCheck(scenario: Scenario, arm: Arm, options: PlayOptions): SimulatedCheck {
  const { built } = playArm(scenario, arm, options);
  return {
    world: scenario.world.id,
    at: isoLocal(built.world.localTime()).replace(/\.\d+$/, ''),
    hosts: [...built.hosts.values()].map((host) => new SimulatedTransport(host)),
    probe: ({ host }) => new SimulatedProbe(built.hosts.get(host) as SimulatedHost),
  };
}
