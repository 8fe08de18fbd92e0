import {
  bugReport,
  type ErrorReport,
  EXIT,
  errorReport,
  prettyError,
  ScanclashError,
  ScanclashErrors,
} from '@scanclash/core';
import type { Io } from './io.ts';
import { styleOf } from './session.ts';
import { helpCommand } from './usage-error.ts';
import { VERSION } from './version.ts';

/**
 * What went wrong, if the world did it to us: files, hosts, command lines, bounds of a simulated world. Undefined for a
 * bug of ours.
 */
export function errorsOf(error: unknown): readonly ScanclashError[] | undefined {
  if (error instanceof ScanclashErrors) return error.errors;
  if (error instanceof ScanclashError) return [error];
  // The class lives in the simulator, which must not be loaded only to name it.
  if (error instanceof Error && error.name === 'BoundReached') return [new ScanclashError('SC-SIM-001', error.message)];
  return undefined;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reports an error that ended a command, on stderr, and returns the exit code. */
export function reportFailure(error: unknown, argv: readonly string[], io: Io): number {
  if (io.interrupted()) return reportInterruption(argv, io);
  const errors = errorsOf(error);
  const report = errors === undefined ? bugReport(messageOf(error), 'scanclash --version') : ended(errors, argv);
  if (wantsJson(argv)) io.stderr.write(`${JSON.stringify(report, null, 2)}\n`);
  else io.stderr.write(errors === undefined ? bugText(messageOf(error)) : prettyError(report, styleOf(io.stderr, io)));
  if (errors === undefined) writeStack(error, io);
  return report.exitCode;
}

/** Stopped before anything is known: whatever failed then failed because of it. */
function reportInterruption(argv: readonly string[], io: Io): number {
  const report: ErrorReport = {
    ...bugReport('Interrupted before anything was known.', helpCommand(argv)),
    exitCode: EXIT.interrupted,
  };
  io.stderr.write(
    wantsJson(argv) ? `${JSON.stringify(report, null, 2)}\n` : prettyError(report, styleOf(io.stderr, io)),
  );
  return report.exitCode;
}

/** Who wrote something that does not fit reads the help of the command next; anything else has a page. */
function ended(errors: readonly ScanclashError[], argv: readonly string[]): ErrorReport {
  const report = errorReport(errors);
  return errors[0]?.code.startsWith('SC-USE-') === true ? { ...report, next: helpCommand(argv) } : report;
}

/** The stack of a bug, for those who asked for it. */
export function writeStack(error: unknown, io: Io): void {
  if (io.environment['SCANCLASH_DEBUG'] !== '1' || !(error instanceof Error)) return;
  io.stderr.write(`${error.stack ?? error.message}\n`);
}

const bugText = (message: string): string =>
  [
    `scanclash ${VERSION} failed. This is a bug of ours; your host and your files are not to blame:`,
    `  ${message.replaceAll('\n', '\n  ')}`,
    'Please report it with the command line and this message; SCANCLASH_DEBUG=1 adds where it happened.',
    'Next: scanclash --version',
    '',
  ].join('\n');

/** Whether the command line asks for JSON on stdout, as far as that can be told of one that could not be read. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some((word, i) => word === '--format=json' || (word === '--format' && argv[i + 1] === 'json'));
}
