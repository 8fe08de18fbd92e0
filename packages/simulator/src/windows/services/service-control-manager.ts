import { foldPath, type RegistryEditor } from '@scanclash/core';
import type { EventIdentity, Microseconds, World } from '../../kernel/index.ts';
import type { EventLog } from '../event-log.ts';
import type { Process, ProcessTable } from '../process-table.ts';
import { executableOf, readService, type ServiceConfiguration, serviceNames } from './service-configuration.ts';

/** Results of service control calls, by the names of winerror.h. */
export const SERVICE_ERROR = {
  ERROR_SUCCESS: 0,
  ERROR_FILE_NOT_FOUND: 2,
  ERROR_DEPENDENT_SERVICES_RUNNING: 1051,
  ERROR_SERVICE_REQUEST_TIMEOUT: 1053,
  ERROR_SERVICE_ALREADY_RUNNING: 1056,
  ERROR_SERVICE_DISABLED: 1058,
  ERROR_SERVICE_DOES_NOT_EXIST: 1060,
  ERROR_SERVICE_CANNOT_ACCEPT_CTRL: 1061,
  ERROR_SERVICE_NOT_ACTIVE: 1062,
  ERROR_PROCESS_ABORTED: 1067,
  ERROR_SERVICE_DEPENDENCY_FAIL: 1068,
  ERROR_SERVICE_NEVER_STARTED: 1077,
} as const;

export const SERVICE_STATE = { STOPPED: 1, START_PENDING: 2, STOP_PENDING: 3, RUNNING: 4 } as const;
export type ServiceState = keyof typeof SERVICE_STATE;

/** What `sc query` shows of a service. */
export interface ServiceStatus {
  readonly state: ServiceState;
  readonly exitCode: number;
  readonly checkpoint: number;
  readonly waitHint: Microseconds;
  readonly process: Process | undefined;
}

/** What a service program is given when it is started. */
export interface ServiceContext {
  readonly service: string;
  readonly process: Process;
  /** Tells the service control manager that the service runs; to be called within 30 s. */
  running(): void;
  /** What to do at a stop request; the handler calls `stopped` when it is done. */
  onStop(handler: (stopped: () => void) => void): void;
}
export type ServiceProgram = (context: ServiceContext) => void;

/** A start that is not confirmed within `ServicesPipeTimeout` fails: 30 s. exchange-ccr.md 10.1. */
const START_TIMEOUT: Microseconds = 30_000_000;

interface Service {
  state: ServiceState;
  exitCode: number;
  checkpoint: number;
  waitHint: Microseconds;
  process: Process | undefined;
  stop: ((stopped: () => void) => void) | undefined;
  /** The last event of its life: a refusal because of it is caused by it. */
  since: EventIdentity | undefined;
  readonly waiting: ((error: number) => void)[];
}

/**
 * Starts and stops the services that the registry describes: dependencies first, a stop refused while dependents run.
 * Which program stands behind an image path is registered by whoever installs it.
 */
export class ServiceControlManager {
  readonly #world: World;
  readonly #host: string;
  readonly #registry: RegistryEditor;
  readonly #processes: ProcessTable;
  readonly #eventLog: EventLog;
  readonly #programs = new Map<string, ServiceProgram>();
  readonly #services = new Map<string, Service>();

  constructor(world: World, host: string, registry: RegistryEditor, processes: ProcessTable, eventLog: EventLog) {
    this.#world = world;
    this.#host = host;
    this.#registry = registry;
    this.#processes = processes;
    this.#eventLog = eventLog;
  }

  /** Puts a program behind an executable. */
  registerProgram(executable: string, program: ServiceProgram): void {
    this.#programs.set(foldPath(executable), program);
  }

