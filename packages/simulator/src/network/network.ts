import type { World } from '../kernel/index.ts';

/** What stands at an address: the TCP side of a host. */
export interface Attached {
  readonly address: string;
  abort(chosen: (remoteAddress: string) => boolean): void;
}

export interface NetworkOptions {
  /** One-way latency between two hosts, µs. */
  readonly latency: number;
}

/**
 * The network between the hosts of a world: who is where, who exchanges mail for which domain, what is cut. It loses
 * nothing by itself; partitions and filters do.
 */
export class Network<Stack extends Attached = Attached> {
  readonly latency: number;
  readonly #world: World;
  readonly #stacks = new Map<string, Stack>();
  readonly #addresses = new Map<string, string>();
  readonly #mailExchangers = new Map<string, string>();
  readonly #cut = new Set<string>();

  constructor(world: World, options: NetworkOptions) {
    this.#world = world;
    this.latency = options.latency;
  }

  attach(name: string, address: string, stack: Stack): void {
    this.#stacks.set(address, stack);
    this.#addresses.set(name.toUpperCase(), address);
  }

  /** Says which host takes the mail of a domain, as an MX record would. */
  exchangeMail(domain: string, host: string): void {
    this.#mailExchangers.set(domain.toLowerCase(), host);
  }

  /** The address of a name, or undefined where DNS knows none. */
  resolve(name: string): string | undefined {
    return this.#stacks.has(name) ? name : this.#addresses.get(name.toUpperCase());
  }

  mailExchangerOf(domain: string): string | undefined {
    return this.#mailExchangers.get(domain.toLowerCase());
  }

  stackAt(address: string): Stack | undefined {
    return this.#stacks.get(address);
  }

  /** All hosts, in the order in which they joined. */
  stacks(): Iterable<Stack> {
    return this.#stacks.values();
  }

  nameOf(address: string): string {
    for (const [name, known] of this.#addresses) if (known === address) return name;
    return address;
  }

  /** Cuts or mends the way between two addresses, both directions. */
  partition(a: string, b: string, cut: boolean): void {
    const event = this.#world.emit({
      host: 'network',
      component: 'network',
      kind: cut ? 'network.cut' : 'network.mended',
      subject: pair(a, b),
    });
    if (cut) this.#cut.add(pair(a, b));
    else this.#cut.delete(pair(a, b));
    if (!cut) return;
    this.#world.because(event, () => {
      this.#stacks.get(a)?.abort((remote) => remote === b);
      this.#stacks.get(b)?.abort((remote) => remote === a);
    });
  }

  isCut(a: string, b: string): boolean {
    return this.#cut.has(pair(a, b));
  }
}

const pair = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`);
