import { EventQueue, parseCivilTime, slotOf, World } from '@scanclash/simulator';
import { median } from '../median.ts';

/** How far ahead a process schedules itself, µs, from a random unsigned 32-bit word. */
const DELAYS = {
  /** Under a millisecond: many steps fall on one instant. */
  short: (word: number) => word % 1000,
  /** Up to 100 s, evenly: the classic hold model. */
  long: (word: number) => word % 100_000_000,
  /** What a mail server does: mostly short, one in sixteen up to an hour. */
  mixed: (word: number) => ((word & 15) === 0 ? word % 3_600_000_000 : word % 1000),
} as const;

export type HoldModelDelays = keyof typeof DELAYS;

export interface HoldModel {
  /** Processes, each with one step waiting at any time. */
  readonly pending: number;
  /** Steps to run. */
  readonly events: number;
  readonly delays: HoldModelDelays;
}

export interface HoldModelRun {
  readonly eventsPerSecond: number;
  /** The instant of the last step, µs: the same for every correct scheduler. */
  readonly endsAt: number;
}

/** What is measured: schedules `step` at `delay` µs from now, and runs `events` steps, the earliest first. */
interface Scheduler {
  schedule(delay: number, step: () => void): void;
  run(events: number): number;
}

class BareQueue implements Scheduler {
  readonly #queue = new EventQueue();
  readonly #steps: (() => void)[] = [];
  #now = 0;

  schedule(delay: number, step: () => void): void {
    this.#steps[slotOf(this.#queue.push(this.#now + delay))] = step;
  }

  run(events: number): number {
    for (let count = 0; count < events; count += 1) {
      this.#now = this.#queue.nextAt();
      (this.#steps[this.#queue.pop()] as () => void)();
    }
    return this.#now;
  }
}

class WholeWorld implements Scheduler {
  readonly #world = new World({ seed: 1, startsAt: parseCivilTime('2004-11-15T08:00:00') });

  schedule(delay: number, step: () => void): void {
    this.#world.schedule(delay, 'hold', step);
  }

  run(events: number): number {
    this.#world.runSteps(events);
    return this.#world.now;
  }
}

/** The event queue alone: what other simulators' schedulers are compared with. */
export const holdInQueue = (model: HoldModel): HoldModelRun => hold(new BareQueue(), model);

/** The queue in its world: bounds, causes and labels included, no trace event emitted. */
export const holdInWorld = (model: HoldModel): HoldModelRun => hold(new WholeWorld(), model);

/** N processes, each of which schedules itself anew whenever it runs. Seeding the first N steps is not timed. */
function hold(scheduler: Scheduler, { pending, events, delays }: HoldModel): HoldModelRun {
  const delayOf = DELAYS[delays];
  let word = 12_345;
  const delay = () => {
    // xorshift32, Marsaglia 2003: integers only, and cheap beside the queue.
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return delayOf(word >>> 0);
  };
  for (let process = 0; process < pending; process += 1) {
    const step = () => scheduler.schedule(delay(), step);
    step();
  }
  const start = performance.now();
  const endsAt = scheduler.run(events);
  return { eventsPerSecond: (events / (performance.now() - start)) * 1000, endsAt };
}

/** Prints millions of events per second, the median of `rounds` after one round to warm up, schedulers taking turns. */
export function printHoldModel(events = 1_000_000, rounds = 5): void {
  console.log(`Hold model, ${events} events, median of ${rounds} rounds, million events per second`);
  console.log('delays     pending    queue    world');
  for (const delays of Object.keys(DELAYS) as HoldModelDelays[]) {
    for (const pending of [100, 1000, 100_000]) {
      const model = { pending, events, delays };
      const runs = Array.from({ length: rounds + 1 }, () => ({ queue: holdInQueue(model), world: holdInWorld(model) }));
      const ends = new Set(runs.flatMap(({ queue, world }) => [queue.endsAt, world.endsAt]));
      if (ends.size !== 1)
        throw new Error(`queue and world disagree on where ${events} ${delays} steps end: ${[...ends].join(', ')}`);
      const [queue, world] = (['queue', 'world'] as const).map((scheduler) =>
        millions(median(runs.slice(1).map((run) => run[scheduler].eventsPerSecond))),
      );
      console.log(`${delays.padEnd(6)} ${String(pending).padStart(11)} ${queue} ${world}`);
    }
  }
}

function millions(eventsPerSecond: number): string {
  return (eventsPerSecond / 1e6).toFixed(2).padStart(8);
}
