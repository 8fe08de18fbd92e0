import { SERVICE_ERROR, SERVICE_STATE } from '../services/service-control-manager.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleOutput, type ConsoleProgram, fails, notModelled, prints } from './console-program.ts';

const NO_SUCH_SERVICE = 'The specified service does not exist as an installed service.';

/** `sc`, the console of the service control manager. */
export const sc: ConsoleProgram = ({ host, args }, done) => {
  const [command = '', name = ''] = args;
  switch (command.toLowerCase()) {
    case 'query':
      return done(query(host, name));
    default:
      return done(notModelled(`sc ${command}`));
  }
};

function query(host: SimulatedHost, name: string): ConsoleOutput {
  const configuration = host.services.configuration(name);
  if (configuration === undefined) {
    const code = SERVICE_ERROR.ERROR_SERVICE_DOES_NOT_EXIST;
    return fails(`[SC] EnumQueryServicesStatus:OpenService FAILED ${code}:\r\n\r\n${NO_SUCH_SERVICE}\r\n\r\n`, code);
  }
  const { state, exitCode, checkpoint, waitHint } = host.services.status(name);
  const hex = (value: number) => `0x${value.toString(16)}`;
  const lines = [
    '',
    `SERVICE_NAME: ${configuration.name}`,
    '        TYPE               : 10  WIN32_OWN_PROCESS  ',
    `        STATE              : ${SERVICE_STATE[state]}  ${state} `,
    `                                ${state === 'RUNNING' ? '(STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)' : '(NOT_STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN))'}`,
    `        WIN32_EXIT_CODE    : ${exitCode}  (${hex(exitCode)})`,
    '        SERVICE_EXIT_CODE  : 0  (0x0)',
    `        CHECKPOINT         : ${hex(checkpoint)}`,
    `        WAIT_HINT          : ${hex(Math.floor(waitHint / 1000))}`,
    '',
  ];
  return prints(lines.join('\r\n'));
}
