import type { Microseconds, Program } from '@scanclash/simulator';

/**
 * A look: does what there is to do and tells when to look again at the latest; undefined where only a change in a
 * watched folder can give it something to do.
 */
export type Look = () => Microseconds | undefined;

/**
 * A program that looks into its folders at every tick of its clock. Ticks at which there is nothing to see are left out:
 * a change in a watched folder, or the time that the last look named, brings the next one, always on the grid of ticks
 * that began with the program. So nothing can tell it from one that looks every time, but for the work it saves.
 */
export class Poller {
  readonly #program: Program;
  readonly #interval: Microseconds;
  readonly #label: string;
  readonly #look: Look;
  readonly #startedAt: Microseconds;
  readonly #watched = new Set<string>();
  #nextAt: Microseconds | undefined;

  constructor(program: Program, interval: Microseconds, label: string, look: Look) {
    this.#program = program;
    this.#interval = interval;
    this.#label = label;
    this.#look = look;
    this.#startedAt = program.host.world.now;
  }

  /** Looks when a name comes into the folder or leaves it. The folder must exist. */
  watch(folder: string): void {
    if (this.#watched.has(folder)) return;
    this.#watched.add(folder);
    const { files, processes } = this.#program.host;
    const stop = files.watch(folder, () => this.wakeAt(this.#program.host.world.now));
    if (stop === undefined) throw new Error(`${folder} cannot be watched: it is not there`);
    processes.onExit(this.#program.process, stop);
  }

  /** Looks at the first tick after this instant, unless it looks earlier anyway. */
  wakeAt(at: Microseconds): void {
    const { now } = this.#program.host.world;
    const since = Math.max(at, now) - this.#startedAt;
    const tick = this.#startedAt + (Math.floor(since / this.#interval) + 1) * this.#interval;
    if (this.#nextAt !== undefined && this.#nextAt <= tick) return;
    this.#nextAt = tick;
    this.#program.after(tick - now, this.#label, () => {
      if (this.#nextAt !== tick) return;
      this.#nextAt = undefined;
      this.look();
    });
  }

  look(): void {
    const again = this.#look();
    if (again !== undefined) this.wakeAt(again);
  }
}
