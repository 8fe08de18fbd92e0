import { splitShellWords } from './command-line.ts';
import { cutPath, fullPath, isFolder, matchingFiles, within } from './console-path.ts';
import { type ConsoleProgram, fails, lines, notModelled, unanswered } from './console-program.ts';
import { inTurn } from './in-turn.ts';

/**
 * `del FILE... [/f] [/q]`: a folder stands for all files in it. Hidden and system files are passed by, read-only ones
 * are refused without `/f`.
 *
 * @source "What are the ERRORLEVEL values set by internal cmd.exe commands?", Stack Overflow 34987885: the exit code is 0
 * whatever became of the files, 1 for a command line that is wrong.
 */
export const del: ConsoleProgram = ({ host, tail, shell }, done) => {
  const { switches, operands } = splitShellWords(tail);
  if (switches.some((option) => option !== '/f' && option !== '/q')) return done(notModelled(`del${tail}`));
  if (operands.length === 0) return done(fails(lines('The syntax of the command is incorrect.')));
  const isForced = switches.includes('/f');
  let stderr = '';
  const paths: string[] = [];
  for (const typed of operands) {
    const path = fullPath(typed) ?? typed;
    const all = isFolder(host, path) ? within(path, '*') : path;
    if (/^\*(?:\.\*)?$/.test(cutPath(all).name) && !switches.includes('/q')) {
      return done(unanswered(`${all}, Are you sure (Y/N)? `, 'use del /q'));
    }
    const found = matchingFiles(host, all);
    const files = found.ok
      ? found.matches.filter(({ stat }) => !stat.attributes.hidden && !stat.attributes.system)
      : [];
    if (files.length === 0) stderr += lines(`Could Not Find ${all}`);
    for (const { path: file, stat } of files) {
      if (stat.attributes.readonly && isForced) host.files.setAttributes(file, { readonly: false });
      paths.push(file);
    }
  }
  inTurn(
    paths,
    (path, next) =>
      host.files.remove({ process: shell(), path }, (removed) => {
        if (!removed.ok) stderr += lines(path, removed.error.text);
        next();
      }),
    () => done({ exitCode: 0, stdout: '', stderr }),
  );
};
