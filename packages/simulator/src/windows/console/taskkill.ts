import { sameName } from '@scanclash/core';
import type { Process } from '../process-table.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleProgram, fails, lines, notModelled } from './console-program.ts';
import { isBeforeVista } from './generation.ts';

/** Nothing was found that could be ended. */
const NOT_FOUND = 128;
const SYSTEM_PID = 4;

/** `taskkill /f {/im NAME | /pid NUMBER}...`. Simulated programs have no window: without `/f` none of them ends. */
export const taskkill: ConsoleProgram = ({ host, args }, done) => {
  const targets: { readonly option: '/im' | '/pid'; readonly value: string }[] = [];
  let isForced = false;
  for (let i = 0; i < args.length; i++) {
    const option = (args[i] as string).toLowerCase().replace(/^-/, '/');
    if (option === '/f') isForced = true;
    else if ((option === '/im' || option === '/pid') && args[i + 1] !== undefined) {
      targets.push({ option, value: args[++i] as string });
    } else return done(notModelled(`taskkill ${args.join(' ')}`));
  }
  if (targets.length === 0)
    return done(fails(lines('ERROR: Invalid syntax. Neither /FI nor /PID nor /IM were specified.')));
  if (targets.some(({ value }) => value.includes('*'))) return done(notModelled(`taskkill ${args.join(' ')}`));

  let exitCode = 0;
  let stdout = '';
  let stderr = '';
  for (const { option, value } of targets) {
    const chosen = host.processes
      .list()
      .filter(({ imageName, pid }) => (option === '/im' ? sameName(imageName, value) : pid === Number(value)));
    if (chosen.length === 0) {
      exitCode = NOT_FOUND;
      stderr += lines(`ERROR: The process "${value}" not found.`);
    }
    for (const process of chosen) {
      const which = nameOf(process, option);
      const refusal = refusalOf(host, process, isForced);
      if (refusal === undefined) {
        stdout += lines(`SUCCESS: The process ${which} has been terminated.`);
        host.processes.exit(process, 1);
      } else {
        exitCode = 1;
        stderr += lines(`ERROR: The process ${which} could not be terminated.`, `Reason: ${refusal}`);
      }
    }
  }
  done({ exitCode, stdout, stderr });
};

function nameOf({ imageName, pid }: Process, option: '/im' | '/pid'): string {
  return option === '/im' ? `"${imageName}" with PID ${pid}` : `with PID ${pid}`;
}

function refusalOf(host: SimulatedHost, { pid }: Process, isForced: boolean): string | undefined {
  if (!isForced) {
    const option = isBeforeVista(host) ? '( with /F option )' : '(with /F option)';
    return `This process can only be terminated forcefully ${option}.`;
  }
  // The kernel is no process that anybody may end.
  return pid === SYSTEM_PID ? 'Access is denied.' : undefined;
}
