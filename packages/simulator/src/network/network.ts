import type { EventIdentity, World } from '../kernel/index.ts';

/** What stands at an address: the TCP side of a host. */
export interface Attached {
  readonly address: string;
  /** The event that took the host off the network; undefined while it answers. */
  readonly downSince: EventIdentity | undefined;
  /** Connections with this address may be dead without either end being told. */
  doubt(remoteAddress: string): void;
  /** It has this address no longer. */
  lost(address: string): void;
}

export interface NetworkOptions {
  /** One-way latency between two hosts, µs. */
  readonly latency: number;
  /** Bytes per second between two hosts; `FAST_ETHERNET` when not given. */
  readonly bandwidth?: number;
}

/** 100 Mbit/s, in bytes per second: the local network of the years in question. A model figure. */
export const FAST_ETHERNET = 12_500_000;

/**
 * The network between the hosts of a world: who is where, who exchanges mail for which domain, what is cut. It loses
 * nothing by itself; cut ways, hosts that are down and filters do.
 */
export class Network<Stack extends Attached = Attached> {
  readonly latency: number;
  readonly bandwidth: number;
  readonly #world: World;
  readonly #stacks = new Map<string, Stack>();
  readonly #addresses = new Map<string, string>();
  readonly #names = new Map<string, string>();
  /** Addresses that hosts have beside their own for a time. */
  readonly #assigned = new Map<string, Stack>();
  readonly #mailExchangers = new Map<string, string>();
  /** By pair of addresses, the event that cut the way between them. */
  readonly #cut = new Map<string, EventIdentity>();
  readonly #watching: (() => void)[] = [];
  readonly #published = new Map<string, { readonly version: number; readonly event: EventIdentity }>();

  /** What programs have put into the directory of the network. */
  readonly #shared = new Map<string, unknown>();

  constructor(world: World, options: NetworkOptions) {
    this.#world = world;
    this.latency = options.latency;
    this.bandwidth = options.bandwidth ?? FAST_ETHERNET;
  }

