import { BehaviourSwitches } from './behaviours.ts';
import { BoundReached } from './bound-reached.ts';
import { type Bounds, boundsWithDefaults } from './bounds.ts';
import { addMicroseconds, type CivilTime } from './civil-time.ts';
import { EventQueue, type QueueTicket, slotOf } from './event-queue.ts';
import { invariant, violated } from './invariant.ts';
import { type Draw, isUnsigned32, KeyedRandom } from './keyed-random.ts';
import { ReadSet } from './read-set.ts';
import { type Causes, NO_CAUSES, type Trace, TraceRecorder } from './trace.ts';
import { type EventIdentity, type EventToEmit, formatInstant, type Microseconds } from './trace-event.ts';

export interface WorldOptions {
  /** Unsigned 32 bits. */
  readonly seed: number;
  /** The local wall clock of the world's hosts at time 0. */
  readonly startsAt: CivilTime;
  /** Which mechanisms are on, and what the assumptions are worth; none are known where it is missing. */
  readonly behaviours?: BehaviourSwitches;
  readonly bounds?: Partial<Bounds>;
  /** When given (unsigned 32 bits), the order at equal instants depends on this number: verdicts must not. */
  readonly shuffleTies?: number;
  /** Keep the trace lines in memory. Otherwise there are the hash, the count and the last 50 events. */
  readonly storeTrace?: boolean;
}

declare const scheduledStep: unique symbol;

/** A step that was scheduled, to cancel it by. Not reused, so one that has run can be cancelled without harm. */
export type ScheduledStep = QueueTicket & { readonly [scheduledStep]: true };

/** What waits in a slot of the queue; used again with the slot. */
interface Waiting {
  step: () => void;
  label: string;
  causes: Causes;
}

const EVENTS_SHOWN = 20;

const nothing = () => {};

/**
 * One deterministic world: a virtual clock, steps in the order of (instant, sequence), luck by key, and a trace in which
 * each event names its causes. Synchronous; nothing in it depends on the machine.
 *
 * It is not serialised: a checkpoint is its inputs, its seed and the number of steps run, re-entered by replay with
 * `runSteps`.
 */
export class World {
  readonly trace: Trace;
  readonly behaviours: BehaviourSwitches;
  readonly reads = new ReadSet();
  readonly #recorder: TraceRecorder;
  readonly #startsAt: CivilTime;
  readonly #bounds: Bounds;
  readonly #random: KeyedRandom;
  readonly #queue: EventQueue;
  readonly #waiting: Waiting[] = [];
  #now: Microseconds = 0;
  #steps = 0;
  #causes: Causes = NO_CAUSES;
  #running = false;

  constructor(options: WorldOptions) {
    const { shuffleTies } = options;
    invariant(
      shuffleTies === undefined || isUnsigned32(shuffleTies),
      `shuffleTies ${shuffleTies}: must be an integer from 0 to 4294967295`,
    );
    this.#recorder = new TraceRecorder({ store: options.storeTrace ?? false });
    this.trace = this.#recorder;
    this.behaviours = options.behaviours ?? new BehaviourSwitches([]);
    this.#startsAt = options.startsAt;
    this.#bounds = boundsWithDefaults(options.bounds);
    this.#random = new KeyedRandom(options.seed);
    this.#queue = new EventQueue(shuffleTies === undefined ? {} : { shuffleTies });
  }

  get now(): Microseconds {
    return this.#now;
  }

  /** Steps run so far. */
  get steps(): number {
    return this.#steps;
  }

  /** Steps scheduled and neither run nor cancelled. */
  get pending(): number {
    return this.#queue.size;
  }

  /** The causes that an event would have if it were emitted now. */
  get causes(): readonly EventIdentity[] {
    return this.#causes.ids;
  }

