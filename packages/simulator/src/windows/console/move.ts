import { samePath } from '@scanclash/core';
import { ERROR_INVALID_NAME, ERROR_NOT_SAME_DEVICE, hasWildcard, type Win32Error } from '../files/index.ts';
import { splitShellWords } from './command-line.ts';
import { cutPath, fullPath, isFolder, matchingFiles, within } from './console-path.ts';
import {
  type ConsoleProgram,
  fails,
  type Invocation,
  lines,
  notModelled,
  prints,
  unanswered,
} from './console-program.ts';
import { copyFile } from './copy.ts';
import { inTurn } from './in-turn.ts';

const SYNTAX = lines('The syntax of the command is incorrect.');

/** `move SOURCE TARGET [/y]`: within a volume by renaming, to another by copying and deleting. */
export const move: ConsoleProgram = (invocation, done) => {
  const { host, tail } = invocation;
  const { switches, operands } = splitShellWords(tail);
  const [typed, typedTarget = '.', ...more] = operands;
  if (typed === undefined) return done(fails(SYNTAX));
  if (more.length > 0 || switches.some((option) => option !== '/y' && option !== '/-y')) {
    return done(notModelled(`move${tail}`));
  }
  const target = fullPath(typedTarget);
  if (target === undefined) return done(fails(lines(ERROR_INVALID_NAME.text)));
  const found = matchingFiles(host, typed);
  if (!found.ok) return done(fails(lines(found.error.text)));
  const intoFolder = isFolder(host, target);
  const pairs = found.matches.map(({ path, stat }) => ({
    path,
    kind: stat.kind,
    to: intoFolder ? within(target, stat.name) : target,
  }));
  const occupied = pairs.find(({ path, to }) => host.files.exists(to) && !samePath(path, to));
  if (occupied !== undefined && !switches.includes('/y')) {
    return done(unanswered(`Overwrite ${occupied.to}? (Yes/No/All): `, 'use move /y'));
  }
  let moved = 0;
  let stderr = '';
  inTurn(
    pairs,
    ({ path, to }, next) =>
      moveOne(invocation, path, to, (error) => {
        if (error === undefined) moved += 1;
        else stderr += lines(error.text);
        next();
      }),
    () => {
      const what = pairs.every(({ kind }) => kind === 'folder') ? 'dir(s)' : 'file(s)';
      done({ exitCode: stderr === '' ? 0 : 1, stdout: lines(`${String(moved).padStart(9)} ${what} moved.`), stderr });
    },
  );
};

/** `ren PATH NAME`: within the folder, one file or folder. */
export const ren: ConsoleProgram = (invocation, done) => {
  const { host, tail } = invocation;
  const { switches, operands } = splitShellWords(tail);
  const [typed, name, ...more] = operands;
  const path = typed === undefined ? undefined : fullPath(typed);
  if (path === undefined || name === undefined || more.length > 0 || /[\\:]/.test(name)) return done(fails(SYNTAX));
  if (switches.length > 0 || hasWildcard(path) || hasWildcard(name)) return done(notModelled(`ren${tail}`));
  const to = within(cutPath(path).folder, name);
  if (!host.files.exists(path)) return done(fails(lines('The system cannot find the file specified.')));
  if (host.files.exists(to) && !samePath(path, to)) {
    return done(fails(lines('A duplicate file name exists, or the file', 'cannot be found.')));
  }
  host.files.rename({ process: invocation.shell(), path, to }, (renamed) => {
    done(renamed.ok ? prints('') : fails(lines(renamed.error.text)));
  });
};

function moveOne(
  invocation: Invocation,
  path: string,
  to: string,
  done: (error: Win32Error | undefined) => void,
): void {
  const { host } = invocation;
  const process = invocation.shell();
  host.files.rename({ process, path, to, replaceExisting: true }, (renamed) => {
    if (renamed.ok) return done(undefined);
    if (renamed.error !== ERROR_NOT_SAME_DEVICE || isFolder(host, path)) return done(renamed.error);
    copyFile(invocation, path, to, (error) => {
      if (error !== undefined) return done(error);
      host.files.remove({ process, path }, (removed) => done(removed.ok ? undefined : removed.error));
    });
  });
}