  attach(name: string, address: string, stack: Stack): void {
    const holder = this.#names.get(address);
    if (holder !== undefined) throw new Error(`${name} cannot have the address ${address}: ${holder} has it`);
    const folded = name.toUpperCase();
    if (this.#addresses.has(folded)) throw new Error(`there are two hosts named ${name}: give one another name`);
    this.#stacks.set(address, stack);
    this.#addresses.set(folded, address);
    this.#names.set(address, name);
  }

  /** Says which host takes the mail of a domain, as an MX record would. */
  exchangeMail(domain: string, host: string): void {
    this.#mailExchangers.set(domain.toLowerCase(), host);
  }

  /**
   * Gives a host one more address, as clusters do: who had it before has it no longer. False where a host has it for good,
   * or another that is up and can be reached has it.
   */
  assign(address: string, stack: Stack): boolean {
    const holder = this.#assigned.get(address);
    const isTaken =
      holder !== undefined && holder !== stack && this.obstacle(stack.address, holder.address) === undefined;
    if (this.#stacks.has(address) || isTaken) return false;
    this.#assigned.set(address, stack);
    return true;
  }

  /** Takes such an address away again: connections to it are lost without a word. */
  withdraw(address: string, stack: Stack): void {
    if (this.#assigned.get(address) !== stack) return;
    this.#assigned.delete(address);
    stack.lost(address);
  }

  /** A host has booted: it has its own address alone. */
  rejoin(stack: Stack): void {
    for (const [address, holder] of this.#assigned) if (holder === stack) this.#assigned.delete(address);
    this.waysChanged();
  }

  /** Calls `changed` whenever hosts may reach others that they did not reach, or no longer those that they did. */
  watchWays(changed: () => void): void {
    this.#watching.push(changed);
  }

  /** A host has gone down or come up, or a way was cut or mended. */
  waysChanged(): void {
    for (const changed of this.#watching) changed();
  }

  /** Lets a name stand for an address. */
  giveName(name: string, address: string): void {
    this.#addresses.set(name.toUpperCase(), address);
  }

  /** Nobody has that name any more; the name of a host stays. */
  forgetName(name: string): void {
    const address = this.#addresses.get(name.toUpperCase());
    if (address !== undefined && !this.#stacks.has(address)) this.#addresses.delete(name.toUpperCase());
  }

  /** The address of a name, or undefined where DNS knows none. The address of a host is its own. */
  resolve(name: string): string | undefined {
    return this.stackAt(name) === undefined ? this.#addresses.get(name.toUpperCase()) : name;
  }

  mailExchangerOf(domain: string): string | undefined {
    return this.#mailExchangers.get(domain.toLowerCase());
  }

  /** What the programs of all hosts find in a directory, by name: made for the first who looks. */
  shared<T>(name: string, make: () => T): T {
    if (!this.#shared.has(name)) this.#shared.set(name, make());
    return this.#shared.get(name) as T;
  }

  /** Puts a new version of something on the vendor's servers: definition files that update programs fetch. */
  publish(what: string, version: number): void {
    const event = this.#world.emit({
      host: 'network',
      component: 'network',
      kind: 'network.published',
      subject: what,
      details: { version },
    });
    this.#published.set(what, { version, event });
  }

  /** The newest version of something, or undefined where the vendor's servers cannot be reached or hold none. */
  published(what: string): number | undefined {
    return this.#published.get(what)?.version;
  }

  /** The event by which it came there. */
  publicationOf(what: string): EventIdentity | undefined {
    return this.#published.get(what)?.event;
  }

  stackAt(address: string): Stack | undefined {
    return this.#stacks.get(address) ?? this.#assigned.get(address);
  }

  /** All hosts, in the order in which they joined. */
  stacks(): Iterable<Stack> {
    return this.#stacks.values();
  }

  /** The name of the host at an address, or the address where none is. */
  nameOf(address: string): string {
    return this.#names.get(address) ?? address;
  }

  /**
   * Cuts or mends the way between two hosts, named by name or address, in both directions. What is under way is lost;
   * nobody is told: who sends finds out within a minute, who only waits after hours.
   */
  partition(one: string, other: string, cut: boolean): void {
    const a = this.#addressOf(one);
    const b = this.#addressOf(other);
    const way = pair(a, b);
    if (this.#cut.has(way) === cut) return;
    const event = this.#world.emit({
      host: 'network',
      component: 'network',
      kind: cut ? 'network.cut' : 'network.mended',
      subject: way,
    });
    if (cut) this.#cut.set(way, event);
    else this.#cut.delete(way);
    this.waysChanged();
    if (!cut) return;
    this.#world.because(event, () => {
      for (const address of this.#addressesAt(b)) this.#stacks.get(a)?.doubt(address);
      for (const address of this.#addressesAt(a)) this.#stacks.get(b)?.doubt(address);
    });
  }

  /** Whether the way between two addresses is cut. */
  isCut(a: string, b: string): boolean {
    return this.#cut.has(pair(a, b));
  }

  /** The event that keeps packets from one address from reaching another: a cut way, or a host that is down. */
  obstacle(from: string, to: string): EventIdentity | undefined {
    const cut = this.#cut.size === 0 ? undefined : this.#cut.get(pair(from, to));
    return cut ?? this.#stacks.get(to)?.downSince;
  }

  /** All addresses of the host with this one. */
  #addressesAt(address: string): readonly string[] {
    const stack = this.#stacks.get(address);
    const assigned = [...this.#assigned].filter(([, holder]) => holder === stack).map(([more]) => more);
    return [address, ...assigned];
  }

  #addressOf(host: string): string {
    const address = this.resolve(host);
    if (address === undefined) throw new Error(`no host ${host} on the network to cut off or reconnect`);
    return address;
  }
}

const pair = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`);
