import { type ConsoleOutput, fails, lines, notModelled, prints } from '../windows/console/console-program.ts';

/** What an ssh server of Windows may hand command lines to. */
export type ServedShell = 'cmd' | 'powershell' | 'posix';

/** What a shell does with a command line: hands one on to cmd.exe, or answers by itself. */
export type ShellDoes =
  | { readonly kind: 'cmd'; readonly line: string; readonly environment: Readonly<Record<string, string>> }
  | { readonly kind: 'answers'; readonly output: ConsoleOutput };

/**
 * As much of shells as it takes to start cmd.exe in them, with variables and quotes; the rest says that it is not played.
 *
 * @assumed PowerShell hands an argument without blanks and double quotes on as it is; Cygwin and MSYS hand their
 * environment on to programs of Windows.
 */
export function takenBy(shell: ServedShell, line: string): ShellDoes {
  if (shell === 'cmd') return { kind: 'cmd', line, environment: {} };
  return shell === 'posix' ? takenByPosix(line) : takenByPowerShell(line);
}

const answers = (output: ConsoleOutput): ShellDoes => ({ kind: 'answers', output });

function takenByPosix(line: string): ShellDoes {
  const words = posixWords(line);
  if (words === undefined) return answers(notModelled(line));
  if (words[0] === 'echo') return answers(prints(`${words.slice(1).join(' ')}\n`));
  const first = words[0] === 'env' ? words.findIndex((word, i) => i > 0 && !/^\w+=/.test(word)) : 0;
  const environment = Object.fromEntries(
    words
      .slice(1, Math.max(1, first))
      .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );
  const [program, ...args] = words.slice(first);
  if (program !== 'cmd.exe') return answers(fails(`sh: ${program ?? ''}: command not found\n`, 127));
  return startedCmd(args, environment) ?? answers(notModelled(line));
}

/** Words of a line without operators; variables that are not set are nothing. Undefined where there is more to it. */
function posixWords(line: string): string[] | undefined {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    const blank = /^ +/.exec(line.slice(at));
    if (blank !== null) {
      at += blank[0].length;
      continue;
    }
    let word = '';
    let started = false;
    while (at < line.length && line.charAt(at) !== ' ') {
      const part = /^(?:'([^']*)'|\\(.)|\$(\w+)|([^\s'\\$"`;&|<>()*?]+))/s.exec(line.slice(at));
      if (part === null) return undefined;
      const [whole, quoted, escaped, , plain] = part;
      word += quoted ?? escaped ?? plain ?? '';
      started ||= part[3] === undefined;
      at += whole.length;
    }
    if (started) words.push(word);
  }
  return words;
}

function takenByPowerShell(line: string): ShellDoes {
  const echo = /^echo ((?:[^\s';"`|&(){}]+ ?)+)$/.exec(line)?.[1];
  if (echo !== undefined) {
    const shown = echo.split(' ').map((word) => (word === '$PSHOME' ? PSHOME : word));
    return answers(prints(lines(...shown)));
  }
  const literal = String.raw`'(?:[^']|'')*'`;
  const pattern = new RegExp(
    String.raw`^\$env:(\w+)=((?:${literal}|\[char\]34)(?:\+(?:${literal}|\[char\]34))*); cmd\.exe (.*); exit \$LASTEXITCODE$`,
    's',
  );
  const [, name = '', value = '', tail = ''] = pattern.exec(line) ?? [];
  const args = tail.match(new RegExp(String.raw`${literal}|[^\s']+`, 'g')) ?? [];
  const environment = {
    [name]: (value.match(new RegExp(String.raw`${literal}|\[char\]34`, 'g')) ?? [])
      .map((part) => (part.startsWith("'") ? unquoted(part) : '"'))
      .join(''),
  };
  return startedCmd(args.map(unquoted), environment) ?? answers(notModelled(line));
}

const PSHOME = 'C:\\WINDOWS\\system32\\WindowsPowerShell\\v1.0';

const unquoted = (word: string) => (word.startsWith("'") ? word.slice(1, -1).replaceAll("''", "'") : word);

/** `cmd.exe /d /c call LINE`: variables are filled in before the line is read, and once more by `call`. */
function startedCmd(args: readonly string[], environment: Readonly<Record<string, string>>): ShellDoes | undefined {
  const [first, second, line, ...more] = args;
  if (first !== '/d' || second !== '/c' || line === undefined || more.length > 0) return undefined;
  if (!/^call %\w+%$/.test(line)) return undefined;
  return { kind: 'cmd', line, environment };
}

/** A line as cmd.exe reads it, with these variables in its environment. */
export function readByCmd(line: string, environment: Readonly<Record<string, string>>): string {
  const filled = line.replace(/%([^%]+)%/g, (whole, name: string) => environment[name] ?? whole);
  return filled.replace(/^call /, '');
}
