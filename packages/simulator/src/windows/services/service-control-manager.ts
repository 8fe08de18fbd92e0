import { foldName, foldPath, type RegistryTree } from '@scanclash/core';
import type { EventIdentity, Microseconds, ScheduledStep, World } from '../../kernel/index.ts';
import type { EventLog } from '../event-log.ts';
import type { Process, ProcessTable } from '../process-table.ts';
import type { ProgramStarted } from '../program-start.ts';
import type { WindowsVersion } from '../windows-version.ts';
import { type Answered, Service } from './service.ts';
import { executableOf, type ServiceChanges, type ServiceConfiguration } from './service-configuration.ts';
import { ServiceDatabase } from './service-database.ts';
import { type DependencyFailure, startDependencies } from './service-dependencies.ts';
import { SERVICE_ERROR } from './service-error.ts';
import { readServiceLimits, type ServiceLimits } from './service-limits.ts';
import { ServiceLog } from './service-log.ts';
import type { ServiceProgram, ServiceStatus } from './service-program.ts';
import { ServiceRecovery } from './service-recovery.ts';
import { ServiceRunner } from './service-runner.ts';

export { SERVICE_ERROR, serviceErrorText } from './service-error.ts';
export {
  SERVICE_STATE,
  type ServiceContext,
  type ServiceProgram,
  type ServiceState,
  type ServiceStatus,
} from './service-program.ts';

/** What the service control manager needs of its host. */
export interface ServiceHost {
  readonly name: string;
  readonly windows: WindowsVersion;
  readonly registry: RegistryTree;
  readonly processes: ProcessTable;
  readonly eventLog: EventLog;
  /** `%NAME%` filled in. */
  expand(path: string): string;
  /** Whether a program is there to be started. */
  isFile(path: string): boolean;
  startProgram(executable: string, done: ProgramStarted): void;
  execute(commandLine: string): void;
  reboot(): void;
}

/** A control handler answers within this time, or the control fails: event 7011. */
const CONTROL_TIMEOUT: Microseconds = 30_000_000;
/** Delayed automatic services start so long after the others (AutoStartDelay). */
const DELAYED_START: Microseconds = 120_000_000;

/**
 * Starts and stops the services that the registry describes: dependencies first, a stop refused while dependents run.
 * Which program stands behind an image path is registered by whoever installs it.
 *
 * Answers are Windows error codes, 0 on success, and come under the event that explains them.
 */
export class ServiceControlManager {
  readonly #world: World;
  readonly #host: ServiceHost;
  readonly #database: ServiceDatabase;
  readonly #log: ServiceLog;
  readonly #recovery: ServiceRecovery;
  readonly #runner: ServiceRunner;
  readonly #programs = new Map<string, ServiceProgram>();
  readonly #services = new Map<string, Service>();
  /** Read at boot. */
  #connectTimeout: Microseconds;
  #delayedStart: ScheduledStep | undefined;
  #isBooting = false;
  #isShuttingDown = false;

