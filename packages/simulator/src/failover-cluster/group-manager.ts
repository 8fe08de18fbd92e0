import { sameName } from '@scanclash/core';
import type { EventIdentity, World } from '../kernel/index.ts';
import type { ClusterConfiguration, GroupRecord, ResourceRecord } from './cluster-configuration.ts';
import { CLUSTER_ERROR } from './cluster-error.ts';
import { RESTART_DELAY } from './cluster-figures.ts';
import type { GroupState, ResourceState } from './cluster-status.ts';
import {
  countFailover,
  countFailure,
  type GroupRun,
  type MoveReason,
  newGroupRun,
  newResourceRun,
  nodeFor,
  type ResourceRun,
} from './group-run.ts';
import type { ResourceMonitor } from './resource-monitor.ts';
import { dependenciesOf, directDependents, hasGround, isDesired, withDependencies } from './resource-order.ts';

export interface GroupManagerParts {
  readonly world: World;
  configuration(): ClusterConfiguration;
  /** Writes the persistent state of a resource into the hives of the members. */
  remember(resource: ResourceRecord, wanted: boolean): void;
  /** The resource monitor of a node that is a member, undefined of any other. */
  monitorOf(node: string): ResourceMonitor | undefined;
  /** Whether a node can be given groups: a member that is not about to leave. */
  takesGroups(node: string): boolean;
  /** @returns the event. */
  emit(
    node: string,
    kind: string,
    subject: string,
    details: Readonly<Record<string, string | number>>,
    causes: readonly EventIdentity[],
  ): EventIdentity;
  /** Writes event 1069 on the node. */
  logFailure(node: string, resource: ResourceRecord): void;
}

/**
 * Groups and resources as the members of a cluster have agreed on them. Each member of a real cluster keeps a copy and
 * changes it in step with the others; since only one side of a partition decides, one copy stands for all of them.
 *
 * It works by what is to be: after each change it asks for whatever brings a group nearer to that. What a resource
 * depends on comes online before it and goes offline after it.
 */
export class GroupManager {
  readonly #parts: GroupManagerParts;
  readonly #groups = new Map<string, GroupRun>();
  readonly #resources = new Map<string, ResourceRun>();

  constructor(parts: GroupManagerParts) {
    this.#parts = parts;
  }

  stateOf(resource: string): ResourceState {
    return this.#resources.get(resource)?.state ?? 'offline';
  }

  nodeOf({ name, preferredOwners }: GroupRecord): string {
    return this.#groups.get(name)?.node ?? preferredOwners[0] ?? '';
  }

