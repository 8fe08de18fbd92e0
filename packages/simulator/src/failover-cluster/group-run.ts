import { sameName } from '@scanclash/core';
import type { EventIdentity, Microseconds } from '../kernel/index.ts';
import { HOUR } from '../kernel/units.ts';
import type { ClusterConfiguration, GroupRecord, ResourceRecord } from './cluster-configuration.ts';
import type { ResourceProperties } from './cluster-object.ts';
import type { ResourceState } from './cluster-status.ts';

/** Why a group changes its node. */
export type MoveReason = 'requested' | 'failure' | 'node-down' | 'node-leaves';

/** A resource as it is now, on the node of its group. */
export interface ResourceRun {
  state: ResourceState;
  /** Failures on this node within the restart period. */
  failures: readonly Microseconds[];
  /** It has failed, and is to be tried again as soon as nothing that depends on it is online. */
  restartDue: boolean;
  /** A restart is planned. */
  restarting: boolean;
  /** Somebody wants it offline; otherwise what is online stays so, wanted or not. */
  unwanted: boolean;
  /** The event that brought it to its state. */
  since: EventIdentity | undefined;
}

export const newResourceRun = (): ResourceRun => ({
  state: 'offline',
  failures: [],
  restartDue: false,
  restarting: false,
  unwanted: false,
  since: undefined,
});

/** A group as it is now. */
export interface GroupRun {
  node: string;
  /** To the node itself: it goes offline there, for nobody else can take it. */
  move: { readonly to: string; readonly reason: MoveReason } | undefined;
  /** Moves after failures. */
  failovers: readonly Microseconds[];
  readonly waiting: { readonly outcome: () => number; readonly done: (error: number) => void }[];
  settling: boolean;
  /** Something has changed while it was being settled. */
  again: boolean;
}

export const newGroupRun = ({ preferredOwners }: GroupRecord): GroupRun => ({
  node: preferredOwners[0] ?? '',
  move: undefined,
  failovers: [],
  waiting: [],
  settling: false,
  again: false,
});

/**
 * Counts a failure, and says what is to be done about it on this node.
 * @source RestartThreshold and RestartAction; RestartPeriod is in ms.
 */
export function countFailure(
  resource: ResourceRun,
  { restartAction, restartThreshold, restartPeriod }: ResourceProperties,
  now: Microseconds,
): 'restart' | 'move' | 'stay' {
  resource.failures = [...resource.failures.filter((at) => at > now - restartPeriod * 1000), now];
  if (restartAction === 0) return 'stay';
  if (resource.failures.length <= restartThreshold) return 'restart';
  return restartAction === 2 ? 'move' : 'stay';
}

/** Counts a move after a failure; false where the group has had too many. */
export function countFailover(run: GroupRun, group: GroupRecord, now: Microseconds): boolean {
  const recent = run.failovers.filter((at) => at > now - group.failoverPeriod * HOUR);
  if (recent.length >= group.failoverThreshold) return false;
  run.failovers = [...recent, now];
  return true;
}

/** A node that can own every resource of a group: the one wished for if it can, or else the first in order of preference. */
export function nodeFor(
  { nodes }: ClusterConfiguration,
  group: GroupRecord,
  resources: readonly ResourceRecord[],
  can: (node: string) => boolean,
  wished: string | undefined,
): string | undefined {
  const ordered = [...group.preferredOwners, ...nodes.filter((node) => !group.preferredOwners.includes(node))];
  const possible = ordered.filter(
    (node) => can(node) && resources.every(({ possibleOwners }) => possibleOwners.includes(node)),
  );
  return possible.find((node) => wished !== undefined && sameName(node, wished)) ?? possible[0];
}
