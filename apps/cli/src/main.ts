import process from 'node:process';
import type { Io } from './io.ts';
import { processIo } from './process-io.ts';

/**
 * Runs a command line and returns its exit code. Everything that it needs of the process comes in through `io`; what a
 * command needs is loaded by the command.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const { runCommandLine } = await import('./command-line.ts');
    return await runCommandLine(argv, io);
  } catch (error) {
    const { reportFailure } = await import('./failure.ts');
    return reportFailure(error, argv, io);
  }
}

/** Runs the command line of this process. The exit code is set, not enforced: pipes are written to their end. */
export async function start(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), processIo());
}
