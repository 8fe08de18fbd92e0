import type { EventLog, EventRecord } from '../event-log.ts';
import type { WindowsVersion } from '../windows-version.ts';
import type { FailureAction } from './failure-actions.ts';
import type { StartType } from './service-configuration.ts';
import { serviceErrorText } from './service-error.ts';

const START_NAMES: Readonly<Record<StartType, string>> = {
  boot: 'boot start',
  system: 'system start',
  auto: 'auto start',
  demand: 'demand start',
  disabled: 'disabled',
};

const ACTION_NAMES: Readonly<Record<FailureAction['kind'], string>> = {
  none: 'No action',
  restart: 'Restart the service',
  reboot: 'Reboot the machine',
  'run-command': 'Run the configured recovery program',
};

/**
 * What the service control manager writes into the System log of an English Windows.
 * @source TechNet, "Service Control Manager" events of Windows Server 2008 (7000 to 7040), whose texts are those of 2003;
 * 7009 and 7011 were reworded in 2008 R2.
 */
export class ServiceLog {
  readonly #eventLog: EventLog;
  readonly #reworded: boolean;

  constructor(eventLog: EventLog, windows: WindowsVersion) {
    this.#eventLog = eventLog;
    this.#reworded = windows === '2008 R2';
  }

  startFailed(service: string, error: number): void {
    this.#error(
      7000,
      `The ${service} service failed to start due to the following error: \r\n${serviceErrorText(error)}`,
    );
  }

  dependencyFailed(service: string, dependency: string, error: number): void {
    const why = `which failed to start because of the following error: \r\n${serviceErrorText(error)}`;
    this.#error(7001, `The ${service} service depends on the ${dependency} service ${why}`);
  }

  groupFailed(service: string, group: string): void {
    this.#error(7002, `The ${service} service depends on the ${group} group and no member of this group started.`);
  }

  dependencyMissing(service: string, dependency: string): void {
    this.#error(7003, `The ${service} service depends on the following nonexistent service: ${dependency}`);
  }

  connectTimedOut(service: string, ms: number): void {
    this.#error(
      7009,
      this.#reworded
        ? `A timeout was reached (${ms} milliseconds) while waiting for the ${service} service to connect.`
        : `Timeout (${ms} milliseconds) waiting for the ${service} service to connect.`,
    );
  }

  controlTimedOut(service: string, ms: number): void {
    this.#error(
      7011,
      this.#reworded
        ? `A timeout (${ms} milliseconds) was reached while waiting for a transaction response from the ${service} service.`
        : `Timeout (${ms} milliseconds) waiting for a transaction response from the ${service} service.`,
    );
  }

  circle(service: string, atBoot: boolean): void {
    if (atBoot) this.#error(7018, 'Detected circular dependencies auto-starting services.');
    else this.#error(7017, `Detected circular dependencies demand starting ${service}.`);
  }

  hung(service: string): void {
    this.#error(7022, `The ${service} service hung on starting.`);
  }

  /** It stopped by itself, with an error. */
  failed(service: string, error: number): void {
    this.#error(7023, `The ${service} service terminated with the following error: \r\n${serviceErrorText(error)}`);
  }

  /** @param times - How often by now. */
  crashed(service: string, times: number, action: FailureAction | undefined): void {
    const told = `The ${service} service terminated unexpectedly.  It has done this ${times} time(s).`;
    if (action === undefined || action.kind === 'none') return this.#error(7034, told);
    const then = `The following corrective action will be taken in ${action.delay / 1000} milliseconds`;
    this.#error(7031, `${told}  ${then}: ${ACTION_NAMES[action.kind]}.`);
  }

  recoveryFailed(service: string, action: FailureAction['kind'], error: number): void {
    const tried = `tried to take a corrective action (${ACTION_NAMES[action]}) after the unexpected termination of the`;
    const failed = `but this action failed with the following error: \r\n${serviceErrorText(error)}`;
    this.#error(7032, `The Service Control Manager ${tried} ${service} service, ${failed}`);
  }

  entered(service: string, state: 'running' | 'stopped'): void {
    this.#write('information', 7036, `The ${service} service entered the ${state} state.`);
  }

  startTypeChanged(service: string, from: StartType, to: StartType): void {
    const change = `changed from ${START_NAMES[from]} to ${START_NAMES[to]}`;
    this.#write('information', 7040, `The start type of the ${service} service was ${change}.`);
  }

  #error(id: number, text: string): void {
    this.#write('error', id, text);
  }

  #write(level: EventRecord['level'], id: number, text: string): void {
    this.#eventLog.write('System', { source: 'Service Control Manager', id, level, text });
  }
}
