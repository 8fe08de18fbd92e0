import type { Microseconds, ScheduledStep, World } from '../kernel/index.ts';
import type { Member } from './membership.ts';

/** Nodes that were found missing, and what is planned because of that, until it is decided or they are heard again. */
export class Regroup {
  readonly missing: readonly Member[];
  readonly #world: World;
  readonly #steps: ScheduledStep[] = [];
  #isOn = true;

  constructor(world: World, missing: readonly Member[]) {
    this.#world = world;
    this.missing = missing;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Whether it is about these nodes. */
  isAbout(missing: readonly Member[]): boolean {
    return missing.length === this.missing.length && missing.every((node) => this.missing.includes(node));
  }

  later(after: Microseconds, label: string, step: () => void): void {
    this.#steps.push(this.#world.schedule(after, label, step));
  }

  giveUp(): void {
    this.#isOn = false;
    for (const step of this.#steps) this.#world.cancel(step);
  }
}
