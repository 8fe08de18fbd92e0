import type { EventIdentity, Microseconds } from '../kernel/index.ts';
import { isBeforeVista } from '../windows/console/generation.ts';
import type { Process } from '../windows/process-table.ts';
import type { ServiceContext } from '../windows/services/service-control-manager.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';
import {
  CLUSTER_PORT,
  FORMS_WITHOUT_ALL_AFTER,
  HEARTBEAT,
  LEAVE_HINT,
  REGROUP,
  SEEK_INTERVAL,
  SILENCE,
  WITNESS_DELAY,
  WITNESS_LIMIT,
  WITNESS_RECOVERY,
  WITNESS_SETTLES,
} from './cluster-figures.ts';
import { ClusterLog } from './cluster-log.ts';
import type { NodeState } from './cluster-status.ts';
import { searchMembers } from './member-search.ts';
import type { Member, Membership } from './membership.ts';
import { Regroup } from './regroup.ts';
import type { ResourceMonitor } from './resource-monitor.ts';
import { WitnessLock } from './witness-lock.ts';

/** What a node needs of its cluster. */
export interface NodeParts {
  readonly id: number;
  readonly host: SimulatedHost;
  readonly membership: Membership;
  /** `\\HUB01\FSW_CLU01\GUID\Witness.log`; undefined where there is no witness. */
  readonly witness: string | undefined;
  openMonitor(process: Process): ResourceMonitor;
  /** Whether this node owns the quorum resource. */
  ownsQuorumResource(): boolean;
  evacuate(done: () => void): void;
}

/** One life of the cluster service of a node: everything that is gone when its process ends. */
interface Life {
  readonly context: ServiceContext;
  readonly since: Microseconds;
  /** That of the resource monitor. */
  readonly process: Process;
  readonly monitor: ResourceMonitor;
  readonly lock: WitnessLock | undefined;
  readonly heard: Map<Member, Microseconds>;
  /** The last instant at which it listened: all are heard from then on, until it is told that something has changed. */
  quietSince: Microseconds | undefined;
  readonly beat: () => void;
  regroup: Regroup | undefined;
  /** When the witness, whose vote is needed, could not be reached any more. */
  lockLost: Microseconds | undefined;
  leaving: boolean;
}

/**
 * The cluster service of one node. When it starts it looks for a member and joins, or forms the cluster with others that
 * look, or on its own with the vote of the witness. As a member it listens for heartbeats; when some are missing it
 * counts votes: with a majority it goes on without the missing nodes, without one it ends.
 *
 * @source Three votes of two nodes and a witness: with two a node stays, with one its cluster service terminates.
 * @assumed Which steps lead there, and how long they take: see cluster-figures.ts.
 */
export class ClusterNode implements Member {
  readonly id: number;
  readonly host: SimulatedHost;
  readonly log: ClusterLog;
  readonly #parts: NodeParts;
  #life: Life | undefined;
  /** The members that this node knows of, itself included; empty where it is none. */
  #view: readonly Member[] = [];
  #endedBy: readonly EventIdentity[] = [];

  constructor(parts: NodeParts) {
    this.#parts = parts;
    this.id = parts.id;
    this.host = parts.host;
    this.log = new ClusterLog(parts.host);
  }

  get name(): string {
    return this.host.name;
  }

