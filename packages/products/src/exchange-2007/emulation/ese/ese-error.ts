import {
  ERROR_DISK_FULL,
  ERROR_FILE_NOT_FOUND,
  ERROR_PATH_NOT_FOUND,
  isRefusal,
  type Process,
  type SimulatedHost,
  type Win32Error,
} from '@scanclash/simulator';

/** Errors of the Extensible Storage Engine, by name. @source KB896143 (-1811); the others: ESE documentation, ESE-IO. */
export const JET = {
  errDiskIO: -1022,
  errFileAccessDenied: -1032,
  errDiskFull: -1808,
  errFileNotFound: -1811,
  errLogCorrupted: -1852,
} as const;
export type JetError = (typeof JET)[keyof typeof JET];

export function jetErrorOf(error: Win32Error): JetError {
  if (isRefusal(error)) return JET.errFileAccessDenied;
  if (error === ERROR_FILE_NOT_FOUND || error === ERROR_PATH_NOT_FOUND) return JET.errFileNotFound;
  return error === ERROR_DISK_FULL ? JET.errDiskFull : JET.errDiskIO;
}

/** What was asked of a file when it failed. */
export type FailedOperation =
  | { readonly kind: 'move'; readonly path: string; readonly to: string }
  | { readonly kind: 'open-read' | 'open-write' | 'write'; readonly path: string };

const hex = (number: number): string => `0x${(number >>> 0).toString(16).padStart(8, '0')}`;

/**
 * Writes the event of a file operation that failed, and answers the error of the engine.
 * @source KB896143: the texts of 486 and 455; ESE-IO, EVENT-489. @assumed 482 and 490 are worded alike.
 */
export function reportFailure(
  host: SimulatedHost,
  process: Process,
  group: string,
  operation: FailedOperation,
  error: Win32Error,
): JetError {
  const jet = jetErrorOf(error);
  const what = `failed with system error ${error.code} (${hex(error.code)}): "${error.text} "`;
  const [id, attempt, name] = {
    move: [
      486,
      () => `move the file "${operation.path}" to "${(operation as { to: string }).to}"`,
      'move file',
    ] as const,
    'open-read': [489, () => `open the file "${operation.path}" for read only access`, 'open file'] as const,
    'open-write': [490, () => `open the file "${operation.path}" for read / write access`, 'open file'] as const,
    write: [482, () => `write to the file "${operation.path}"`, 'write'] as const,
  }[operation.kind];
  writeEse(
    host,
    process,
    group,
    id,
    `An attempt to ${attempt()} ${what}.  The ${name} operation will fail with error ${jet} (${hex(jet)}).`,
  );
  return jet;
}

/** The log could not be opened: 455. */
export function reportLogNotOpened(
  host: SimulatedHost,
  process: Process,
  group: string,
  path: string,
  jet: JetError,
): void {
  writeEse(host, process, group, 455, `Error ${jet} (${hex(jet)}) occurred while opening logfile ${path}.`);
}

function writeEse(host: SimulatedHost, process: Process, group: string, id: number, text: string): void {
  host.eventLog.write('Application', {
    source: 'ESE',
    id,
    level: 'error',
    text: `MSExchangeIS (${process.pid}) ${group}: ${text}`,
  });
}
