import { ERROR_INVALID_NAME, shareReadWrite } from '../files/index.ts';
import { WINDOWS_VERSIONS } from '../windows-version.ts';
import { splitShellWords } from './command-line.ts';
import { fullPath } from './console-path.ts';
import { CONSOLE_CODE_PAGE, type ConsoleProgram, fails, lines, notModelled, prints } from './console-program.ts';
import { readWhole } from './whole-file.ts';

export const hostname: ConsoleProgram = ({ host, args }, done) =>
  done(args.length === 0 ? prints(lines(host.name)) : notModelled(`hostname ${args.join(' ')}`));

export const ver: ConsoleProgram = ({ host }, done) => {
  const { name, number } = WINDOWS_VERSIONS[host.windows];
  done(prints(lines('', `${name} [Version ${number}]`)));
};

/** Shows the code page; it is not changed. */
export const chcp: ConsoleProgram = ({ args }, done) =>
  done(
    args.length === 0 ? prints(lines(`Active code page: ${CONSOLE_CODE_PAGE}`)) : notModelled(`chcp ${args.join(' ')}`),
  );

/** Shows a file as it is, bytes and all. */
export const type: ConsoleProgram = (invocation, done) => {
  const { switches, operands } = splitShellWords(invocation.tail);
  const [typed] = operands;
  if (switches.length > 0 || operands.length > 1) return done(notModelled(`type${invocation.tail}`));
  if (typed === undefined) return done(fails(lines('The syntax of the command is incorrect.')));
  const path = fullPath(typed);
  if (path === undefined) return done(fails(lines(ERROR_INVALID_NAME.text)));
  readWhole(invocation, path, shareReadWrite, (read) => {
    done(read.ok ? prints(read.bytes) : fails(lines(read.error.text)));
  });
};

/** `echo TEXT`, and `echo.` for an empty line. */
export const echo: ConsoleProgram = ({ tail }, done) => {
  const text = /^[ .:]/.test(tail) ? tail.slice(1) : tail;
  if (tail.trim() === '') done(prints(lines('ECHO is on.')));
  else if (/^\s+(?:on|off)\s*$/i.test(tail)) done(prints(''));
  else done(prints(lines(text)));
};

/**
 * `set` lists the variables, `set PREFIX` those that begin so; a console keeps none that it sets. `set /p "NAME=PROMPT"`
 * prints the prompt; nobody sits at a simulated console, so at the end of its input it sets nothing and ends with 1.
 */
export const set: ConsoleProgram = ({ host, tail }, done) => {
  const prompt = /^\s*\/p\s+"[^"=]*=([^"]*)"\s*$/i.exec(tail)?.[1];
  if (prompt !== undefined) return done({ exitCode: 1, stdout: prompt, stderr: '' });
  if (/[=/]/.test(tail)) return done(notModelled(`set${tail}`));
  const prefix = tail.trim().toUpperCase();
  const found = Object.entries(host.environment)
    .filter(([name]) => name.toUpperCase().startsWith(prefix))
    .sort(([a], [b]) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1));
  if (found.length > 0) return done(prints(lines(...found.map(([name, value]) => `${name}=${value}`))));
  done(fails(lines(`Environment variable ${tail.trim()} not defined`)));
};