  /**
   * Runs `step` in `delay` µs, under the causes of now. With a delay of 0 it runs at this instant, after the steps that
   * already wait for it.
   *
   * @param label - What the step is, for people who read an error.
   */
  schedule(delay: Microseconds, label: string, step: () => void): ScheduledStep {
    const at = this.#now + delay;
    if (!(delay >= 0) || !Number.isSafeInteger(at)) {
      violated(`step "${label}" is scheduled in ${delay} µs: a delay is an integer, 0 or more`);
    }
    if (this.#queue.pushed >= this.#bounds.maxEvents) this.#reached('maxEvents', `scheduling step "${label}"`);
    const ticket = this.#queue.push(at);
    const slot = slotOf(ticket);
    const waiting = this.#waiting[slot];
    if (waiting === undefined) {
      this.#waiting[slot] = { step, label, causes: this.#causes };
    } else {
      waiting.step = step;
      waiting.label = label;
      waiting.causes = this.#causes;
    }
    return ticket as ScheduledStep;
  }

  /** The step will not run. One that has run, runs now or was cancelled is left alone. */
  cancel(step: ScheduledStep): void {
    if (this.#queue.cancel(step)) (this.#waiting[slotOf(step)] as Waiting).step = nothing;
  }

  /** Adds an event to the trace; its causes are those of now, then those of the event, each once. The current causes stay. */
  emit(event: EventToEmit): EventIdentity {
    if (this.#recorder.count >= this.#bounds.maxTraceEvents) {
      this.#reached('maxTraceEvents', `emitting ${event.host}/${event.component}/${event.kind}/${event.subject}`);
    }
    return this.#recorder.record(this.#now, event, joined(this.#causes, event.causes));
  }

  /** Runs `action` with this cause, or these, in place of the current ones: what it emits and schedules follows from them. */
  because<T>(cause: EventIdentity | readonly EventIdentity[], action: () => T): T {
    const outer = this.#causes;
    this.#causes = typeof cause === 'string' ? this.#recorder.causeOf(cause) : joined(NO_CAUSES, cause);
    try {
      return action();
    } finally {
      this.#causes = outer;
    }
  }

  /** Luck that depends on nothing but its key and how often this very key was drawn. */
  draw(host: string, component: string, purpose: string, subject: string): Draw {
    return this.#random.draw(host, component, purpose, subject);
  }

  /** From now on draws come from another epoch (0 at the start, unsigned 32 bits): another future of the same past. */
  reseed(epoch: number): void {
    this.#random.reseed(epoch);
  }

  /** Runs every step that is due at `at` or before, those included that they schedule; then it is `at`. */
  runUntil(at: Microseconds): void {
    invariant(Number.isSafeInteger(at) && at >= this.#now, `cannot run until ${at} µs: it is ${this.#now} µs already`);
    if (at > this.#bounds.until) this.#reached('until', `it was to run until ${formatInstant(at)}`);
    this.#run(at, Number.POSITIVE_INFINITY);
    this.#now = at;
  }

  /** Runs that many steps, fewer where no more are waiting, and returns how many. It is then the instant of the last one. */
  runSteps(count: number): number {
    invariant(Number.isSafeInteger(count) && count >= 0, `cannot run ${count} steps`);
    return this.#run(Number.POSITIVE_INFINITY, count);
  }

  /** The local wall clock at an instant, which is now where it is not given. */
  localTime(at: Microseconds = this.#now): CivilTime {
    return addMicroseconds(this.#startsAt, at);
  }

  #run(until: Microseconds, count: number): number {
    invariant(!this.#running, 'a step cannot run the world that runs it: schedule what is to happen');
    const outer = this.#causes;
    const queue = this.#queue;
    let label: string | undefined;
    let ran = 0;
    this.#running = true;
    try {
      while (ran < count) {
        const at = queue.nextAt();
        if (at > until || at === Number.POSITIVE_INFINITY) break;
        const waiting = this.#waiting[slotOf(queue.pop())] as Waiting;
        const { step } = waiting;
        label = undefined;
        if (at > this.#bounds.until) this.#reached('until', `step "${waiting.label}" is due at ${formatInstant(at)}`);
        label = waiting.label;
        this.#now = at;
        this.#causes = waiting.causes;
        waiting.step = nothing;
        waiting.causes = NO_CAUSES;
        this.#steps += 1;
        ran += 1;
        step();
      }
    } catch (error) {
      throw label === undefined ? error : annotated(error, `in step "${label}" at ${formatInstant(this.#now)}`);
    } finally {
      this.#running = false;
      this.#causes = outer;
    }
    return ran;
  }

  #reached(bound: keyof Bounds, attempt: string): never {
    throw new BoundReached(bound, this.#bounds[bound], this.#now, attempt, this.trace.last(EVENTS_SHOWN));
  }
}

function joined(causes: Causes, more: readonly EventIdentity[] | undefined): Causes {
  if (more === undefined || more.length === 0) return causes;
  const ids = [...causes.ids];
  for (const id of more) if (!ids.includes(id)) ids.push(id);
  return { ids, json: undefined };
}

/** The same error, so that its class still tells what it is, with a line more. */
function annotated(error: unknown, where: string): unknown {
  if (!(error instanceof Error)) return new Error(`${String(error)}\n  ${where}`, { cause: error });
  const { message, stack } = error;
  error.message = `${message}\n  ${where}`;
  if (stack !== undefined) error.stack = stack.replace(message, () => error.message);
  return error;
}