  get state(): NodeState {
    if (this.#life === undefined) return 'down';
    return this.#view.length > 0 ? 'up' : 'joining';
  }

  get view(): readonly Member[] {
    return this.#view;
  }

  get monitor(): ResourceMonitor | undefined {
    return this.#life?.monitor;
  }

  /** Whether it can take groups: a member that is about to leave cannot. */
  get takesGroups(): boolean {
    return this.state === 'up' && this.#life?.leaving === false;
  }

  /** A lock that has stood long enough to count as a vote. */
  get hasWitness(): boolean {
    const lock = this.#life?.lock;
    return lock !== undefined && lock.age >= WITNESS_SETTLES;
  }

  get holdsWitness(): boolean {
    return this.#life?.lock?.isHeld === true;
  }

  get ownsQuorumResource(): boolean {
    return this.#parts.ownsQuorumResource();
  }

  /** Why it cannot be heard. */
  get endedBy(): readonly EventIdentity[] {
    return this.#endedBy;
  }

  /** The program behind the service. */
  run(context: ServiceContext): void {
    const { host } = this;
    const { process } = context;
    const { processes, tcp, world } = host;
    const { witness } = this.#parts;
    const monitor = host.run(`${host.systemRoot}\\Cluster\\${isBeforeVista(host) ? 'resrcmon.exe' : 'rhs.exe'}`);
    const life: Life = {
      context,
      since: world.now,
      process: monitor,
      monitor: this.#parts.openMonitor(monitor),
      lock: witness === undefined ? undefined : new WitnessLock(host, process, witness),
      heard: new Map(),
      quietSince: undefined,
      beat: () => this.#beat(life),
      regroup: undefined,
      lockLost: undefined,
      leaving: false,
    };
    this.#life = life;
    this.#endedBy = [];
    processes.onExit(process, () => this.#ended(life));
    processes.onExit(monitor, () => {
      // At shutdown programs end before services are told to stop.
      if (host.state !== 'shutting-down') processes.exit(process, 1);
    });
    context.onStop((stopped) => this.#leave(life, stopped));
    tcp.listen(process, CLUSTER_PORT, () => {});
    context.running();
    this.#seek(life);
  }

  silenceOf(other: Member): Microseconds {
    const { now } = this.host.world;
    const { quietSince = now, heard } = this.#life ?? {};
    return quietSince === now ? now - (heard?.get(other) ?? 0) : (now - quietSince) % HEARTBEAT;
  }

  listen(): void {
    const life = this.#life;
    if (life?.quietSince === undefined) return;
    const { world } = this.host;
    const last = world.now - ((world.now - life.quietSince) % HEARTBEAT);
    life.quietSince = undefined;
    for (const node of this.#view) life.heard.set(node, last);
    world.schedule(last + HEARTBEAT - world.now, 'cluster heartbeat', life.beat);
  }

  /** Takes over a new list of members, of which it is one. */
  adopt(view: readonly Member[]): void {
    const life = this.#life;
    if (life === undefined) return;
    const { world } = this.host;
    const isNew = this.#view.length === 0;
    const before = this.#view;
    this.#view = view;
    for (const node of view) if (!before.includes(node)) life.heard.set(node, world.now);
    this.#giveUpRegroup(life);
    if (!this.#needsWitness(view)) life.lock?.release();
    else if (life.lock?.verify() !== true) life.lockLost = world.now;
    if (isNew) world.schedule(HEARTBEAT, 'cluster heartbeat', life.beat);
  }

  /** Ends at once: it has lost the quorum, or others have decided without it. */
  loseQuorum(causes: readonly EventIdentity[]): void {
    const life = this.#life;
    if (life === undefined) return;
    const { host } = this;
    const event = host.world.because(causes, () =>
      host.emit('cluster', 'cluster.quorum-lost', this.name, {
        votes: this.#parts.membership.votesOf(this.#reachable()),
      }),
    );
    host.world.because(event, () => {
      this.log.quorumLost();
      host.processes.exit(life.context.process, 1);
    });
  }

  #needsWitness(view: readonly Member[]): boolean {
    return view.length < this.#parts.membership.majority;
  }

  #seek(life: Life): void {
    const isSeeking = (): boolean => this.#life === life && this.state === 'joining' && !life.leaving;
    if (!isSeeking()) return;
    const others = this.#parts.membership.nodes.filter((node) => node !== this);
    searchMembers(this.host, life.context.process, others, (reached) => {
      if (!isSeeking()) return;
      this.#joinOrForm(life, reached);
      this.host.world.schedule(SEEK_INTERVAL, 'cluster join', () => this.#seek(life));
    });
  }

  #joinOrForm(life: Life, reached: readonly Member[]): void {
    const { membership } = this.#parts;
    for (const other of reached) if (membership.join(this, other)) return;
    const waited = this.host.world.now - life.since;
    const willing = reached.filter((node) => node.state === 'joining' && membership.canReach(this, node));
    const view = membership.nodes.filter((node) => node === this || willing.includes(node));
    const isLate = waited >= FORMS_WITHOUT_ALL_AFTER;
    if (!isLate && (view.length < membership.nodes.length || view[0] !== this)) return;
    if (membership.form(this, view)) return;
    const { lock } = life;
    if (!isLate || lock === undefined || lock.isHeld || lock.isAsked) return;
    lock.take((taken) => {
      if (!taken) return;
      this.host.world.schedule(WITNESS_SETTLES, 'cluster witness', () => {
        if (this.#life !== life || this.state !== 'joining') return;
        if (!lock.verify() || !membership.form(this, [this])) lock.release();
      });
    });
  }

  #beat(life: Life): void {
    if (this.#life !== life || this.state !== 'up') return;
    const { world } = this.host;
    const { membership } = this.#parts;
    let hearsAll = true;
    for (const node of this.#view) {
      if (membership.hear(this, node)) life.heard.set(node, world.now);
      else hearsAll = false;
    }
    if (!hearsAll && membership.isLeftBehind(this)) return this.loseQuorum(world.causes);
    const missing = hearsAll ? [] : this.#view.filter((node) => this.silenceOf(node) > SILENCE);
    if (life.regroup?.isAbout(missing) !== true) this.#giveUpRegroup(life);
    if (missing.length === 0) this.#watchWitness(life);
    else if (life.regroup === undefined) this.#startRegroup(life, missing);
    if (hearsAll && !this.#needsWitness(this.#view)) life.quietSince = world.now;
    else world.schedule(HEARTBEAT, 'cluster heartbeat', life.beat);
  }

  /** Its vote may be needed all the time: where it is lost, it is to be had again at once, or the quorum is lost. */
  #watchWitness(life: Life): void {
    const { lock } = life;
    const { world } = this.host;
    if (!this.#needsWitness(this.#view) || this.#parts.membership.keeperOf(this.#view) !== this) return;
    if (lock === undefined) return this.loseQuorum(world.causes);
    if (lock.verify()) {
      life.lockLost = undefined;
      return;
    }
    life.lockLost ??= world.now;
    if (world.now - life.lockLost >= WITNESS_RECOVERY) return this.loseQuorum(world.causes);
    if (lock.isAsked) return;
    lock.take((taken, event) => {
      if (!taken && this.#life === life && this.#needsWitness(this.#view)) {
        this.loseQuorum(event === undefined ? world.causes : [...world.causes, event]);
      }
    });
  }

  #startRegroup(life: Life, missing: readonly Member[]): void {
    const { host } = this;
    const { world } = host;
    const { membership } = this.#parts;
    const causes = missing.flatMap((node) => membership.causesOfSilence(this, node));
    const names = missing.map(({ name }) => name).join(' ');
    const event = world.because(causes, () => host.emit('cluster', 'cluster.node-missing', names, {}));
    const regroup = new Regroup(world, missing);
    life.regroup = regroup;
    world.because(event, () => {
      const left = this.#view.filter((node) => !missing.includes(node));
      if (this.#needsWitness(left) && membership.keeperOf(left) === this) this.#reachForWitness(life, regroup);
      if (regroup.isOn) regroup.later(REGROUP, 'cluster regroup', () => this.#decide(regroup));
    });
  }

  #reachForWitness({ lock }: Life, regroup: Regroup): void {
    const { world } = this.host;
    if (lock === undefined) return this.loseQuorum(world.causes);
    const delay = this.ownsQuorumResource ? 0 : WITNESS_DELAY;
    if (!lock.verify()) {
      regroup.later(delay, 'cluster witness', () =>
        lock.take((taken, event) => {
          if (taken || !regroup.isOn) return;
          this.loseQuorum(event === undefined ? world.causes : [...world.causes, event]);
        }),
      );
    }
    regroup.later(delay + WITNESS_LIMIT, 'cluster witness limit', () => {
      if (!lock.verify()) this.loseQuorum(world.causes);
    });
  }

  #decide(regroup: Regroup): void {
    const { membership } = this.#parts;
    const left = this.#reachable();
    this.#life?.lock?.verify();
    const decided = membership.replace(this, left);
    if (decided === 'no-quorum') this.loseQuorum(this.host.world.causes);
    if (decided === 'too-early') regroup.later(HEARTBEAT, 'cluster regroup', () => this.#decide(regroup));
  }

  /** The members of its view that it can hear now. */
  #reachable(): readonly Member[] {
    return this.#view.filter((node) => this.#parts.membership.hear(this, node));
  }

  #giveUpRegroup(life: Life): void {
    if (life.regroup === undefined) return;
    life.regroup.giveUp();
    life.regroup = undefined;
    if (!this.#needsWitness(this.#view)) life.lock?.release();
  }

  #leave(life: Life, stopped: () => void): void {
    if (life.leaving) return;
    life.leaving = true;
    life.context.pending(LEAVE_HINT);
    const leave = (): void => {
      if (this.#life !== life) return;
      if (this.state === 'up') {
        const view = this.#view;
        this.#view = [];
        this.#parts.membership.leave(this, view);
      }
      stopped();
    };
    if (this.state === 'up') this.#parts.evacuate(leave);
    else leave();
  }

  #ended(life: Life): void {
    if (this.#life !== life) return;
    const { host } = this;
    this.#endedBy = host.world.causes;
    const wasUp = this.state === 'up';
    this.#giveUpRegroup(life);
    this.#life = undefined;
    this.#view = [];
    if (host.state === 'down') life.monitor.halt();
    else {
      if (wasUp) host.emit('cluster', 'cluster.service-ended', this.name);
      life.monitor.end();
      host.processes.exit(life.process);
    }
    this.#parts.membership.ended();
  }
}
