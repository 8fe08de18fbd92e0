import { baseName } from '@scanclash/core';
import type { Win32Error } from '../files/index.ts';
import type { Process } from '../process-table.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { type ChainedCommand, parseCommandLine, splitArguments } from './command-line.ts';
import {
  bytesOf,
  type ConsoleOutput,
  type ConsoleProgram,
  fails,
  joined,
  lines,
  notModelled,
} from './console-program.ts';
import { programNamed } from './programs.ts';
import { redirectedTo } from './redirection.ts';

/**
 * Runs one command line on a simulated host, as `cmd /c` would. Programs answer in the words of the real ones; what is
 * not modelled says so instead of answering. `done` is called once: at once by programs that look, later by those that wait.
 */
export function runCommand(host: SimulatedHost, commandLine: string, done: (output: ConsoleOutput) => void): void {
  const parsed = parseCommandLine(host.expand(commandLine));
  if (!parsed.ok) return done(notModelled(parsed.feature));
  let process: Process | undefined;
  const shell = (): Process => {
    process ??= host.run(`${host.systemRoot}\\system32\\cmd.exe`);
    return process;
  };
  runChain({ host, shell }, parsed.commands, undefined, (output) => {
    if (process !== undefined) host.processes.exit(process, output.exitCode);
    done(output);
  });
}

interface Console {
  readonly host: SimulatedHost;
  readonly shell: () => Process;
}

function runChain(
  console: Console,
  commands: readonly ChainedCommand[],
  before: ConsoleOutput | undefined,
  done: (output: ConsoleOutput) => void,
): void {
  const [command, ...rest] = commands;
  if (command === undefined) return done(before ?? { exitCode: 0, stdout: '', stderr: '' });
  const failed = before !== undefined && before.exitCode !== 0;
  if ((command.runs === 'on-success' && failed) || (command.runs === 'on-failure' && !failed)) {
    return runChain(console, rest, before, done);
  }
  const answered = (output: ConsoleOutput) =>
    runChain(console, rest, before === undefined ? output : joined(before, output), done);
  const run: ConsoleRun = (finish) =>
    runProgram(console, command.text.trimStart(), (output) => finish(withErrorsAt(command.errors, output)));
  if (command.output === undefined) run(answered);
  else redirectedTo(console, command.output, run, answered);
}

type ConsoleRun = (finish: (output: ConsoleOutput) => void) => void;

function withErrorsAt(errors: ChainedCommand['errors'], output: ConsoleOutput): ConsoleOutput {
  if (errors === undefined) return output;
  const shown = errors === 'dropped' ? '' : output.stderr;
  if (typeof output.stdout === 'string') return { ...output, stdout: output.stdout + shown, stderr: '' };
  return joined({ ...output, stderr: '' }, { exitCode: output.exitCode, stdout: bytesOf(shown), stderr: '' });
}

function runProgram(console: Console, text: string, done: (output: ConsoleOutput) => void): void {
  // A switch may follow a command of cmd.exe without a blank: dir/b, cd\.
  const [, quoted, plain = ''] = /^(?:"([^"]*)"|([^\s"/]*))/.exec(text) as RegExpExecArray;
  const typed = quoted ?? plain;
  if (typed === '') return done({ exitCode: 0, stdout: '', stderr: '' });
  const tail = text.slice(quoted === undefined ? plain.length : quoted.length + 2);
  const { host, shell } = console;
  const program: ConsoleProgram | undefined = programNamed(host, typed);
  if (program !== undefined) return program({ host, shell, args: splitArguments(tail), tail }, done);
  const ended = (exitCode: number): void => done({ exitCode, stdout: '', stderr: '' });
  const refused = (error: Win32Error): void => done(fails(lines(error.text), error.code));
  if (host.executeProgram(text, ended, { by: shell, refused })) return;
  if (/[\\:]/.test(typed) && host.files.exists(typed)) return done(notModelled(baseName(typed)));
  // cmd.exe itself exits with 9009 in a batch file, with 1 after /c.
  done(
    fails(lines(`'${typed}' is not recognized as an internal or external command,`, 'operable program or batch file.')),
  );
}
