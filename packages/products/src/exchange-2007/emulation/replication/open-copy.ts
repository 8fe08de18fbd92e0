import type { FileCalls } from '../ese/file-calls.ts';
import type { LogRecord } from '../ese/log-content.ts';
import type { LogFiles } from '../ese/log-files.ts';
import { CopyDatabase } from './copy-database.ts';
import type { LogSource } from './log-source.ts';
import { reconcile } from './reconcile.ts';

/**
 * The database of a copy, ready to have logs replayed into it: `newest` is the last log that this node and the other
 * have in common. `later`: somebody holds the database, or the other node does not answer. `foreign`: what was in logs
 * that the other node does not have.
 */
export type OpenedCopy =
  | {
      readonly kind: 'ready';
      readonly database: CopyDatabase;
      readonly newest: number;
      readonly foreign: readonly LogRecord[];
    }
  | { readonly kind: 'later' }
  | { readonly kind: 'failed'; readonly why: string; readonly foreign: readonly LogRecord[] };

/** Opens the database of a copy. Where this node was the active one its logs are compared with those of the other. */
export function openCopy(
  calls: FileCalls,
  what: { readonly path: string; readonly files: LogFiles; readonly source: LogSource },
  done: (opened: OpenedCopy) => void,
): void {
  const { program } = calls;
  const { path, files, source } = what;
  CopyDatabase.open(calls, path, (opened) => {
    if (!opened.ok) return done('why' in opened ? { kind: 'failed', why: opened.why, foreign: [] } : { kind: 'later' });
    const { database } = opened;
    const { checkpoint } = database;
    const wasActive = checkpoint.state !== 'copy' || program.host.files.exists(files.current);
    if (!wasActive) return done({ kind: 'ready', database, newest: checkpoint.generation, foreign: [] });
    reconcile(program, { files, source, checkpoint }, (result) => {
      if (result.kind === 'agree') {
        return done({ kind: 'ready', database, newest: result.newest, foreign: result.foreign });
      }
      database.close();
      if (result.kind === 'unknown') return done({ kind: 'later' });
      const why = `log ${result.generation} of this node is in its database already`;
      done({ kind: 'failed', why, foreign: result.foreign });
    });
  });
}
