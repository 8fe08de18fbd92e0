import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleOutput, type ConsoleProgram, lines, notModelled, prints } from './console-program.ts';
import { failed } from './sc-answers.ts';
import {
  scConfigure,
  scConfigureFailure,
  scDescription,
  scQueryConfiguration,
  scQueryFailure,
} from './sc-configuration.ts';
import { scEnumDepend, scQuery, statusLines } from './sc-status.ts';

/** `sc`, the console of the service control manager. Its exit code is the Windows error. Other hosts are not played. */
export const sc: ConsoleProgram = ({ host, args }, done) => {
  const [command = '', ...rest] = args;
  switch (command.toLowerCase()) {
    case 'query':
      return done(scQuery(host, rest, false));
    case 'queryex':
      return done(scQuery(host, rest, true));
    case 'enumdepend':
      return done(scEnumDepend(host, rest));
    case 'qc':
      return done(scQueryConfiguration(host, rest));
    case 'qfailure':
      return done(scQueryFailure(host, rest));
    case 'failure':
      return done(scConfigureFailure(host, rest));
    case 'qdescription':
      return done(scDescription(host, rest, undefined));
    case 'description':
      return done(scDescription(host, rest, rest[1] ?? ''));
    case 'config':
      return done(scConfigure(host, rest));
    case 'start':
      return control(host, rest, 'start', done);
    case 'stop':
      return control(host, rest, 'stop', done);
    default:
      return done(notModelled(`sc ${command}`));
  }
};

const CALLS = {
  start: ['StartService: OpenService', 'StartService'],
  stop: ['OpenService', 'ControlService'],
} as const;

/**
 * `sc start`, `sc stop`: tell the service control manager and do not wait for the service. They answer as soon as it is on
 * its way, or when it is clear that it is not: while dependencies start, or while the service does not take controls.
 */
function control(
  host: SimulatedHost,
  args: readonly string[],
  action: 'start' | 'stop',
  done: (output: ConsoleOutput) => void,
): void {
  const [name, ...more] = args;
  if (name === undefined || more.length > 0) return done(notModelled(`sc ${action} ${args.join(' ')}`));
  const [open, call] = CALLS[action];
  if (host.services.configuration(name) === undefined) return done(failed(open, 1060));
  let answered = false;
  const answer = (error: number): void => {
    if (answered) return;
    answered = true;
    const shown = { displayName: false, process: action === 'start' };
    done(error === 0 ? prints(lines(...statusLines(host, name, shown))) : failed(call, error));
  };
  const before = host.services.status(name).state;
  host.services[action](name, answer);
  const now = host.services.status(name).state;
  if (now !== before) answer(0);
  // A service that starts already is running as far as a second start is concerned.
  else if (action === 'start' && now === 'START_PENDING') answer(1056);
}
