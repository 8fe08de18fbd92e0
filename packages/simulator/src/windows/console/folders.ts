import { isBelow } from '@scanclash/core';
import { ERROR_DIR_NOT_EMPTY, ERROR_INVALID_NAME, type Win32Error } from '../files/index.ts';
import { splitShellWords } from './command-line.ts';
import { fullPath, isFolder } from './console-path.ts';
import {
  type ConsoleProgram,
  fails,
  type Invocation,
  lines,
  notModelled,
  prints,
  unanswered,
} from './console-program.ts';
import { inTurn } from './in-turn.ts';

const SYNTAX = lines('The syntax of the command is incorrect.');

/** `md FOLDER`: with the folders above it that are missing. */
export const md: ConsoleProgram = ({ host, tail }, done) => {
  const { switches, operands } = splitShellWords(tail);
  const [typed, ...more] = operands;
  if (switches.length > 0 || more.length > 0) return done(notModelled(`md${tail}`));
  if (typed === undefined) return done(fails(SYNTAX));
  const path = fullPath(typed);
  if (path === undefined) return done(fails(lines(ERROR_INVALID_NAME.text)));
  if (host.files.exists(path)) return done(fails(lines(`A subdirectory or file ${typed} already exists.`)));
  const made = host.files.makeFolders(path);
  done(made.ok ? prints('') : fails(lines(made.error.text)));
};

/**
 * `rd FOLDER`, and with `/s /q` all that is in it.
 * @source Stack Overflow 34987885: the exit code is that of the Windows error.
 * @assumed Files are removed one by one, deepest first, and the rest goes on where one cannot be.
 */
export const rd: ConsoleProgram = (invocation, done) => {
  const { host, tail } = invocation;
  const { switches, operands } = splitShellWords(tail);
  const [typed, ...more] = operands;
  if (more.length > 0 || switches.some((option) => option !== '/s' && option !== '/q'))
    return done(notModelled(`rd${tail}`));
  if (typed === undefined) return done(fails(SYNTAX));
  const path = fullPath(typed);
  if (path === undefined) return done(fails(lines(ERROR_INVALID_NAME.text), ERROR_INVALID_NAME.code));
  const remove = (): Win32Error | undefined => {
    const removed = host.files.removeFolder(path);
    return removed.ok ? undefined : removed.error;
  };
  if (!switches.includes('/s')) return done(outcome(remove()));
  if (!switches.includes('/q')) return done(unanswered(`${typed}, Are you sure (Y/N)? `, 'use rd /s /q'));
  if (isFolder(host, path) && host.files.drives.locate(path).kind === 'remote') {
    return done(notModelled('rd /s on another host'));
  }
  emptied(invocation, path, (error) => {
    const last = remove();
    done(outcome(error !== undefined && last === ERROR_DIR_NOT_EMPTY ? error : last));
  });
};

function outcome(error: Win32Error | undefined) {
  return error === undefined ? prints('') : fails(lines(error.text), error.code);
}

/**
 * Removes what is below a folder, as far as that can be done; `done` gets the first error.
 * @assumed A volume that is mounted there is taken off, not emptied, as from Windows Vista on.
 */
function emptied({ host, shell }: Invocation, folder: string, done: (error: Win32Error | undefined) => void): void {
  let first: Win32Error | undefined;
  const mounted = host.files.drives.mountPoints().filter((point) => isBelow(point.path, folder));
  const entries = host.files.tree(folder).filter(({ path }) => !mounted.some((point) => isBelow(path, point.path)));
  inTurn(
    entries.toReversed(),
    (entry, next) => {
      if (entry.attributes.readonly) host.files.setAttributes(entry.path, { readonly: false });
      if (entry.kind === 'folder') {
        const removed = host.files.removeFolder(entry.path);
        if (!removed.ok && removed.error !== ERROR_DIR_NOT_EMPTY) first ??= removed.error;
        return next();
      }
      host.files.remove({ process: shell(), path: entry.path }, (removed) => {
        if (!removed.ok) first ??= removed.error;
        next();
      });
    },
    () => done(first),
  );
}
