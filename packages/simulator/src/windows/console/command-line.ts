import { remembered } from '@scanclash/core';

/** One command of a line, and when it runs. */
export interface ChainedCommand {
  readonly text: string;
  /** `&` runs it always, `&&` where the one before it exited with 0, `||` where it did not. */
  readonly runs: 'always' | 'on-success' | 'on-failure';
  readonly output?: Redirection;
  /** `2>nul` drops error messages, `2>&1` puts them behind the output. */
  readonly errors?: 'dropped' | 'with-output';
}

export interface Redirection {
  /** `nul` drops the output. */
  readonly path: string;
  readonly append: boolean;
}

export type ParsedLine =
  | { readonly ok: true; readonly commands: readonly ChainedCommand[] }
  /** Why the line is not played. */
  | { readonly ok: false; readonly feature: string };

/** Programs of a simulated console find the end of their input at once, told so or not. */
const NO_INPUT = /^<\s*nul(?=[\s&|<>]|$)/i;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Takes a line apart as cmd.exe does: `&`, `&&`, `||`, `>`, `>>`, `<nul`, `2>nul`, `2>&1` and `^` count outside quotes. Pipes,
 * input from files, parentheses and other redirections of errors are not played.
 */
export const parseCommandLine = remembered(parseLine);

function parseLine(line: string): ParsedLine {
  const commands: ChainedCommand[] = [];
  let command: Writable<ChainedCommand> = { text: '', runs: 'always' };
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    if (character === '"') quoted = !quoted;
    if (quoted || character === '"') {
      command.text += character;
    } else if (character === '^') {
      i += 1;
      command.text += line.charAt(i);
    } else if (character === '&' || line.startsWith('||', i)) {
      commands.push(command);
      const isDouble = line.charAt(i + 1) === character;
      command = { text: '', runs: character === '|' ? 'on-failure' : isDouble ? 'on-success' : 'always' };
      if (isDouble) i += 1;
    } else if (character === '>') {
      const redirection = /^(>>?)\s*(&1|"[^"]*"|[^\s&|<>]*)/.exec(line.slice(i)) as RegExpExecArray;
      const problem = redirect(command, redirection);
      if (problem !== undefined) return { ok: false, feature: problem };
      i += redirection[0].length - 1;
    } else if (character === '<' && NO_INPUT.test(line.slice(i))) {
      i += (NO_INPUT.exec(line.slice(i))?.[0].length ?? 1) - 1;
    } else if ('|<'.includes(character) || (character === '(' && command.text.trim() === '')) {
      return { ok: false, feature: character };
    } else {
      command.text += character;
    }
  }
  commands.push(command);
  return { ok: true, commands };
}

/** Takes over a redirection; a single digit right before it is the number of a stream. Returns what is not played of it. */
function redirect(command: Writable<ChainedCommand>, redirection: RegExpExecArray): string | undefined {
  const [whole, operator, target = ''] = redirection;
  const stream = /(?:^|\s)([0-9])$/.exec(command.text)?.[1];
  if (stream !== undefined) command.text = command.text.slice(0, -1);
  const path = target.replaceAll('"', '');
  if (stream === '2') {
    if (target !== '&1' && path.toLowerCase() !== 'nul') return `2${whole}`;
    command.errors = target === '&1' ? 'with-output' : 'dropped';
    return undefined;
  }
  if (path === '' || target === '&1' || (stream !== undefined && stream !== '1')) return `${stream ?? ''}${whole}`;
  command.output = { path, append: operator === '>>' };
  return undefined;
}

/**
 * Splits what stands behind the name of a program into the words that it gets as `argv`.
 * @source "Parsing C Command-Line Arguments", Microsoft C documentation: backslashes count only before a quote. A quote
 * doubled within quotes is one quote and ends the quoting, as in the msvcrt.dll that programs of Windows are built on.
 */
export const splitArguments = remembered(argumentsIn);

function argumentsIn(tail: string): readonly string[] {
  if (!tail.includes('"')) return tail.match(/[^ \t]+/g) ?? [];
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (isBlank(tail.charAt(at))) at++;
    if (at >= tail.length) return words;
    let word = '';
    let quoted = false;
    while (at < tail.length && (quoted || !isBlank(tail.charAt(at)))) {
      const first = at;
      while (tail.charAt(at) === '\\') at++;
      const backslashes = at - first;
      if (tail.charAt(at) !== '"') {
        word += '\\'.repeat(backslashes);
        if (backslashes === 0) word += tail.charAt(at++);
        continue;
      }
      word += '\\'.repeat(backslashes >> 1);
      at += 1;
      if (backslashes % 2 === 1) word += '"';
      else if (quoted && tail.charAt(at) === '"') {
        word += '"';
        at += 1;
        quoted = false;
      } else quoted = !quoted;
    }
    words.push(word);
  }
}

export interface ShellWords {
  /** With `/`, in lower case: `/b`, `/a-d`. */
  readonly switches: readonly string[];
  /** Without quotes. */
  readonly operands: readonly string[];
}

/**
 * Splits what stands behind a command of cmd.exe itself: blanks, `,`, `;` and `=` part words, a `/` starts a switch even
 * without a blank before it (`dir/b`), quotes keep together and go, backslashes are letters.
 */
export function splitShellWords(tail: string): ShellWords {
  const switches: string[] = [];
  const operands: string[] = [];
  for (const [word] of tail.matchAll(/\/?(?:"[^"]*"?|[^\s,;=/"])+|\//g)) {
    const plain = word.replaceAll('"', '');
    if (word.startsWith('/')) switches.push(plain.toLowerCase());
    else operands.push(plain);
  }
  return { switches, operands };
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}
