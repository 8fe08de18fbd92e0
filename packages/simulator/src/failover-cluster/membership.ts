import { type EventIdentity, type Microseconds, violated } from '../kernel/index.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';
import { REGROUP, SILENCE } from './cluster-figures.ts';
import type { ClusterLog } from './cluster-log.ts';
import type { NodeState } from './cluster-status.ts';

/** A node as the others see it. */
export interface Member {
  readonly id: number;
  readonly name: string;
  readonly host: SimulatedHost;
  readonly log: ClusterLog;
  readonly state: NodeState;
  /** The members that it knows of. Members that have agreed have the very same list. */
  readonly view: readonly Member[];
  /** It has the lock on the witness; its vote counts a little later. */
  readonly holdsWitness: boolean;
  readonly hasWitness: boolean;
  readonly ownsQuorumResource: boolean;
  /** Why its cluster service ended. */
  readonly endedBy: readonly EventIdentity[];
  /** µs since it last heard another member. */
  silenceOf(other: Member): Microseconds;
  /** Something has changed that heartbeats may tell: it listens for them again, at the instants of before. */
  listen(): void;
  adopt(view: readonly Member[]): void;
  loseQuorum(causes: readonly EventIdentity[]): void;
}

/** What follows from a change of the members. */
export interface MembershipParts {
  readonly witness: boolean;
  formed(first: Member): void;
  joined(member: Member, sponsor: Member): void;
  gone(member: Member): void;
  /** No member is left. */
  lost(): void;
}

/**
 * Who is a member, as the nodes agree on it: in one step, by those that reach each other at that moment. A node that
 * cannot be reached keeps the list that it has, until it finds out.
 */
export class Membership {
  readonly nodes: readonly Member[];
  /** Votes that make a quorum. */
  readonly majority: number;
  readonly #parts: MembershipParts;
  #members: readonly Member[] = [];

  /** @param nodes - Filled by the caller before the first node starts. */
  constructor(nodes: readonly Member[], count: number, parts: MembershipParts) {
    this.nodes = nodes;
    this.majority = Math.floor((count + (parts.witness ? 1 : 0)) / 2) + 1;
    this.#parts = parts;
  }

  /** The members by the last decision. */
  get members(): readonly Member[] {
    return this.#members;
  }

  votesOf(view: readonly Member[]): number {
    return view.length + (view.some(({ hasWitness }) => hasWitness) ? 1 : 0);
  }

  hasQuorum(node: Member): boolean {
    return node.state === 'up' && this.votesOf(node.view) >= this.majority;
  }

  /** Which of some nodes is to hold the lock on the witness: one that has it, or owns the quorum resource, or the first. */
  keeperOf(nodes: readonly Member[]): Member | undefined {
    return (
      nodes.find(({ holdsWitness }) => holdsWitness) ??
      nodes.find(({ ownsQuorumResource }) => ownsQuorumResource) ??
      nodes[0]
    );
  }

  canReach({ host }: Member, other: Member): boolean {
    const { network, address } = host;
    return (
      host === other.host ||
      (network.obstacle(address, other.host.address) === undefined &&
        network.obstacle(other.host.address, address) === undefined)
    );
  }

  /** Whether heartbeats of another member, which counts on the same members, arrive. */
  hear(node: Member, other: Member): boolean {
    return other.state === 'up' && other.view === node.view && this.canReach(node, other);
  }

  /** Why they do not: what is in the way, or the end of the other's cluster service. */
  causesOfSilence({ host }: Member, other: Member): readonly EventIdentity[] {
    const obstacle = host.network.obstacle(host.address, other.host.address);
    return obstacle === undefined ? other.endedBy : [obstacle];
  }

  /** Whether a member that it can reach has gone on without it. */
  isLeftBehind(node: Member): boolean {
    return node.view.some(
      (other) =>
        other.state === 'up' && other.view !== node.view && !other.view.includes(node) && this.canReach(node, other),
    );
  }

  /** A node that looks for members has found one; taken in where all members reach it. */
  join(node: Member, sponsor: Member): boolean {
    const view = sponsor.view.filter((member) => member !== node);
    if (sponsor.state !== 'up' || sponsor.view !== this.#members || view.length === 0) return false;
    if (!view.every((member) => this.hear(sponsor, member) && this.canReach(node, member))) return false;
    if (sponsor.view.includes(node)) this.#remove([node], view);
    this.#agree(this.nodes.filter((member) => member === node || view.includes(member)));
    this.#told(node, 'cluster.node-up', sponsor);
    this.#parts.joined(node, sponsor);
    return true;
  }

  /** Nodes that have found no members become the first ones, if they have the votes. */
  form(node: Member, view: readonly Member[]): boolean {
    const ready = view.every((one) => one.state === 'joining' && view.every((other) => this.canReach(one, other)));
    if (!ready || this.votesOf(view) < this.majority) return false;
    if (this.#members.some((member) => member.state === 'up')) violated('a second cluster was about to be formed');
    this.#agree(view);
    for (const member of view) this.#told(member, 'cluster.node-up', node);
    this.#parts.formed(node);
    return true;
  }

  /**
   * Members go on without those that are missing. Those that can be reached after all are ended; `too-early` where one that
   * cannot was heard by any of them so recently that it may still count on them.
   */
  replace(node: Member, left: readonly Member[]): 'done' | 'too-early' | 'no-quorum' {
    if (node.view !== this.#members || this.votesOf(left) < this.majority) return 'no-quorum';
    if (!left.every((one) => left.every((other) => this.canReach(one, other)))) return 'no-quorum';
    const out = node.view.filter((member) => !left.includes(member));
    const deaf = out.filter((member) => !left.some((one) => this.canReach(one, member)));
    if (deaf.some((member) => left.some((one) => one.silenceOf(member) < SILENCE + REGROUP))) return 'too-early';
    for (const member of out) {
      if (member.view === node.view && !deaf.includes(member)) member.loseQuorum(node.host.world.causes);
    }
    this.#remove(out, left);
    return 'done';
  }

  /** A member that has handed its groups over. @param view - The members that it knew of. */
  leave(node: Member, view: readonly Member[]): void {
    this.listen();
    if (view !== this.#members) return;
    const left = view.filter((member) => member !== node);
    if (left.length === 0) return this.#end();
    this.#remove([node], left);
  }

  /** Heartbeats that only tell what everybody knows are left out; now they may tell more. */
  listen(): void {
    for (const node of this.nodes) node.listen();
  }

  /** A cluster service has ended. */
  ended(): void {
    this.listen();
    if (this.#members.length > 0 && !this.#members.some(({ view }) => view === this.#members)) this.#end();
  }

  #remove(gone: readonly Member[], left: readonly Member[]): void {
    this.#agree(left);
    const [first] = left;
    if (first === undefined) return;
    for (const member of gone) {
      const event = this.#told(member, 'cluster.node-down', first);
      first.host.world.because(event, () => {
        for (const { log } of left) log.nodeRemoved(member.name);
        this.#parts.gone(member);
      });
    }
  }

  #agree(view: readonly Member[]): void {
    // A list of its own for each decision: who still has an older one has not taken part.
    const agreed = [...view];
    this.listen();
    this.#members = agreed;
    for (const member of agreed) member.adopt(agreed);
  }

  #end(): void {
    this.#members = [];
    this.#parts.lost();
  }

  #told(member: Member, kind: string, by: Member): EventIdentity {
    return by.host.emit('cluster', kind, member.name, { members: this.#members.map(({ name }) => name).join(' ') });
  }
}