  constructor(world: World, host: ServiceHost) {
    this.#world = world;
    this.#host = host;
    this.#database = new ServiceDatabase(host.registry);
    this.#connectTimeout = this.#limits.connect;
    this.#log = new ServiceLog(host.eventLog, host.windows);
    this.#recovery = new ServiceRecovery({
      world,
      registry: host.registry,
      log: this.#log,
      means: {
        start: (service, done) => this.start(service, done),
        execute: (commandLine) => host.execute(commandLine),
        reboot: () => host.reboot(),
      },
      emit: (service, details) => this.#emit('service.recovery', service, details),
    });
    this.#runner = new ServiceRunner({
      world,
      processes: host.processes,
      startProgram: (executable, done) => host.startProgram(executable, done),
      log: this.#log,
      displayName: (service) => this.#displayName(service),
      emit: (kind, subject, details) => this.#emit(kind, subject, details),
      failed: (service) => {
        if (!this.#isShuttingDown) this.#recovery.failed(service, this.#displayName(service));
      },
    });
  }

  /** Puts a program behind an executable. */
  registerProgram(executable: string, program: ServiceProgram): void {
    this.#programs.set(foldPath(this.#host.expand(executable)), program);
  }

  /** The names of the services, in the order in which Windows lists them. */
  names(): readonly string[] {
    return this.#database.names();
  }

  configuration(name: string): ServiceConfiguration | undefined {
    return this.#database.configuration(name);
  }

  status(name: string): ServiceStatus {
    const { state, exitCode, checkpoint, waitHint, process } = this.#service(name);
    return { state, exitCode, checkpoint, waitHint, process };
  }

  /** The event that brought a service to its state; undefined where it never left it. */
  since(name: string): EventIdentity | undefined {
    return this.#service(name).since;
  }

  isRunning(name: string): boolean {
    return this.#service(name).state === 'RUNNING';
  }

  /** The service that a process runs, if it runs one. */
  serviceOf(process: Process): string | undefined {
    for (const service of this.#services.values()) if (service.process === process) return service.name;
    return undefined;
  }

  /** The services that depend on this one, directly, and are not stopped. */
  runningDependents(name: string): readonly string[] {
    return this.#database
      .dependents(name)
      .filter((dependent) => this.#service(dependent.name).state !== 'STOPPED')
      .map((dependent) => dependent.name);
  }

  /** Changes a service as `sc config` does: in the registry, and at once. What is written there directly waits for a boot. */
  configure(name: string, changes: ServiceChanges): number {
    const before = this.configuration(name);
    if (before === undefined) return SERVICE_ERROR.ERROR_SERVICE_DOES_NOT_EXIST;
    this.#database.change(name, changes);
    const { start } = changes;
    if (start !== undefined && start !== before.start) {
      const event = this.#emit('service.start-type-changed', before.name, { start });
      this.#world.because(event, () => this.#log.startTypeChanged(before.displayName, before.start, start));
    }
    return SERVICE_ERROR.ERROR_SUCCESS;
  }

  /** Loads the database and starts the automatic services, as at boot. */
  boot(): void {
    this.#isShuttingDown = false;
    this.#database.load();
    this.#connectTimeout = this.#limits.connect;
    this.startAutomatic();
  }

  /** Starts all automatic services in the order of their groups; one that fails is logged, the others go on. */
  startAutomatic(): void {
    const automatic = this.#database.inBootOrder().filter(({ start }) => start === 'auto');
    const late = automatic.filter(({ delayed }) => delayed && this.#knowsDelayedStart);
    this.#isBooting = true;
    for (const service of automatic) if (!late.includes(service)) this.start(service.name);
    this.#isBooting = false;
    if (late.length === 0) return;
    this.#delayedStart = this.#world.schedule(DELAYED_START, 'delayed service start', () => {
      for (const { name } of late) this.start(name);
    });
  }

  /** Starts a service and whatever it depends on. Answered when it runs, or has failed to, or hangs while starting. */
  start(name: string, done: Answered = () => {}): void {
    const configuration = this.configuration(name);
    if (configuration === undefined) return done(SERVICE_ERROR.ERROR_SERVICE_DOES_NOT_EXIST);
    const service = this.#service(name);
    // Somebody may have asked for it in another spelling before it was installed.
    service.name = configuration.name;
    if (service.state === 'START_PENDING') return service.waitFor(done);
    if (service.state !== 'STOPPED') return done(SERVICE_ERROR.ERROR_SERVICE_ALREADY_RUNNING);
    if (this.#isShuttingDown) return done(SERVICE_ERROR.ERROR_SHUTDOWN_IN_PROGRESS);
    if (configuration.start === 'disabled') return this.#fail(name, SERVICE_ERROR.ERROR_SERVICE_DISABLED, done);
    if (this.#database.hasCircle(name)) {
      const atBoot = this.#isBooting;
      return this.#fail(name, SERVICE_ERROR.ERROR_CIRCULAR_DEPENDENCY, done, () =>
        this.#log.circle(configuration.displayName, atBoot),
      );
    }
    const parts = { starter: this, database: this.#database };
    startDependencies(this.#world, parts, configuration, (failure) => {
      if (failure !== undefined) return this.#dependencyFailed(configuration, failure, done);
      if (service.state !== 'STOPPED' || this.#isShuttingDown) return this.start(name, done);
      this.#launch(configuration, service, done);
    });
  }

  /** Stops a service; refused with 1051 while services that depend on it run. 1053 says that it takes longer than it said. */
  stop(name: string, done: Answered = () => {}): void {
    if (this.configuration(name) === undefined) return done(SERVICE_ERROR.ERROR_SERVICE_DOES_NOT_EXIST);
    const service = this.#service(name);
    if (service.state === 'STOPPED') return done(SERVICE_ERROR.ERROR_SERVICE_NOT_ACTIVE);
    if (service.state !== 'RUNNING' || service.control !== undefined) {
      return done(SERVICE_ERROR.ERROR_SERVICE_CANNOT_ACCEPT_CTRL);
    }
    const dependents = this.runningDependents(name);
    if (dependents.length > 0) {
      const causes = dependents.flatMap((dependent) => this.#service(dependent).since ?? []);
      const error = SERVICE_ERROR.ERROR_DEPENDENT_SERVICES_RUNNING;
      const refused = this.#emit('service.stop-refused', name, { error, dependents: dependents.join(' ') }, causes);
      return this.#world.because(refused, () => done(error));
    }
    if (service.responding) return this.#runner.sendStop(service, done);
    const control = (): void => this.#runner.sendStop(service);
    service.control = control;
    service.waitFor(done);
    this.#world.schedule(CONTROL_TIMEOUT, 'service control time-out', () => {
      if (service.control !== control) return;
      service.control = undefined;
      const error = SERVICE_ERROR.ERROR_SERVICE_REQUEST_TIMEOUT;
      const event = this.#emit('service.unresponsive', service.name, { error });
      this.#world.because(event, () => {
        this.#log.controlTimedOut(this.#displayName(service), CONTROL_TIMEOUT / 1000);
        service.answer(error);
      });
    });
  }

  /**
   * Tells all services of a shutdown, whatever depends on them, and waits for them until a time limit; `done` when they
   * have stopped, give no sign of life any more, or the time is over. No service starts from now on.
   *
   * @source KB203878: dependencies count for nothing at shutdown; WaitToKillServiceTimeout. @assumed In the order of names.
   */
  shutdown(done: () => void): void {
    this.#isShuttingDown = true;
    this.#giveUpPlans();
    const told = this.names()
      .map((name) => this.#service(name))
      .filter(({ state }) => state === 'RUNNING' || state === 'STOP_PENDING');
    const waiting = new Set(told);
    const limit = this.#world.schedule(this.#limits.shutdown, 'service shutdown limit', () => {
      waiting.clear();
      done();
    });
    const settled = (service: Service) => {
      if (!waiting.delete(service) || waiting.size > 0) return;
      this.#world.cancel(limit);
      done();
    };
    for (const service of told) {
      if (service.state === 'STOP_PENDING') service.waitFor(() => settled(service));
      else if (service.responding) this.#runner.sendStop(service, () => settled(service));
    }
    if (told.length > 0) return;
    this.#world.cancel(limit);
    done();
  }

  /** The host has stopped: nothing runs, nothing is answered. */
  halt(): void {
    this.#isShuttingDown = true;
    this.#giveUpPlans();
    for (const service of this.#services.values()) service.forget();
  }

  get #limits(): ServiceLimits {
    return readServiceLimits(this.#host.registry, this.#host.windows);
  }

  get #knowsDelayedStart(): boolean {
    return this.#host.windows === '2008' || this.#host.windows === '2008 R2';
  }

  #giveUpPlans(): void {
    this.#recovery.giveUp();
    if (this.#delayedStart !== undefined) this.#world.cancel(this.#delayedStart);
  }

  #dependencyFailed(configuration: ServiceConfiguration, failure: DependencyFailure, done: Answered): void {
    const { name, displayName } = configuration;
    const { kind, dependency, error } = failure;
    const missing = kind === 'missing';
    const result = missing
      ? SERVICE_ERROR.ERROR_SERVICE_DEPENDENCY_DELETED
      : SERVICE_ERROR.ERROR_SERVICE_DEPENDENCY_FAIL;
    const log = (): void => {
      if (missing) this.#log.dependencyMissing(displayName, dependency);
      else if (kind === 'group') this.#log.groupFailed(displayName, dependency);
      else this.#log.dependencyFailed(displayName, this.#displayName(this.#service(dependency)), error);
    };
    this.#world.because(failure.causes, () => this.#fail(name, result, done, log, { dependency }));
  }

  #launch(configuration: ServiceConfiguration, service: Service, done: Answered): void {
    const executable = this.#host.expand(executableOf(configuration.imagePath));
    const program = this.#programs.get(foldPath(executable));
    if (program === undefined || !this.#host.isFile(executable)) {
      const error = SERVICE_ERROR.ERROR_FILE_NOT_FOUND;
      return this.#fail(service.name, error, done, () => this.#log.startFailed(configuration.displayName, error));
    }
    this.#runner.launch(service, { executable, program, connectTimeout: this.#connectTimeout }, done);
  }

  #fail(
    name: string,
    error: number,
    done: Answered,
    log: () => void = () => {},
    details: Readonly<Record<string, string>> = {},
  ): void {
    const event = this.#emit('service.start-failed', this.#service(name).name, { error, ...details });
    this.#world.because(event, () => {
      log();
      done(error);
    });
  }

  #emit(
    kind: string,
    subject: string,
    details: Record<string, string | number>,
    causes: readonly EventIdentity[] = [],
  ): EventIdentity {
    return this.#world.emit({ host: this.#host.name, component: 'scm', kind, subject, details, causes });
  }

  #displayName({ name }: Service): string {
    return this.configuration(name)?.displayName ?? name;
  }

  #service(name: string): Service {
    const key = foldName(name);
    let service = this.#services.get(key);
    if (service === undefined) {
      service = new Service(this.#world, this.configuration(name)?.name ?? name);
      this.#services.set(key, service);
    }
    return service;
  }
}
