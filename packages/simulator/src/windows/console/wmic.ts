import { versionOfProgram } from '../../content/version-resource.ts';
import { type ConsoleProgram, notModelled, prints } from './console-program.ts';

/**
 * `wmic datafile where "name='PATH'" get Version /value`, backslashes written twice. What is no console gets lines that
 * end in CR CR LF; for a file that is not there there is no instance, which is no error.
 * @source Captures of wmic read through a pipe. Into a file it writes UTF-16, which is not played.
 */
export const wmic: ConsoleProgram = ({ host, args }, done) => {
  const [, path] = /^datafile where name='([^']+)' get version \/value$/i.exec(args.join(' ')) ?? [];
  if (path === undefined) return done(notModelled(`wmic ${args.join(' ')}`));
  const file = host.files.peek(path.replaceAll('\\\\', '\\'));
  if (!file.ok) return done({ exitCode: 0, stdout: '', stderr: `No Instance(s) Available.${END}` });
  done(prints([`${END}${END}`, `Version=${versionOfProgram(file.bytes) ?? ''}`, `${END}${END}${END}`].join('')));
};

const END = '\r\r\n';
