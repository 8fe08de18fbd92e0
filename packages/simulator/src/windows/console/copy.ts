import { samePath } from '@scanclash/core';
import { ERROR_INVALID_NAME, hasWildcard, shareNothing, shareReadWrite, type Win32Error } from '../files/index.ts';
import { splitShellWords } from './command-line.ts';
import { fullPath, isFolder, type Match, matchingFiles, within } from './console-path.ts';
import { type ConsoleProgram, fails, type Invocation, lines, notModelled, unanswered } from './console-program.ts';
import { inTurn } from './in-turn.ts';

/**
 * `copy SOURCE [TARGET] [/y] [/b] [/v]`. Files are read and written in the name of cmd.exe, each held while it is copied.
 * Unlike real copies, these have the time of the copying.
 */
export const copy: ConsoleProgram = (invocation, done) => {
  const { host, tail } = invocation;
  const { switches, operands } = splitShellWords(tail);
  const [typed, typedTarget = '.', ...more] = operands;
  if (typed === undefined) return done(fails(lines('The syntax of the command is incorrect.')));
  const isOther = (option: string) => !['/y', '/-y', '/b', '/v'].includes(option);
  if (more.length > 0 || switches.some(isOther) || operands.some((operand) => operand.includes('+'))) {
    return done(notModelled(`copy${tail}`));
  }
  const source = fullPath(typed);
  const target = fullPath(typedTarget);
  if (source === undefined || target === undefined) return done(fails(lines(ERROR_INVALID_NAME.text)));
  if (hasWildcard(target)) return done(notModelled('copy to a pattern'));
  const found = matchingFiles(host, isFolder(host, source) ? within(source, '*') : typed);
  if (!found.ok) return done(fails(lines(found.error.text)));
  const intoFolder = isFolder(host, target);
  const pairs = found.matches.map((match) => ({ match, to: intoFolder ? within(target, match.stat.name) : target }));
  const isForced = switches.includes('/y');
  const occupied = pairs.find(({ match, to }) => host.files.exists(to) && !samePath(match.path, to));
  if (!isForced && occupied !== undefined) {
    return done(unanswered(`Overwrite ${occupied.to}? (Yes/No/All): `, 'use copy /y'));
  }
  copyAll(invocation, pairs, hasWildcard(typed) || found.matches.length > 1, done);
};

function copyAll(
  invocation: Invocation,
  pairs: readonly { readonly match: Match; readonly to: string }[],
  named: boolean,
  done: Parameters<ConsoleProgram>[1],
): void {
  let copied = 0;
  let stdout = '';
  let stderr = '';
  inTurn(
    pairs,
    ({ match, to }, next) => {
      if (named) stdout += lines(match.typedFolder + match.stat.name);
      if (samePath(match.path, to)) {
        stderr += lines('The file cannot be copied onto itself.');
        return next();
      }
      copyFile(invocation, match.path, to, (error) => {
        if (error === undefined) copied += 1;
        else stderr += lines(error.text);
        next();
      });
    },
    () => {
      stdout += lines(`${String(copied).padStart(9)} file(s) copied.`);
      done({ exitCode: stderr === '' ? 0 : 1, stdout, stderr });
    },
  );
}

/** CopyFile: the source shared with readers and writers, the target with nobody. */
export function copyFile(
  { host, shell }: Invocation,
  from: string,
  to: string,
  done: (error: Win32Error | undefined) => void,
): void {
  const process = shell();
  host.files.open(
    { process, path: from, access: 'read', share: shareReadWrite, disposition: 'open-existing' },
    (source) => {
      if (!source.ok) return done(source.error);
      const bytes = source.handle.read();
      host.files.open(
        { process, path: to, access: 'write', share: shareNothing, disposition: 'create-always' },
        (target) => {
          if (target.ok) {
            const written = target.handle.write(bytes);
            target.handle.close();
            source.handle.close();
            return done(written.ok ? undefined : written.error);
          }
          source.handle.close();
          done(target.error);
        },
      );
    },
  );
}
