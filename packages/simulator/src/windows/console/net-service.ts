import { foldName, sameName } from '@scanclash/core';
import { SERVICE_ERROR, serviceErrorText } from '../services/service-control-manager.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import {
  type ConsoleOutput,
  type ConsoleProgram,
  fails,
  joined,
  lines,
  notModelled,
  prints,
} from './console-program.ts';
import { inTurn } from './in-turn.ts';
import { completed, netError, systemError } from './net-answers.ts';
import { allDependents, isActive } from './service-lists.ts';

type Done = (output: ConsoleOutput) => void;

/** `net start` lists what runs, `net start NAME` starts a service and waits until it runs. */
export const netStart: ConsoleProgram = ({ host, args }, done) => {
  const [typed, ...more] = args;
  if (more.length > 0 || typed?.startsWith('/') === true) return done(notModelled(`net start ${args.join(' ')}`));
  if (typed === undefined) return done(running(host));
  const name = serviceNamed(host, typed);
  if (name === undefined) return done(netError('The service name is invalid.', 2185));
  const { state } = host.services.status(name);
  if (state === 'RUNNING') return done(netError('The requested service has already been started.', 2182));
  if (state !== 'STOPPED') return done(inTransition());
  const shown = displayName(host, name);
  let launched = false;
  host.services.start(name, (error) => {
    if (error !== 0 && !launched && !hasEndedWith(host, name, error)) {
      return done(systemError(error, serviceErrorText(error)));
    }
    const starting = prints(lines(`The ${shown} service is starting.`));
    done(joined(starting, error === 0 ? started(shown) : notStarted(shown, error)));
  });
  launched = host.services.status(name).state === 'START_PENDING';
};

/**
 * `net stop NAME [/y]`: stops a service and waits until it has stopped. Services that depend on it and run are stopped
 * before it, when that was agreed to by `/y`; without, it asks, and takes the end of its input for a no.
 */
export const netStop: ConsoleProgram = ({ host, args }, done) => {
  const names = args.filter((word) => !word.startsWith('/'));
  const options = args.filter((word) => word.startsWith('/')).map((word) => word.toLowerCase());
  const [typed, ...more] = names;
  if (typed === undefined || more.length > 0 || options.some((option) => option !== '/y' && option !== '/yes')) {
    return done(notModelled(`net stop ${args.join(' ')}`));
  }
  const name = serviceNamed(host, typed);
  if (name === undefined) return done(netError('The service name is invalid.', 2185));
  const { state } = host.services.status(name);
  const shown = displayName(host, name);
  if (state === 'STOPPED') return done(netError(`The ${shown} service is not started.`, 3521));
  if (state !== 'RUNNING') return done(inTransition());
  const dependents = allDependents(host, name).filter((dependent) => isActive(host, dependent));
  if (dependents.length === 0) return stopOne(host, name, done);
  const agreement = lines(
    `The following services are dependent on the ${shown} service.`,
    `Stopping the ${shown} service will also stop these services.`,
    '',
    ...dependents.map((dependent) => `   ${displayName(host, dependent)}`),
    '',
  );
  if (options.length === 0) {
    const asked = prints(`${agreement}Do you want to continue this operation? (Y/N) [N]: `);
    return done(joined(asked, fails(lines('', 'No valid response was provided.'), 2)));
  }
  let output = prints(agreement);
  inTurn(
    [...dependents, name],
    (service, next) => {
      if (!isActive(host, service)) return next();
      stopOne(host, service, (stopped) => {
        output = joined(output, stopped);
        if (stopped.exitCode === 0) next();
        else done(output);
      });
    },
    () => done(output),
  );
};

function stopOne(host: SimulatedHost, name: string, done: Done): void {
  const shown = displayName(host, name);
  host.services.stop(name, (error) => {
    const stopping = prints(lines(`The ${shown} service is stopping.`));
    if (error === 0) {
      return done(joined(stopping, prints(lines(`The ${shown} service was stopped successfully.`, ''))));
    }
    if (error === SERVICE_ERROR.ERROR_SERVICE_CANNOT_ACCEPT_CTRL) {
      return done(netError('The service could not be controlled in its present state.', 2189));
    }
    if (error !== SERVICE_ERROR.ERROR_SERVICE_REQUEST_TIMEOUT) return done(systemError(error, serviceErrorText(error)));
    done(joined(stopping, fails(lines(`The ${shown} service could not be stopped.`, ''), 2)));
  });
}

/** Names and display names are taken alike. */
function serviceNamed(host: SimulatedHost, typed: string): string | undefined {
  const names = host.services.names();
  return names.find((name) => sameName(name, typed)) ?? names.find((name) => sameName(displayName(host, name), typed));
}

function displayName(host: SimulatedHost, name: string): string {
  return host.services.configuration(name)?.displayName ?? name;
}

function running(host: SimulatedHost): ConsoleOutput {
  const active = host.services.names().filter((name) => isActive(host, name));
  const shown = active.map((name) => displayName(host, name)).sort((a, b) => (foldName(a) < foldName(b) ? -1 : 1));
  return completed('These Windows services are started:', '', ...shown.map((name) => `   ${name}`), '');
}

function inTransition(): ConsoleOutput {
  return netError('The service is starting or stopping.  Please try again later.', 3533);
}

/** Whether a service was launched and ended with an error: otherwise it was refused before it had a process. */
function hasEndedWith(host: SimulatedHost, name: string, error: number): boolean {
  return error === SERVICE_ERROR.ERROR_SERVICE_NOT_ACTIVE || host.services.status(name).exitCode === error;
}

function started(shown: string): ConsoleOutput {
  return prints(lines(`The ${shown} service was started successfully.`, ''));
}

function notStarted(shown: string, error: number): ConsoleOutput {
  if (error === SERVICE_ERROR.ERROR_SERVICE_REQUEST_TIMEOUT) {
    return netError('The service is not responding to the control function.', 2186);
  }
  const failure = fails(lines(`The ${shown} service could not be started.`, ''), 2);
  // 1062: it stopped while starting, with exit code 0. 1070: it hangs.
  const silent = error === SERVICE_ERROR.ERROR_SERVICE_NOT_ACTIVE || error === SERVICE_ERROR.ERROR_SERVICE_START_HANG;
  const report = silent
    ? netError('The service did not report an error.', 3534)
    : systemError(error, serviceErrorText(error));
  return joined(failure, silent ? report : joined(fails(lines('A system error has occurred.', ''), 2), report));
}
