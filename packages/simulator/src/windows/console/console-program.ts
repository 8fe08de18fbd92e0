import { encodeConsole } from '@scanclash/core';
import type { Process } from '../process-table.ts';
import type { SimulatedHost } from '../simulated-host.ts';

export interface ConsoleOutput {
  readonly exitCode: number;
  /** Text as the console shows it, or raw bytes where a program copies a file to it. */
  readonly stdout: string | Uint8Array;
  readonly stderr: string;
}

export interface Invocation {
  readonly host: SimulatedHost;
  /** The words behind the name of the program, without quotes, as the C runtime of Windows splits them. */
  readonly args: readonly string[];
  /** What stands behind the name of the program, as it was typed: commands of cmd.exe split it in their own way. */
  readonly tail: string;
  /** cmd.exe, in whose name files are used. It starts when it is first asked for and ends with the command line. */
  readonly shell: () => Process;
}

/** A console program. Those that only look answer at once; those that wait for a service or a file answer in world time. */
export type ConsoleProgram = (invocation: Invocation, done: (output: ConsoleOutput) => void) => void;

/** The code page of the console of an English Windows. */
export const CONSOLE_CODE_PAGE = 437;

export const NOT_MODELLED = 120;

export const prints = (stdout: string | Uint8Array, exitCode = 0): ConsoleOutput => ({ exitCode, stdout, stderr: '' });
export const fails = (stderr: string, exitCode = 1): ConsoleOutput => ({ exitCode, stdout: '', stderr });

/** Lines as the console ends them. */
export const lines = (...texts: readonly string[]): string => texts.map((text) => `${text}\r\n`).join('');

/** The honest answer of a program that exists but whose option the simulator does not play. */
export const notModelled = (what: string): ConsoleOutput =>
  fails(lines(`scanclash: "${what}" is not modelled`), NOT_MODELLED);

/**
 * The answer of a program that asks a question: nobody sits at a simulated console. Real programs ask again for ever or
 * take the end of their input for a no; this one stops and says how not to be asked.
 */
export const unanswered = (question: string, instead: string): ConsoleOutput => ({
  exitCode: 1,
  stdout: question,
  stderr: lines('', `scanclash: nobody is there to answer; ${instead}`),
});

/** What both commands have put out, with the exit code of the second. */
export function joined(first: ConsoleOutput, second: ConsoleOutput): ConsoleOutput {
  const { exitCode } = second;
  const stderr = first.stderr + second.stderr;
  if (typeof first.stdout === 'string' && typeof second.stdout === 'string') {
    return { exitCode, stdout: first.stdout + second.stdout, stderr };
  }
  const [before, behind] = [bytesOf(first.stdout), bytesOf(second.stdout)];
  const stdout = new Uint8Array(before.length + behind.length);
  stdout.set(before);
  stdout.set(behind, before.length);
  return { exitCode, stdout, stderr };
}

export function bytesOf(output: string | Uint8Array): Uint8Array {
  return typeof output === 'string' ? encodeConsole(output, CONSOLE_CODE_PAGE) : output;
}
