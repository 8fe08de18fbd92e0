import type { RegistryReader } from '@scanclash/core';
import type { EventIdentity, Microseconds, ScheduledStep, World } from '../../kernel/index.ts';
import { actionAt, type FailureAction } from './failure-actions.ts';
import type { Service } from './service.ts';
import { readFailureActions } from './service-configuration.ts';
import { SERVICE_ERROR } from './service-error.ts';
import type { ServiceLog } from './service-log.ts';

/** @assumed The least time that an action takes: a service that dies at once with a delay of 0 must not stop the clock. */
const LEAST_DELAY: Microseconds = 1_000;

/** What recovery can do to a host. */
export interface RecoveryMeans {
  start(service: string, done: (error: number) => void): void;
  execute(commandLine: string): void;
  reboot(): void;
}

/**
 * What the service control manager does when a service process ends without having reported that it stopped: counts,
 * logs, and takes the failure action that the registry has for it at that moment.
 */
export class ServiceRecovery {
  readonly #world: World;
  readonly #registry: RegistryReader;
  readonly #log: ServiceLog;
  readonly #means: RecoveryMeans;
  readonly #emit: (service: string, details: { action: string; us: number }) => EventIdentity;
  readonly #planned = new Set<ScheduledStep>();

  constructor(parts: {
    world: World;
    registry: RegistryReader;
    log: ServiceLog;
    means: RecoveryMeans;
    emit: (service: string, details: { action: string; us: number }) => EventIdentity;
  }) {
    this.#world = parts.world;
    this.#registry = parts.registry;
    this.#log = parts.log;
    this.#means = parts.means;
    this.#emit = parts.emit;
  }

  failed(service: Service, displayName: string): void {
    const { now } = this.#world;
    const configured = readFailureActions(this.#registry, service.name);
    const resetAfter = configured?.actions.resetAfter ?? Number.POSITIVE_INFINITY;
    if (now - service.lastFailure >= resetAfter) service.failures = 0;
    service.failures += 1;
    service.lastFailure = now;
    const action = configured === undefined ? undefined : actionAt(configured.actions, service.failures);
    this.#log.crashed(displayName, service.failures, action);
    if (configured === undefined || action === undefined || action.kind === 'none') return;
    const event = this.#emit(service.name, { action: action.kind, us: action.delay });
    const command = configured.command.replaceAll('%1%', String(service.failures));
    this.#world.because(event, () => {
      const step = this.#world.schedule(Math.max(action.delay, LEAST_DELAY), 'service recovery', () => {
        this.#planned.delete(step);
        this.#take(action.kind, { service: service.name, displayName, command });
      });
      this.#planned.add(step);
    });
  }

  /** Nothing that was planned is done any more: the host goes down. */
  giveUp(): void {
    for (const step of this.#planned) this.#world.cancel(step);
    this.#planned.clear();
  }

  #take(kind: FailureAction['kind'], at: { service: string; displayName: string; command: string }): void {
    if (kind === 'reboot') return this.#means.reboot();
    if (kind === 'run-command') return this.#means.execute(at.command);
    this.#means.start(at.service, (error) => {
      if (error !== SERVICE_ERROR.ERROR_SUCCESS) this.#log.recoveryFailed(at.displayName, kind, error);
    });
  }
}
