import type { EventIdentity, Microseconds, ScheduledStep, World } from '../../kernel/index.ts';
import type { Process } from '../process-table.ts';
import { SERVICE_ERROR } from './service-error.ts';
import type { ServiceState } from './service-program.ts';

export type Answered = (error: number) => void;

/** One service as it is now: its state, its process, who waits for it. What it is configured to be is elsewhere. */
export class Service {
  /** As the registry spells it. */
  name: string;
  state: ServiceState = 'STOPPED';
  exitCode: number = SERVICE_ERROR.ERROR_SERVICE_NEVER_STARTED;
  checkpoint = 0;
  waitHint: Microseconds = 0;
  process: Process | undefined;
  stopHandler: ((stopped: () => void) => void) | undefined;
  /** Whether its control handler answers. */
  responding = true;
  /** A control that waits for the handler to answer. */
  control: (() => void) | undefined;
  /** The last event of its life: a refusal because of it is caused by it. */
  since: EventIdentity | undefined;
  /** Failures since the last boot, or since they were forgotten. */
  failures = 0;
  lastFailure: Microseconds = 0;
  readonly #world: World;
  #waiting: Answered[] = [];
  #deadline: ScheduledStep | undefined;

  constructor(world: World, name: string) {
    this.#world = world;
    this.name = name;
  }

  /** Has `done` answered when the service has come to the state that it is on its way to, or fails to. */
  waitFor(done: Answered): void {
    this.#waiting.push(done);
  }

  answer(error: number): void {
    for (const done of this.#waiting.splice(0)) done(error);
  }

  /** Calls `missed` after a time, unless the service makes progress or comes to rest before. */
  expectWithin(us: Microseconds, label: string, missed: () => void): void {
    this.#expectNothing();
    this.#deadline = this.#world.schedule(us, label, missed);
  }

  /** The service has come to the state that it was on its way to. */
  atRest(): void {
    this.#expectNothing();
    this.checkpoint = 0;
    this.waitHint = 0;
  }

  /** The service is stopped, and its process no longer its own. */
  cleared(): void {
    this.atRest();
    this.state = 'STOPPED';
    this.process = undefined;
    this.stopHandler = undefined;
    this.responding = true;
    this.control = undefined;
  }

  /** The host is down: as after a boot, and nobody is answered. */
  forget(): void {
    this.cleared();
    this.exitCode = SERVICE_ERROR.ERROR_SERVICE_NEVER_STARTED;
    this.since = undefined;
    this.failures = 0;
    this.#waiting = [];
  }

  #expectNothing(): void {
    if (this.#deadline !== undefined) this.#world.cancel(this.#deadline);
    this.#deadline = undefined;
  }
}
