import type { Microseconds, SimulatedHost } from '@scanclash/simulator';

/** Whose threads they are. */
interface Scanning {
  readonly host: SimulatedHost;
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as the host has it
  assume<T extends number>(name: string): T;
}

/**
 * The scanning threads of McShield: a scan waits until one of them is free.
 * @assumed number of threads and cost of a scan (HOLE-scan-cost); model figures, they give a direction only.
 */
export class ScanThreads {
  readonly #virusscan: Scanning;
  #freeAt: Microseconds[] = [];

  constructor(virusscan: Scanning) {
    this.#virusscan = virusscan;
  }

  /** Takes a thread for the scan of a file. */
  take(path: string): { readonly begins: Microseconds; readonly ends: Microseconds } {
    const { world, name } = this.#virusscan.host;
    const count = this.#virusscan.assume<number>('assume-scan-threads');
    while (this.#freeAt.length < count) this.#freeAt.push(0);
    const thread = this.#freeAt.indexOf(Math.min(...this.#freeAt));
    const begins = Math.max(world.now, this.#freeAt[thread] as number);
    const ends = begins + this.#cost(name, path);
    this.#freeAt[thread] = ends;
    return { begins, ends };
  }

  #cost(host: string, path: string): Microseconds {
    const least = this.#virusscan.assume<number>('assume-scan-cost-least');
    const most = this.#virusscan.assume<number>('assume-scan-cost-most');
    const draw = this.#virusscan.host.world.draw(host, 'mcshield', 'scan cost', path);
    return least >= most ? least : draw.between(least, most);
  }
}
