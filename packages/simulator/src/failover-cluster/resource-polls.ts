import type { Microseconds, ScheduledStep, World } from '../kernel/index.ts';

/** Resources with the same poll interval. */
interface Pass {
  /** By what is tested. */
  readonly tests: Map<object, () => void>;
  next: ScheduledStep;
}

/**
 * The polls of a resource monitor: resources with the same interval are tested in one pass, one after the other.
 *
 * @assumed After the poll buckets of the real one, without its staggering of large buckets. A resource that comes online
 * is first tested in the next pass.
 */
export class ResourcePolls {
  readonly #world: World;
  readonly #passes = new Map<Microseconds, Pass>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Tests something at an interval until it is removed. */
  add(what: object, interval: Microseconds, test: () => void): void {
    const pass = this.#passes.get(interval);
    if (pass !== undefined) {
      pass.tests.set(what, test);
      return;
    }
    const run = (): void => {
      for (const one of begun.tests.values()) one();
      if (begun.tests.size > 0) begun.next = this.#world.schedule(interval, 'resource poll', run);
    };
    const begun: Pass = { tests: new Map([[what, test]]), next: this.#world.schedule(interval, 'resource poll', run) };
    this.#passes.set(interval, begun);
  }

  remove(what: object): void {
    for (const [interval, pass] of this.#passes) {
      if (!pass.tests.delete(what) || pass.tests.size > 0) continue;
      this.#world.cancel(pass.next);
      this.#passes.delete(interval);
    }
  }
}
