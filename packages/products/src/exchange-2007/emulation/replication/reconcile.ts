import type { Program } from '@scanclash/simulator';
import type { Checkpoint } from '../ese/database-file.ts';
import { type LogRecord, readLog } from '../ese/log-content.ts';
import { generationIn, type LogFiles } from '../ese/log-files.ts';
import type { LogSource } from './log-source.ts';

/**
 * How the logs of a node that was active compare with those of the node that is. `diverged`: logs of this node that the
 * other does not have, and that are in the database of this one, so the copy is of no use any more. `foreign`: what
 * was in logs that the other does not have.
 */
export type Reconciled =
  | { readonly kind: 'agree'; readonly newest: number; readonly foreign: readonly LogRecord[] }
  | { readonly kind: 'diverged'; readonly generation: number; readonly foreign: readonly LogRecord[] }
  | { readonly kind: 'unknown' };

interface OwnLog {
  readonly path: string;
  readonly generation: number;
  readonly bytes: Uint8Array;
}

/** The newest closed log of a folder; 0 where there is none. */
export function newestClosed({ host }: Program, files: LogFiles): number {
  const listed = host.files.list(files.folder, `${files.prefix}????????.log`);
  const generations = listed.ok ? listed.entries.flatMap(({ name }) => generationIn(name) ?? []) : [];
  return Math.max(0, ...generations);
}

/**
 * Compares the newest logs of this node with those of the other, newest first. What the other does not have is thrown
 * away, unless it is in the database already; a last log that both have is given its generation name.
 *
 * @source LOST-LOGS, CCR-HELP. @assumed HOLE-resync: how logs are compared.
 */
export function reconcile(
  program: Program,
  parts: { readonly files: LogFiles; readonly source: LogSource; readonly checkpoint: Checkpoint },
  done: (result: Reconciled) => void,
): void {
  const { files, source, checkpoint } = parts;
  const foreign: OwnLog[] = [];
  const newest = newestClosed(program, files);
  const look = (path: string, generation: number | undefined): void => {
    if (generation !== undefined && generation < 1) return settle(undefined);
    program.read(path, (own) => {
      if (!own.ok) return done({ kind: 'unknown' });
      const header = readLog(own.bytes)?.header.generation ?? generation ?? newest + 1;
      compare({ path, generation: header, bytes: own.bytes });
    });
  };
  const compare = (own: OwnLog): void => {
    if (source.hasCurrent() === undefined) return done({ kind: 'unknown' });
    const theirs = source.closed(own.generation);
    if (program.host.files.stat(theirs) === undefined) return goOn(own);
    program.read(theirs, (read) => {
      if (!read.ok) return done({ kind: 'unknown' });
      if (sameBytes(read.bytes, own.bytes)) settle(own);
      else goOn(own);
    });
  };
  const goOn = (own: OwnLog): void => {
    foreign.push(own);
    look(files.closed(own.generation - 1), own.generation - 1);
  };
  const settle = (common: OwnLog | undefined): void => {
    const oldest = foreign.at(-1)?.generation ?? Number.POSITIVE_INFINITY;
    const isInDatabase = checkpoint.generation > oldest || (checkpoint.generation === oldest && checkpoint.records > 0);
    const records = foreign.flatMap(({ bytes }) => readLog(bytes)?.records ?? []);
    if (isInDatabase) return done({ kind: 'diverged', generation: oldest, foreign: records });
    const generation = common?.generation ?? 0;
    removeAll(
      program,
      foreign.map(({ path }) => path),
      (areGone) => {
        if (!areGone) return done({ kind: 'unknown' });
        const agree = { kind: 'agree', newest: generation, foreign: records } as const;
        if (common?.path !== files.current) return done(agree);
        program.rename(files.current, files.closed(generation), (renamed) =>
          done(renamed.ok ? agree : { kind: 'unknown' }),
        );
      },
    );
  };
  if (program.host.files.exists(files.current)) look(files.current, undefined);
  else look(files.closed(newest), newest);
}

function removeAll(program: Program, [path, ...rest]: readonly string[], done: (areGone: boolean) => void): void {
  if (path === undefined) return done(true);
  program.remove(path, (removed) => (removed.ok ? removeAll(program, rest, done) : done(false)));
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
