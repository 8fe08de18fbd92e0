import type { EventIdentity, Microseconds, World } from '../../kernel/index.ts';
import type { Process, ProcessTable } from '../process-table.ts';
import type { ProgramStarted } from '../program-start.ts';
import type { Answered, Service } from './service.ts';
import { SERVICE_ERROR } from './service-error.ts';
import type { ServiceLog } from './service-log.ts';
import type { ServiceContext, ServiceProgram, ServiceState } from './service-program.ts';

/** @assumed So long a service may take to stop that gives no wait hint, before whoever waits gives up. */
const STOP_TIMEOUT: Microseconds = 30_000_000;

export interface RunnerParts {
  readonly world: World;
  readonly processes: ProcessTable;
  /** Starts a program, unless somebody refuses that. */
  readonly startProgram: (executable: string, done: ProgramStarted) => void;
  readonly log: ServiceLog;
  readonly displayName: (service: Service) => string;
  readonly emit: (kind: string, subject: string, details: Record<string, string | number>) => EventIdentity;
  /** A service process has ended without having reported that the service stopped. */
  readonly failed: (service: Service) => void;
}

/** Runs service programs in their processes, from the start to the stop or to the crash. */
export class ServiceRunner {
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Starts the process of a stopped service. Answered when it runs, or has failed to, or hangs while starting. */
  launch(
    service: Service,
    what: { readonly executable: string; readonly program: ServiceProgram; readonly connectTimeout: Microseconds },
    done: Answered,
  ): void {
    const { world, processes, startProgram } = this.#parts;
    const { connectTimeout } = what;
    service.waitFor(done);
    const starting = this.#enter(service, 'START_PENDING');
    world.because(starting, () =>
      startProgram(what.executable, (started) => {
        if (!started.ok) return this.#startRefused(service, started.error.code);
        const { process } = started;
        service.process = process;
        service.expectWithin(connectTimeout, 'service connect time-out', () =>
          this.#connectTimedOut(service, process, connectTimeout),
        );
        processes.onExit(process, () => this.#processGone(service, process));
        what.program(this.#contextOf(service, process));
      }),
    );
  }

  /** Sends a running service the stop control. Answered when it has stopped, or gives no sign of life any more (1053). */
  sendStop(service: Service, done: Answered = () => {}): void {
    const { process, stopHandler } = service;
    service.waitFor(done);
    const stopping = this.#enter(service, 'STOP_PENDING');
    this.#parts.world.because(stopping, () => {
      service.expectWithin(STOP_TIMEOUT, 'service stop', () => this.#hung(service));
      const stopped = (): void => {
        if (process !== undefined && service.process === process && service.state === 'STOP_PENDING') {
          this.#stopped(service, process, SERVICE_ERROR.ERROR_SUCCESS);
        }
      };
      if (stopHandler === undefined) stopped();
      else stopHandler(stopped);
    });
  }

  /** What a program can tell of its service, as long as it is the one that runs it. */
  #contextOf(service: Service, process: Process): ServiceContext {
    const isCurrent = (): boolean => service.process === process;
    return {
      service: service.name,
      process,
      running: () => {
        if (isCurrent() && service.state === 'START_PENDING') this.#running(service);
      },
      pending: (waitHint) => {
        if (!isCurrent() || service.state === 'RUNNING') return;
        service.checkpoint += 1;
        service.waitHint = waitHint;
        service.expectWithin(waitHint, 'service wait hint', () => this.#hung(service));
      },
      stopped: (exitCode = SERVICE_ERROR.ERROR_SUCCESS) => {
        if (isCurrent()) this.#stopped(service, process, exitCode);
      },
      onStop: (handler) => {
        if (isCurrent()) service.stopHandler = handler;
      },
      responding: (answers) => {
        if (!isCurrent()) return;
        service.responding = answers;
        const { control } = service;
        if (!answers || control === undefined) return;
        service.control = undefined;
        control();
      },
    };
  }

  #running(service: Service): void {
    const { world, log, displayName } = this.#parts;
    service.atRest();
    service.exitCode = SERVICE_ERROR.ERROR_SUCCESS;
    const event = this.#enter(service, 'RUNNING');
    world.because(event, () => {
      log.entered(displayName(service), 'running');
      service.answer(SERVICE_ERROR.ERROR_SUCCESS);
    });
  }

  /** No sign of life within the time that the service gave itself. It is left alone; who waits does so no longer. */
  #hung(service: Service): void {
    const { world, log, displayName, emit } = this.#parts;
    const { state } = service;
    const starting = state === 'START_PENDING';
    const error = starting ? SERVICE_ERROR.ERROR_SERVICE_START_HANG : SERVICE_ERROR.ERROR_SERVICE_REQUEST_TIMEOUT;
    const event = emit('service.hung', service.name, { error, state });
    world.because(event, () => {
      if (starting) log.hung(displayName(service));
      service.answer(error);
    });
  }

  /** The program could not be started: somebody did not let its file be run. */
  #startRefused(service: Service, error: number): void {
    const { world, log, displayName } = this.#parts;
    const event = this.#leave(service, error);
    world.because(event, () => {
      log.startFailed(displayName(service), error);
      service.answer(error);
    });
  }

  #connectTimedOut(service: Service, process: Process, timeout: Microseconds): void {
    const { world, log, displayName, processes } = this.#parts;
    const error = SERVICE_ERROR.ERROR_SERVICE_REQUEST_TIMEOUT;
    const event = this.#leave(service, error);
    world.because(event, () => {
      log.connectTimedOut(displayName(service), timeout / 1000);
      log.startFailed(displayName(service), error);
      processes.exit(process, 1);
      service.answer(error);
    });
  }

  /** The service has reported that it stopped; its process ends with it. */
  #stopped(service: Service, process: Process, exitCode: number): void {
    const { world, log, displayName, processes } = this.#parts;
    const starting = service.state === 'START_PENDING';
    const event = this.#leave(service, exitCode);
    world.because(event, () => {
      log.entered(displayName(service), 'stopped');
      if (exitCode !== SERVICE_ERROR.ERROR_SUCCESS) log.failed(displayName(service), exitCode);
      processes.exit(process, exitCode);
      const failure = exitCode === SERVICE_ERROR.ERROR_SUCCESS ? SERVICE_ERROR.ERROR_SERVICE_NOT_ACTIVE : exitCode;
      service.answer(starting ? failure : SERVICE_ERROR.ERROR_SUCCESS);
    });
  }

  /** The process is gone without a word: the service has failed. Who waits for its stop has it nevertheless. */
  #processGone(service: Service, process: Process): void {
    if (service.process !== process) return;
    const stopping = service.state === 'STOP_PENDING';
    const event = this.#leave(service, SERVICE_ERROR.ERROR_PROCESS_ABORTED);
    this.#parts.world.because(event, () => {
      this.#parts.failed(service);
      service.answer(stopping ? SERVICE_ERROR.ERROR_SUCCESS : SERVICE_ERROR.ERROR_PROCESS_ABORTED);
    });
  }

  #enter(service: Service, state: ServiceState): EventIdentity {
    service.state = state;
    service.since = this.#parts.emit(`service.${state.toLowerCase().replace('_', '-')}`, service.name, {});
    return service.since;
  }

  /** The service has come to its end, and its process is no longer its own. */
  #leave(service: Service, exitCode: number): EventIdentity {
    service.cleared();
    service.exitCode = exitCode;
    service.since = this.#parts.emit('service.stopped', service.name, exitCode === 0 ? {} : { exitCode });
    return service.since;
  }
}
