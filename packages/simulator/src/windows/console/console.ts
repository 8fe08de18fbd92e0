import type { SimulatedHost } from '../simulated-host.ts';
import { splitCommandLine } from './command-line.ts';
import type { ConsoleOutput, ConsoleProgram } from './console-program.ts';
import { reg } from './reg.ts';
import { sc } from './sc.ts';
import { hostname, type, ver } from './shell-commands.ts';

/** The programs of the console by name, without `.exe`. */
const PROGRAMS: Readonly<Record<string, ConsoleProgram>> = { hostname, reg, sc, type, ver };

/**
 * Runs one command line on a simulated host, as `cmd /c` would. Programs answer in the words of the real ones; what is
 * not modelled says so instead of answering.
 */
export function runCommand(host: SimulatedHost, commandLine: string, done: (output: ConsoleOutput) => void): void {
  const [name = '', ...args] = splitCommandLine(host.expand(commandLine));
  const program = PROGRAMS[name.toLowerCase().replace(/\.exe$/, '')];
  if (program === undefined) {
    // cmd.exe itself exits with 9009 in a batch file, with 1 after /c.
    const text = `'${name}' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n`;
    return done({ exitCode: 1, stdout: '', stderr: text });
  }
  program({ host, args }, done);
}
