import { encodeConsole } from '@scanclash/core';
import { hasWildcard, shareReadWrite } from '../files/index.ts';
import { type Match, matchingFiles, matchingFilesBelow } from './console-path.ts';
import { type ConsoleOutput, type ConsoleProgram, fails, lines, notModelled } from './console-program.ts';
import { findstrExpression } from './findstr-expression.ts';
import { inTurn } from './in-turn.ts';
import { readWhole } from './whole-file.ts';

interface Search {
  readonly matches: (line: string) => boolean;
  readonly numbered: boolean;
  readonly namesOnly: boolean;
  /** Files are named before their lines where there may be several. */
  readonly named: boolean;
}

/** Files hold text of the ANSI code page; the bytes of a line are shown as they are. */
const ANSI = 1252;

/**
 * `findstr [/s] [/i] [/n] [/m] [/v] [/x] [/b] [/e] [/l] [/r] [/c:"text"] [words] FILE...`: exit code 0 where a line was found, else 1.
 * Words are parted by blanks and any of them will do; the text of `/c` is one, blanks and all.
 */
export const findstr: ConsoleProgram = (invocation, done) => {
  const { host, args } = invocation;
  const switches: string[] = [];
  const texts: string[] = [];
  const operands: string[] = [];
  for (const word of args) {
    if (/^\/c:/i.test(word)) texts.push(word.slice(3));
    else if (word.startsWith('/')) switches.push(...splitSwitches(word));
    else operands.push(word);
  }
  const given = new Set(switches);
  const unplayed = switches.find((letter) => !'silrnmvxbe'.includes(letter) || letter === '');
  if (unplayed !== undefined) return done(notModelled(`findstr ${args.join(' ')}`));
  const isLiteral = given.has('l') || (texts.length > 0 && !given.has('r'));
  if (texts.length === 0) texts.push(...(operands.shift() ?? '').split(' ').filter((word) => word !== ''));
  if (texts.length === 0) return done(fails(lines('FINDSTR: Bad command line'), 2));
  if (operands.length === 0) return done(notModelled('findstr without a file'));
  const expressions = texts.map((text) => findstrExpression(ansi(text), { isLiteral, given }));
  if (expressions.includes(undefined)) return done(notModelled(`findstr ${args.join(' ')}`));

  const files: Match[] = [];
  let errors = '';
  for (const typed of operands) {
    const found = given.has('s') ? matchingFilesBelow(host, typed) : matchingFiles(host, typed);
    if (found.ok) files.push(...found.matches);
    else errors += lines(`FINDSTR: Cannot open ${typed}`);
  }
  const search: Search = {
    matches: (line) => expressions.some((expression) => expression?.test(line) === true) !== given.has('v'),
    numbered: given.has('n'),
    namesOnly: given.has('m'),
    named: operands.length > 1 || given.has('s') || operands.some(hasWildcard),
  };
  const found: string[] = [];
  inTurn(
    files,
    (file, next) =>
      readWhole(invocation, file.path, shareReadWrite, (read) => {
        if (read.ok) found.push(...foundIn(read.bytes, search, file));
        else errors += lines(`FINDSTR: Cannot open ${file.typedFolder}${file.stat.name}`);
        next();
      }),
    () => done(outcome(found, errors)),
  );
};

/** `/in` is `/i /n`. */
function splitSwitches(word: string): string[] {
  return [...word.slice(1).toLowerCase()];
}

function outcome(found: readonly string[], errors: string): ConsoleOutput {
  const text = lines(...found);
  const stdout = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return { exitCode: found.length > 0 ? 0 : 1, stdout, stderr: errors };
}

function foundIn(bytes: Uint8Array, search: Search, { typedFolder, stat }: Match): string[] {
  const name = ansi(typedFolder + stat.name);
  const prefix = search.named ? `${name}:` : '';
  const all = latin1Of(bytes).split(/\r?\n/);
  if (all.at(-1) === '') all.pop();
  if (search.namesOnly) return all.some(search.matches) ? [name] : [];
  return all.flatMap((line, i) =>
    search.matches(line) ? [`${prefix}${search.numbered ? `${i + 1}:` : ''}${line}`] : [],
  );
}

/** Text as the characters whose numbers are its bytes in the ANSI code page. */
function ansi(text: string): string {
  return latin1Of(encodeConsole(text, ANSI));
}

function latin1Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
