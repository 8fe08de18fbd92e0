import type { Piscina } from 'piscina';
import type { Io } from '../io.ts';
import type { ArmCounter } from './arm-counter.ts';
import { setEngineFlags } from './engine-flags.ts';
import type { ArmToPlay, Played } from './play-one.ts';

/** Arms for which it is worth to have other threads: each has to load the simulator first. */
const WORTH_THREADS = 40;

/** What a thread is given: all arms, of which it takes one after the other. */
export interface ArmsToShare {
  readonly arms: readonly ArmToPlay[];
  readonly counter: SharedArrayBuffer;
}

/** Arms that one thread played, by their number. */
export type PlayedArms = readonly (readonly [number: number, played: Played])[];

const threads = new WeakMap<object, ArmThreads>();

/** Threads that play arms beside this one. */
export class ArmThreads {
  readonly #count: number;
  #pool: Promise<Piscina> | undefined;
  #closed: Promise<void> = Promise.resolve();

  /** @param count - How many may be started; 0 for none. */
  private constructor(count: number) {
    this.#count = count;
  }

  /** Those of a process, of which each part finds the same. */
  static of(io: Pick<Io, 'threads'>): ArmThreads {
    const found = threads.get(io) ?? new ArmThreads(io.threads);
    threads.set(io, found);
    return found;
  }

  /** Whoever knows early that there is much to do starts them early: they load the simulator meanwhile. */
  start(): void {
    setEngineFlags();
    if (this.#count > 0) this.#pool ??= startPool(this.#count);
  }

  /** Plays arms that nobody else takes until none is left. Plays nothing where it is not worth it. */
  async play(arms: readonly ArmToPlay[], counter: ArmCounter): Promise<PlayedArms> {
    if (arms.length >= WORTH_THREADS) this.start();
    const pool = await this.#pool;
    if (pool === undefined) return [];
    const share: ArmsToShare = { arms, counter: counter.shared };
    const shares = Array.from({ length: this.#count }, (): Promise<PlayedArms> => pool.run(share, { name: 'play' }));
    const played = (await Promise.all(shares)).flat();
    // They end while the report is written.
    void this.close();
    return played;
  }

  close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    if (pool !== undefined) this.#closed = pool.then((one) => one.close());
    return this.#closed;
  }
}

async function startPool(count: number): Promise<Piscina> {
  const { Piscina } = await import('piscina');
  const filename = new URL('run-worker.js', import.meta.url).href;
  return new Piscina({ filename, maxThreads: count, minThreads: count });
}