  groupState(group: string): GroupState {
    if (this.#isPending(group)) return 'pending';
    const states = this.#of(group).map(({ name }) => this.stateOf(name));
    const online = states.filter((state) => state === 'online').length;
    if (online > 0) return online === states.length ? 'online' : 'partially-online';
    return states.includes('failed') ? 'failed' : 'offline';
  }

  /** The first members: all groups are theirs. */
  formed(): void {
    for (const group of this.#parts.configuration().groups) this.#take(group);
  }

  /** A node is a member from now on: it takes what nobody can have as yet. */
  joined(): void {
    for (const group of this.#parts.configuration().groups) {
      if (this.#parts.monitorOf(this.nodeOf(group)) === undefined) this.#take(group);
    }
  }

  /** A node is no member any more: what it owned goes to others, as far as there are any. */
  nodeGone(node: string): void {
    for (const group of this.#parts.configuration().groups) {
      const run = this.#groups.get(group.name);
      if (run === undefined || run.node !== node) continue;
      this.#forget(group.name);
      const to = this.#candidate(group, run.move?.to);
      run.move = undefined;
      if (to === undefined) this.#answer(group.name, run);
      else this.#arrive(group.name, run, to, 'node-down');
    }
  }

  /** No member is left: nobody knows any more what was online where. */
  lost(): void {
    for (const [name, run] of this.#groups) {
      this.#forget(name);
      run.move = undefined;
      this.#answer(name, run);
    }
    this.#groups.clear();
    this.#resources.clear();
  }

  /** Hands over all groups of a node; `done` once it owns none, or nobody can take what is left, which is offline then. */
  evacuate(node: string, done: () => void): void {
    const owned = this.#parts.configuration().groups.filter(({ name }) => this.#groups.get(name)?.node === node);
    let open = owned.length + 1;
    const settled = (): void => {
      open -= 1;
      if (open === 0) done();
    };
    for (const group of owned) {
      const run = this.#runOf(group);
      run.waiting.push({ outcome: () => 0, done: settled });
      this.#startMove(group.name, run, this.#candidate(group, undefined, node) ?? node, 'node-leaves');
    }
    settled();
  }

  move(group: string, to: string | undefined, done: (error: number) => void): void {
    const record = this.#groupNamed(group);
    if (record === undefined) return done(CLUSTER_ERROR.ERROR_GROUP_NOT_FOUND);
    const run = this.#runOf(record);
    if (run.move !== undefined) return done(CLUSTER_ERROR.ERROR_GROUP_NOT_AVAILABLE);
    const target = this.#candidate(record, to, to === undefined ? run.node : undefined);
    if (target === undefined || (to !== undefined && !sameName(target, to))) {
      return done(CLUSTER_ERROR.ERROR_HOST_NODE_NOT_AVAILABLE);
    }
    if (target === run.node) return done(CLUSTER_ERROR.ERROR_SUCCESS);
    const outcome = (): number =>
      this.nodeOf(record) === target ? CLUSTER_ERROR.ERROR_SUCCESS : CLUSTER_ERROR.ERROR_GROUP_NOT_AVAILABLE;
    run.waiting.push({ outcome, done });
    this.#startMove(record.name, run, target, 'requested');
  }

  /** Sets whether resources of one group are to be online, and answers when the group has come to rest. */
  want(records: readonly ResourceRecord[], wanted: boolean, done: (error: number) => void): void {
    const [first] = records;
    const group = first === undefined ? undefined : this.#groupNamed(first.group);
    if (group === undefined) return done(CLUSTER_ERROR.ERROR_SUCCESS);
    const names = records.map(({ name }) => name);
    for (const record of records) this.#parts.remember(record, wanted);
    const run = this.#runOf(group);
    if (wanted) for (const record of withDependencies(this.#of(group.name), records)) this.#tryAgain(record.name);
    else for (const name of names) this.#run(name).unwanted = true;
    const outcome = (): number => {
      const reached = names.every((name) => (this.stateOf(name) === 'online') === wanted);
      return reached ? CLUSTER_ERROR.ERROR_SUCCESS : CLUSTER_ERROR.ERROR_RESOURCE_FAILED;
    };
    run.waiting.push({ outcome, done });
    this.#settle(group.name);
  }

  /** A resource that is online has been found dead; its monitor has terminated it. */
  failed(resource: string, causes: readonly EventIdentity[]): void {
    const record = this.#resourceNamed(resource);
    if (record === undefined || this.stateOf(resource) !== 'online') return;
    this.#failed(record, CLUSTER_ERROR.ERROR_RESOURCE_FAILED, causes);
    this.#settle(record.group);
  }

  /** Something was configured: whatever follows from it is done. */
  changed(group: string): void {
    const record = this.#groupNamed(group);
    if (record !== undefined) this.#settle(record.name);
  }

  /** A resource is no more. */
  deleted(resource: string, group: string): void {
    this.#resources.delete(resource);
    this.changed(group);
  }

  #take(group: GroupRecord): void {
    const run = this.#runOf(group);
    const to = this.#candidate(group, undefined);
    if (to === undefined) return;
    run.node = to;
    const event = this.#emit(to, 'cluster.group-taken', group.name, {});
    this.#parts.world.because(event, () => this.#settle(group.name));
  }

  /** Brings a group nearer to what it is to be, until nothing more can be asked for at once. */
  #settle(group: string): void {
    const run = this.#groups.get(group);
    if (run === undefined) return;
    run.again = true;
    if (run.settling) return;
    run.settling = true;
    while (run.again) {
      run.again = false;
      const monitor = this.#parts.monitorOf(run.node);
      if (monitor !== undefined) this.#advance(group, run, monitor);
    }
    run.settling = false;
    this.#answer(group, run);
  }

  #advance(group: string, run: GroupRun, monitor: ResourceMonitor): void {
    const records = this.#of(group);
    for (const record of records) {
      const resource = this.#run(record.name);
      const canLeave = directDependents(records, record).every(({ name }) => this.#isAtRest(name));
      const mustLeave =
        run.move !== undefined ||
        resource.unwanted ||
        !hasGround(records, record, (name) => this.stateOf(name) === 'online');
      if (resource.state === 'online' && canLeave && mustLeave) {
        this.#ask(record, resource, monitor, 'offline', directDependents(records, record));
      } else if (resource.state === 'offline' && !mustLeave && isDesired(records, record)) {
        this.#ask(record, resource, monitor, 'online', dependenciesOf(records, record));
      } else if (resource.state === 'failed' && resource.restartDue && canLeave) {
        resource.restartDue = false;
        resource.state = 'offline';
        run.again = true;
      }
    }
    if (run.move === undefined || records.some(({ name }) => !this.#isAtRest(name))) return;
    const { to, reason } = run.move;
    if (to === run.node) return;
    const record = this.#groupNamed(group);
    const target = record === undefined ? undefined : this.#candidate(record, to);
    if (target !== undefined && target !== run.node) {
      run.move = undefined;
      this.#forget(group);
      this.#arrive(group, run, target, reason);
    } else if (reason === 'node-leaves') run.move = { to: run.node, reason };
    else {
      run.move = undefined;
      run.again = true;
    }
  }

  #ask(
    { name, group }: ResourceRecord,
    resource: ResourceRun,
    monitor: ResourceMonitor,
    what: 'online' | 'offline',
    after: readonly ResourceRecord[],
  ): void {
    const { world } = this.#parts;
    const node = this.#groups.get(group)?.node ?? '';
    resource.state = `${what}-pending`;
    const causes = after.flatMap((record) => this.#run(record.name).since ?? []);
    resource.since = this.#emit(node, `cluster.resource-${what}-pending`, name, { group }, causes);
    world.because(resource.since, () => {
      monitor[what](name, (error) => {
        if (this.#resources.get(name) !== resource || resource.state !== `${what}-pending`) return;
        if (error === 0) {
          resource.state = what;
          resource.since = this.#emit(node, `cluster.resource-${what}`, name, { group });
          return world.because(resource.since, () => this.#settle(group));
        }
        const record = this.#resourceNamed(name);
        if (record !== undefined) this.#failed(record, error);
        this.#settle(group);
      });
    });
  }

  #failed(record: ResourceRecord, error: number, causes: readonly EventIdentity[] = []): void {
    const { world } = this.#parts;
    const { name, group, properties } = record;
    const run = this.#groups.get(group);
    const resource = this.#run(name);
    if (run === undefined) return;
    const during = resource.state;
    resource.state = 'failed';
    resource.since = this.#emit(run.node, 'cluster.resource-failed', name, { group, error, during }, causes);
    world.because(resource.since, () => {
      this.#parts.logFailure(run.node, record);
      if (run.move !== undefined || !isDesired(this.#of(group), record)) return;
      const then = countFailure(resource, properties, world.now);
      if (then === 'restart') this.#planRestart(record, resource);
      else if (then === 'move') this.#failOver(group, run);
    });
  }

  #planRestart({ name, group }: ResourceRecord, resource: ResourceRun): void {
    resource.restarting = true;
    this.#parts.world.schedule(RESTART_DELAY, 'resource restart', () => {
      if (this.#resources.get(name) !== resource || !resource.restarting) return;
      resource.restarting = false;
      resource.restartDue = resource.state === 'failed';
      this.#settle(group);
    });
  }

  #failOver(group: string, run: GroupRun): void {
    const record = this.#groupNamed(group);
    if (record === undefined) return;
    const to = this.#candidate(record, undefined, run.node);
    if (to === undefined || !countFailover(run, record, this.#parts.world.now)) {
      const why = to === undefined ? 'no other node' : 'failover threshold';
      this.#emit(run.node, 'cluster.group-stays', group, { why });
      return;
    }
    this.#startMove(group, run, to, 'failure');
  }

  #startMove(group: string, run: GroupRun, to: string, reason: MoveReason): void {
    run.move = { to, reason };
    const event = this.#emit(run.node, 'cluster.group-moving', group, { to, reason });
    for (const { name } of this.#of(group)) this.#run(name).restarting = false;
    this.#parts.world.because(event, () => this.#settle(group));
  }

  #arrive(group: string, run: GroupRun, to: string, reason: MoveReason): void {
    const from = run.node;
    run.node = to;
    const event = this.#emit(to, 'cluster.group-moved', group, { from, to, reason });
    this.#parts.world.because(event, () => this.#settle(group));
  }

  /** Nothing of a group is online anywhere, as far as the members know. */
  #forget(group: string): void {
    for (const { name } of this.#of(group)) this.#resources.delete(name);
  }

  /** A member that can have a group; the one wished for if it can. */
  #candidate(group: GroupRecord, wished: string | undefined, except?: string): string | undefined {
    const can = (node: string): boolean => node !== except && this.#parts.takesGroups(node);
    return nodeFor(this.#parts.configuration(), group, this.#of(group.name), can, wished);
  }

  /** Somebody asks for it: what failed before counts no longer. */
  #tryAgain(name: string): void {
    const resource = this.#run(name);
    resource.unwanted = false;
    if (resource.state !== 'failed') return;
    resource.failures = [];
    resource.restarting = false;
    resource.restartDue = true;
  }

  #isAtRest(name: string): boolean {
    const state = this.stateOf(name);
    return state === 'offline' || state === 'failed';
  }

  #isPending(group: string): boolean {
    if (this.#groups.get(group)?.move !== undefined) return true;
    return this.#of(group).some(({ name }) => {
      const resource = this.#resources.get(name);
      return resource !== undefined && (resource.state.endsWith('-pending') || resource.restarting);
    });
  }

  #answer(group: string, run: GroupRun): void {
    const leaves = run.move?.reason === 'node-leaves' && run.move.to === run.node;
    const isLeft = leaves && this.#of(group).every(({ name }) => this.#isAtRest(name));
    if (run.settling || (this.#isPending(group) && !isLeft)) return;
    for (const { outcome, done } of run.waiting.splice(0)) done(outcome());
  }

  #runOf(group: GroupRecord): GroupRun {
    const run = this.#groups.get(group.name) ?? newGroupRun(group);
    this.#groups.set(group.name, run);
    return run;
  }

  #run(name: string): ResourceRun {
    const run = this.#resources.get(name) ?? newResourceRun();
    this.#resources.set(name, run);
    return run;
  }

  #of(group: string): readonly ResourceRecord[] {
    return this.#parts.configuration().resources.filter((record) => sameName(record.group, group));
  }

  #groupNamed(name: string): GroupRecord | undefined {
    return this.#parts.configuration().groups.find((group) => sameName(group.name, name));
  }

  #resourceNamed(name: string): ResourceRecord | undefined {
    return this.#parts.configuration().resources.find((resource) => sameName(resource.name, name));
  }

  #emit(
    node: string,
    kind: string,
    subject: string,
    details: Readonly<Record<string, string | number>>,
    causes: readonly EventIdentity[] = [],
  ): EventIdentity {
    return this.#parts.emit(node, kind, subject, details, causes);
  }
}
