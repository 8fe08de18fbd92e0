import { foldName } from '@scanclash/core';
import type { ExclusionItem } from '../exclusion-item.ts';

/** How a file is about to be used, from the scanner's point of view. */
export type Direction = 'read' | 'write';

/**
 * Whether an entry takes a file out of scanning, as the driver and McShield decide it: by walking pattern and path
 * together. What rules believe of exclusions is written independently of this; a property test compares the two.
 * @source KB50998, PG88 p.49 and p.126: a folder ends in a backslash; `?` one character, `*` within a level, `**` across
 * levels; case does not matter; system variables; read and write apart. EXCL: a type is what follows the dot.
 * @assumed mcafee-virusscan/assume-bare-name: a value without a backslash is a file name in any folder.
 */
export function isExempt(
  item: ExclusionItem,
  path: string,
  direction: Direction,
  expand: (value: string) => string,
): boolean {
  if (direction === 'read' ? !item.onRead : !item.onWrite) return false;
  const file = foldName(path);
  if (item.type === 'extension') {
    const type = typeOf(file);
    return type !== undefined && matches(foldName(item.value), type);
  }
  if (item.type !== 'path') return false;
  const pattern = foldName(expand(item.value));
  if (pattern.endsWith('\\')) {
    const folder = file.slice(0, file.lastIndexOf('\\') + 1);
    return item.subfolders ? reaches(pattern, folder) : matches(pattern, folder);
  }
  return pattern.includes('\\') ? matches(pattern, file) : matches(pattern, file.slice(file.lastIndexOf('\\') + 1));
}

/** Whether the pattern matches the folder or one above it. */
function reaches(pattern: string, folder: string): boolean {
  for (let end = folder.indexOf('\\'); end >= 0; end = folder.indexOf('\\', end + 1)) {
    if (matches(pattern, folder.slice(0, end + 1))) return true;
  }
  return false;
}

/** What follows the last dot of the name; a file without one has no type, so no type entry takes it out. */
function typeOf(file: string): string | undefined {
  const name = file.slice(file.lastIndexOf('\\') + 1);
  return name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : undefined;
}

/**
 * Wildcard match of whole texts. To try again, only the last star of each kind is needed: what an earlier one could
 * give up, the later one can take, and a `*` cannot move past the backslash that follows it.
 */
function matches(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  let p = 0;
  let t = 0;
  let within: { p: number; t: number } | undefined;
  let across: { p: number; t: number } | undefined;
  for (;;) {
    if (pattern[p] === '*') {
      const crosses = pattern[p + 1] === '*';
      p += crosses ? 2 : 1;
      if (crosses) across = { p, t };
      within = crosses ? undefined : { p, t };
    } else if (p === pattern.length && t === text.length) {
      return true;
    } else if (t < text.length && p < pattern.length && fits(pattern.charAt(p), text.charAt(t))) {
      p += 1;
      t += 1;
    } else if (within !== undefined && within.t < text.length && text[within.t] !== '\\') {
      within.t += 1;
      ({ p, t } = within);
    } else if (across !== undefined && across.t < text.length) {
      within = undefined;
      across.t += 1;
      ({ p, t } = across);
    } else {
      return false;
    }
  }
}

const fits = (piece: string, unit: string) => piece === unit || (piece === '?' && unit !== '\\');