  /** The names of the services, as the registry lists them. */
  names(): readonly string[] {
    return serviceNames(this.#registry).filter((name) => this.configuration(name) !== undefined);
  }

  configuration(name: string): ServiceConfiguration | undefined {
    return readService(this.#registry, name);
  }

  status(name: string): ServiceStatus {
    const { state, exitCode, checkpoint, waitHint, process } = this.#service(name);
    return { state, exitCode, checkpoint, waitHint, process };
  }

  isRunning(name: string): boolean {
    return this.#service(name).state === 'RUNNING';
  }

  /** Starts all automatic services, as at boot; a service that fails is logged, the others go on. */
  startAutomatic(): void {
    for (const name of this.names()) {
      const configuration = this.configuration(name);
      if (configuration?.start !== 'auto') continue;
      this.start(name, (error) => {
        if (error === 0 || error === SERVICE_ERROR.ERROR_SERVICE_ALREADY_RUNNING) return;
        const dependency = error === SERVICE_ERROR.ERROR_SERVICE_DEPENDENCY_FAIL;
        this.#eventLog.write('System', {
          source: 'Service Control Manager',
          id: dependency ? 7001 : 7000,
          level: 'error',
          text: dependency
            ? `The ${configuration.displayName} service depends on a service which failed to start.`
            : `The ${configuration.displayName} service failed to start due to the following error: ${error}`,
        });
      });
    }
  }

