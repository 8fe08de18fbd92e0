import type { Microseconds } from '@scanclash/simulator';
import type { CopyCounters } from '../running-services.ts';

/** How far a copy has come. A log that has been taken in is also one that was copied, and that is known. */
export class CopyProgress {
  #counters: CopyCounters = { generated: 0, notified: 0, copied: 0, inspected: 0, replayed: 0 };
  #inspectedAt: Microseconds | undefined;

  get counters(): CopyCounters {
    return this.#counters;
  }

  /** When the last log was inspected; undefined where none was since the service started. */
  get inspectedAt(): Microseconds | undefined {
    return this.#inspectedAt;
  }

  /** Logs that the other node has closed and this one has not taken in. */
  get behind(): number {
    return Math.max(0, this.#counters.notified - this.#counters.inspected);
  }

  /** The other node has closed this log. */
  known(generation: number): void {
    const notified = Math.max(generation, this.#counters.notified);
    this.#counters = { ...this.#counters, notified, generated: notified };
  }

  copied(generation: number): void {
    this.#counters = { ...this.#counters, copied: generation };
  }

  inspected(generation: number, at: Microseconds): void {
    this.present(generation);
    this.#inspectedAt = at;
  }

  /** This log, and all before it, were in the log folder already. */
  present(generation: number): void {
    this.known(generation);
    this.#counters = { ...this.#counters, copied: generation, inspected: generation };
  }

  replayed(generation: number): void {
    this.#counters = { ...this.#counters, replayed: generation };
  }
}
