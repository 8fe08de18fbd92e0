import { type AttributeChanges, type FileAttributes, hasWildcard } from '../files/index.ts';
import { type Match, matchingFiles } from './console-path.ts';
import { type ConsoleProgram, fails, lines, notModelled, prints } from './console-program.ts';
import { isBeforeVista } from './generation.ts';

const letters = { r: 'readonly', a: 'archive', s: 'system', h: 'hidden' } as const;

/** `attrib FILE` shows attributes, `attrib +r -h FILE` changes them. The path may be a pattern. */
export const attrib: ConsoleProgram = ({ host, args }, done) => {
  const changes: { -readonly [K in keyof AttributeChanges]: boolean } = {};
  const operands: string[] = [];
  for (const word of args) {
    const [, sign, letter] = /^([+-])([rash])$/i.exec(word) ?? [];
    if (letter !== undefined) changes[letters[letter.toLowerCase() as keyof typeof letters]] = sign === '+';
    else if (/^[+/-]/.test(word)) return done(notModelled(`attrib ${args.join(' ')}`));
    else operands.push(word);
  }
  const [typed = '*', ...more] = operands;
  if (more.length > 0) return done(fails(lines(`Parameter format not correct - ${more[0]}`)));
  const found = matchingFiles(host, typed);
  if (!found.ok) return done(prints(lines(`File not found - ${typed}`), 1));
  if (Object.keys(changes).length === 0) {
    const width = isBeforeVista(host) ? 11 : 13;
    return done(prints(lines(...found.matches.map((match) => shown(match, width)))));
  }
  // A pattern passes hidden and system files by without a word.
  const chosen = hasWildcard(typed) ? found.matches.filter(({ stat }) => !isGuarded(stat.attributes)) : found.matches;
  let refused = '';
  for (const { path, stat } of chosen) {
    const guard = guardOf(stat.attributes, changes);
    if (guard !== undefined) refused += lines(`Not resetting ${guard} file - ${path}`);
    else host.files.setAttributes(path, changes);
  }
  done(prints(refused, refused === '' ? 0 : 1));
};

/** @assumed The path stands two columns further right from Windows Vista on, as Wine has it. */
function shown({ path, stat }: Match, width: number): string {
  const { archive, system, hidden, readonly } = stat.attributes;
  const flags = `${archive ? 'A' : ' '}  ${system ? 'S' : ' '}${hidden ? 'H' : ' '}${readonly ? 'R' : ' '}`;
  return flags.padEnd(width) + path;
}

function isGuarded(attributes: FileAttributes): boolean {
  return attributes.hidden || attributes.system;
}

/** A hidden or system file keeps its attributes unless this one is named as well. */
function guardOf(attributes: FileAttributes, changes: AttributeChanges): 'hidden' | 'system' | undefined {
  if (attributes.system && changes.system === undefined) return 'system';
  return attributes.hidden && changes.hidden === undefined ? 'hidden' : undefined;
}
