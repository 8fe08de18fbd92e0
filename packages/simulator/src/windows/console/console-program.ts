import type { SimulatedHost } from '../simulated-host.ts';

export interface ConsoleOutput {
  readonly exitCode: number;
  /** Text as the console shows it, or raw bytes where a program copies a file to it. */
  readonly stdout: string | Uint8Array;
  readonly stderr: string;
}

export interface Invocation {
  readonly host: SimulatedHost;
  /** The words behind the name of the program, without quotes. */
  readonly args: readonly string[];
}

/** A console program. Those that only look answer at once; those that wait for a service answer in world time. */
export type ConsoleProgram = (invocation: Invocation, done: (output: ConsoleOutput) => void) => void;

export const prints = (stdout: string | Uint8Array, exitCode = 0): ConsoleOutput => ({ exitCode, stdout, stderr: '' });
export const fails = (stderr: string, exitCode = 1): ConsoleOutput => ({ exitCode, stdout: '', stderr });

/** The honest answer of a program that exists but whose option the simulator does not play. */
export const notModelled = (what: string): ConsoleOutput =>
  fails(`scanclash: "${what}" is not modelled\r\n`, NOT_MODELLED);
export const NOT_MODELLED = 120;
