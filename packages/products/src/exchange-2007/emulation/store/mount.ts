import type { FileHandle } from '@scanclash/simulator';
import type { DatabaseContent } from '../ese/database-content.ts';
import { type Checkpoint, databaseBytes, readDatabase } from '../ese/database-file.ts';
import { JET, type JetError, reportFailure, reportLogNotOpened } from '../ese/ese-error.ts';
import type { FileCalls } from '../ese/file-calls.ts';
import { type LogRecord, readLog } from '../ese/log-content.ts';
import type { LogFiles } from '../ese/log-files.ts';
import { headerOf, newLogBytes, type OpenLog, shareOfLog } from '../ese/transaction-log.ts';

export interface DatabaseToMount {
  readonly group: string;
  readonly database: string;
  readonly files: LogFiles;
}

/** A database that was opened and brought up to date from its logs, and the log that it goes on with. */
export interface Recovered {
  readonly content: DatabaseContent;
  readonly handle: FileHandle;
  readonly log: OpenLog;
  /** How far the database file itself is. */
  readonly checkpoint: Checkpoint;
}

export type RecoveryResult =
  | { readonly ok: true; readonly recovered: Recovered }
  | { readonly ok: false; readonly error: JetError };

/**
 * Opens a database and replays the logs that it needs. A database that was in use when its store ended needs them all,
 * the current one too; a copy is content with those that were copied.
 *
 * @source KB896143: 455 and 9518 where the current log is missing. LOST-LOGS: a copy attaches without the newest logs.
 */
export function recover(calls: FileCalls, what: DatabaseToMount, done: (result: RecoveryResult) => void): void {
  const { host, process } = calls.program;
  const opening = { path: what.database, access: ['read', 'write'], share: {}, disposition: 'open-existing' } as const;
  calls.open(opening, (opened) => {
    if (!opened.ok) {
      const operation = { kind: 'open-write', path: what.database } as const;
      return done({ ok: false, error: reportFailure(host, process, what.group, operation, opened.error) });
    }
    const { handle } = opened;
    const found = readDatabase(handle.read());
    const fail = (error: JetError): void => {
      handle.close();
      done({ ok: false, error });
    };
    if (found === undefined) return fail(JET.errLogCorrupted);
    const { content, checkpoint } = found;
    replay(calls, what, checkpoint, (replayed) => {
      if (!replayed.ok) return fail(replayed.error);
      for (const record of replayed.records) content.apply(record);
      const { state } = checkpoint;
      // In use only once its log is open: what fails before that may be tried again.
      const inUse = { ...replayed.reached, state: 'dirty' } as const;
      handle.append(databaseBytes(replayed.records, { ...inUse, state }));
      openCurrent(calls, what, { reached: inUse, needsCurrent: state === 'dirty' }, (log) => {
        if (!log.ok) return fail(log.error);
        handle.append(databaseBytes([], inUse));
        const inFile = log.open.generation === inUse.generation ? inUse.records : 0;
        for (const record of log.open.records.slice(inFile)) content.apply(record);
        done({ ok: true, recovered: { content, handle, log: log.open, checkpoint: inUse } });
      });
    });
  });
}

type Replayed =
  | { readonly ok: true; readonly records: readonly LogRecord[]; readonly reached: Omit<Checkpoint, 'state'> }
  | { readonly ok: false; readonly error: JetError };

/** Reads the closed logs from the checkpoint on. */
function replay(
  calls: FileCalls,
  { group, files }: DatabaseToMount,
  checkpoint: Checkpoint,
  done: (result: Replayed) => void,
): void {
  const { host, process } = calls.program;
  const records: LogRecord[] = [];
  const next = (generation: number, skip: number, reached: Omit<Checkpoint, 'state'>): void => {
    const path = files.closed(generation);
    if (!host.files.exists(path)) {
      const isDone = generation > checkpoint.generation || checkpoint.generation === 0;
      // The log of the checkpoint itself may be the current one, or no longer be needed.
      if (isDone || !host.files.exists(files.closed(generation + 1))) return done({ ok: true, records, reached });
      return next(generation + 1, 0, reached);
    }
    calls.read(path, (read) => {
      if (!read.ok) {
        return done({ ok: false, error: reportFailure(host, process, group, { kind: 'open-read', path }, read.error) });
      }
      const log = readLog(read.bytes);
      if (log === undefined || log.header.generation !== generation)
        return done({ ok: false, error: JET.errLogCorrupted });
      records.push(...log.records.slice(skip));
      next(generation + 1, 0, { generation, records: log.records.length });
    });
  };
  next(Math.max(checkpoint.generation, 1), checkpoint.generation === 0 ? 0 : checkpoint.records, checkpoint);
}

type Current = { readonly ok: true; readonly open: OpenLog } | { readonly ok: false; readonly error: JetError };

function openCurrent(
  calls: FileCalls,
  { group, files }: DatabaseToMount,
  { reached, needsCurrent }: { readonly reached: Checkpoint; readonly needsCurrent: boolean },
  done: (result: Current) => void,
): void {
  const { host, process } = calls.program;
  const path = files.current;
  const exists = host.files.exists(path);
  const startsGroup = (error: JetError): void => {
    reportLogNotOpened(host, process, group, path, error);
    host.eventLog.write('Application', {
      source: 'MSExchangeIS',
      id: 9518,
      level: 'error',
      text: `Error ${error === JET.errFileNotFound ? 'Current log file missing' : error} starting Storage Group ${group} on the Microsoft Exchange Information Store.`,
    });
    done({ ok: false, error });
  };
  if (!exists && needsCurrent) return startsGroup(JET.errFileNotFound);
  const disposition = exists ? 'open-existing' : 'create-new';
  calls.open({ path, access: ['read', 'write'], share: shareOfLog(calls), disposition }, (opened) => {
    if (!opened.ok) return startsGroup(reportFailure(host, process, group, { kind: 'open-write', path }, opened.error));
    const { handle } = opened;
    if (!exists) {
      const generation = reached.generation + 1;
      handle.write(newLogBytes(headerOf(calls, generation)));
      return done({ ok: true, open: { generation, records: [], handle } });
    }
    const log = readLog(handle.read());
    const generation = log?.header.generation;
    // Its log may be the one that the checkpoint lies in, or the next.
    const fits = generation === reached.generation + 1 || generation === reached.generation;
    if (log === undefined || generation === undefined || !fits) {
      handle.close();
      return startsGroup(JET.errLogCorrupted);
    }
    done({ ok: true, open: { generation, records: log.records, handle } });
  });
}
