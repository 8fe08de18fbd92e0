import type { Microseconds, SimulatedHost } from '@scanclash/simulator';

/** Whose threads they are. */
interface Scanning {
  readonly host: SimulatedHost;
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as the host has it
  assume<T extends number>(name: string): T;
}

/** When a thread is at work on a file. */
export interface ThreadTime {
  readonly begins: Microseconds;
  readonly ends: Microseconds;
}

const MEGABYTE = 1_000_000;

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

  /** What looking through a file of so many bytes takes. */
  costOf(path: string, bytes: number): Microseconds {
    const { world, name } = this.#virusscan.host;
    const least = this.#virusscan.assume<number>('assume-scan-cost-least');
    const most = this.#virusscan.assume<number>('assume-scan-cost-most');
    const megabytes = Math.floor(bytes / MEGABYTE);
    const more = megabytes === 0 ? 0 : megabytes * this.#virusscan.assume<number>('assume-scan-cost-per-megabyte');
    const draw = world.draw(name, 'mcshield', 'scan cost', path);
    return more + (least >= most ? least : draw.between(least, most));
  }

  /** Takes a thread for so long, as soon as one is free. */
  take(cost: Microseconds): ThreadTime {
    const { world } = this.#virusscan.host;
    const count = this.#virusscan.assume<number>('assume-scan-threads');
    while (this.#freeAt.length < count) this.#freeAt.push(0);
    const thread = this.#freeAt.indexOf(Math.min(...this.#freeAt));
    const begins = Math.max(world.now, this.#freeAt[thread] as number);
    const ends = begins + cost;
    this.#freeAt[thread] = ends;
    return { begins, ends };
  }
}