  /** Starts a service and whatever it depends on; `done` gets a Windows error code, 0 on success. */
  start(name: string, done: (error: number) => void = () => {}): void {
    const configuration = this.configuration(name);
    if (configuration === undefined) return done(SERVICE_ERROR.ERROR_SERVICE_DOES_NOT_EXIST);
    const service = this.#service(name);
    if (service.state === 'RUNNING') return done(SERVICE_ERROR.ERROR_SERVICE_ALREADY_RUNNING);
    if (service.state === 'START_PENDING') {
      service.waiting.push(done);
      return;
    }
    if (configuration.start === 'disabled') return done(SERVICE_ERROR.ERROR_SERVICE_DISABLED);
    if (service.state === 'STOP_PENDING') return done(SERVICE_ERROR.ERROR_SERVICE_CANNOT_ACCEPT_CTRL);
    this.#startAll(configuration.dependsOn, (failed) => {
      if (failed) return done(SERVICE_ERROR.ERROR_SERVICE_DEPENDENCY_FAIL);
      if (service.state !== 'STOPPED') return this.start(name, done);
      this.#launch(configuration, service, done);
    });
  }

  /** Stops a service; refused with 1051 while services that depend on it run. */
  stop(name: string, done: (error: number) => void = () => {}): void {
    const service = this.#service(name);
    if (this.configuration(name) === undefined) return done(SERVICE_ERROR.ERROR_SERVICE_DOES_NOT_EXIST);
    if (service.state === 'STOPPED') return done(SERVICE_ERROR.ERROR_SERVICE_NOT_ACTIVE);
    if (service.state !== 'RUNNING') return done(SERVICE_ERROR.ERROR_SERVICE_CANNOT_ACCEPT_CTRL);
    const dependents = this.runningDependents(name);
    if (dependents.length > 0) {
      const causes = dependents
        .map((dependent) => this.#service(dependent).since)
        .filter((event) => event !== undefined);
      const details = { error: SERVICE_ERROR.ERROR_DEPENDENT_SERVICES_RUNNING, dependents: dependents.join(' ') };
      const refused = this.#emit('service.stop-refused', name, details, causes);
      this.#world.because(refused, () => done(SERVICE_ERROR.ERROR_DEPENDENT_SERVICES_RUNNING));
      return;
    }
    const stopping = this.#enter(service, name, 'STOP_PENDING');
    const { process } = service;
    this.#world.because(stopping, () => {
      const stopped = () => {
        if (service.process !== process || process === undefined) return;
        this.#settle(service, name, 'STOPPED', 0);
        this.#processes.exit(process);
        done(SERVICE_ERROR.ERROR_SUCCESS);
      };
      if (service.stop === undefined) stopped();
      else service.stop(stopped);
    });
  }

  /** The running services that depend on this one, directly. */
  runningDependents(name: string): readonly string[] {
    const wanted = name.toUpperCase();
    return this.names().filter(
      (other) =>
        this.#service(other).state !== 'STOPPED' &&
        this.configuration(other)?.dependsOn.some((dependency) => dependency.toUpperCase() === wanted) === true,
    );
  }

  #startAll(names: readonly string[], done: (failed: boolean) => void): void {
    const [first, ...rest] = names;
    if (first === undefined) return done(false);
    this.start(first, (error) => {
      const ok = error === SERVICE_ERROR.ERROR_SUCCESS || error === SERVICE_ERROR.ERROR_SERVICE_ALREADY_RUNNING;
      if (ok) this.#startAll(rest, done);
      else done(true);
    });
  }

  #launch(configuration: ServiceConfiguration, service: Service, done: (error: number) => void): void {
    const executable = executableOf(configuration.imagePath);
    const program = this.#programs.get(foldPath(executable));
    if (program === undefined) return done(SERVICE_ERROR.ERROR_FILE_NOT_FOUND);
    service.waiting.push(done);
    const starting = this.#enter(service, configuration.name, 'START_PENDING');
    this.#world.because(starting, () => {
      const process = this.#processes.start(executable);
      service.process = process;
      service.stop = undefined;
      const timeout = this.#world.schedule(START_TIMEOUT, 'service start time-out', () =>
        this.#timeOut(configuration, service),
      );
      this.#processes.onExit(process, () => this.#ended(configuration, service, process));
      program({
        service: configuration.name,
        process,
        running: () => {
          if (service.process !== process || service.state !== 'START_PENDING') return;
          this.#world.cancel(timeout);
          this.#settle(service, configuration.name, 'RUNNING', 0);
          this.#answer(service, SERVICE_ERROR.ERROR_SUCCESS);
        },
        onStop: (handler) => {
          service.stop = handler;
        },
      });
    });
  }

  #timeOut(configuration: ServiceConfiguration, service: Service): void {
    if (service.state !== 'START_PENDING' || service.process === undefined) return;
    this.#eventLog.write('System', {
      source: 'Service Control Manager',
      id: 7009,
      level: 'error',
      text: `A timeout was reached (${START_TIMEOUT / 1000} milliseconds) while waiting for the ${configuration.displayName} service to connect.`,
    });
    const { process } = service;
    this.#settle(service, configuration.name, 'STOPPED', SERVICE_ERROR.ERROR_SERVICE_REQUEST_TIMEOUT);
    this.#processes.exit(process, 1);
    this.#answer(service, SERVICE_ERROR.ERROR_SERVICE_REQUEST_TIMEOUT);
  }

  /** The process is gone without a stop: 7034, or the failure actions. */
  #ended(configuration: ServiceConfiguration, service: Service, process: Process): void {
    if (service.process !== process || service.state === 'STOPPED') return;
    this.#settle(service, configuration.name, 'STOPPED', SERVICE_ERROR.ERROR_PROCESS_ABORTED);
    this.#eventLog.write('System', {
      source: 'Service Control Manager',
      id: 7034,
      level: 'error',
      text: `The ${configuration.displayName} service terminated unexpectedly.`,
    });
    this.#answer(service, SERVICE_ERROR.ERROR_PROCESS_ABORTED);
  }

  #answer(service: Service, error: number): void {
    for (const done of service.waiting.splice(0)) done(error);
  }

  #enter(service: Service, name: string, state: ServiceState): EventIdentity {
    service.state = state;
    const event = this.#emit(`service.${state.toLowerCase().replace('_', '-')}`, name, {}, []);
    service.since = event;
    return event;
  }

  #settle(service: Service, name: string, state: 'RUNNING' | 'STOPPED', exitCode: number): void {
    service.state = state;
    service.exitCode = exitCode;
    if (state === 'STOPPED') {
      service.process = undefined;
      service.stop = undefined;
    }
    const event = this.#emit(`service.${state.toLowerCase()}`, name, exitCode === 0 ? {} : { exitCode }, []);
    service.since = event;
    this.#world.because(event, () =>
      this.#eventLog.write('System', {
        source: 'Service Control Manager',
        id: 7036,
        level: 'information',
        text: `The ${this.configuration(name)?.displayName ?? name} service entered the ${state.toLowerCase()} state.`,
      }),
    );
  }

  #emit(
    kind: string,
    name: string,
    details: Record<string, string | number>,
    causes: readonly EventIdentity[],
  ): EventIdentity {
    return this.#world.emit({ host: this.#host, component: 'scm', kind, subject: name, details, causes });
  }

  #service(name: string): Service {
    const key = name.toUpperCase();
    let service = this.#services.get(key);
    if (service === undefined) {
      service = {
        state: 'STOPPED',
        exitCode: SERVICE_ERROR.ERROR_SERVICE_NEVER_STARTED,
        checkpoint: 0,
        waitHint: 0,
        process: undefined,
        stop: undefined,
        since: undefined,
        waiting: [],
      };
      this.#services.set(key, service);
    }
    return service;
  }
}
