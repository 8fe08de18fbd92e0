import { foldName } from '@scanclash/core';
import type { ExclusionItem } from '../exclusion-item.ts';

/** How a file is about to be used, from the scanner's point of view. */
export type Direction = 'read' | 'write';

/**
 * Whether an entry takes a file out of scanning, as the driver and McShield decide it: by walking pattern and path
 * together. What rules believe of exclusions is written independently of this; a property test compares the two.
 * @source KB50998, PG88 p.49 and p.126: a folder ends in a backslash; `?` one character, `*` within a level, `**` across
 * levels; case does not matter; system variables; read and write apart.
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
  if (item.type === 'extension') return matches(foldName(item.value), extension(file));
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

function extension(file: string): string {
  const name = file.slice(file.lastIndexOf('\\') + 1);
  return name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : '';
}

/** Wildcard match of whole texts, with backtracking to the last star of either kind. */
function matches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  const retry: { p: number; t: number; crosses: boolean }[] = [];
  for (;;) {
    if (p === pattern.length && t === text.length) return true;
    if (pattern[p] === '*') {
      const crosses = pattern[p + 1] === '*';
      p += crosses ? 2 : 1;
      retry.push({ p, t, crosses });
      continue;
    }
    const fits =
      t < text.length && p < pattern.length && (pattern[p] === text[t] || (pattern[p] === '?' && text[t] !== '\\'));
    if (fits) {
      p += 1;
      t += 1;
      continue;
    }
    // Let the last star that still can take one character more.
    let resumed = false;
    while (!resumed) {
      const last = retry.at(-1);
      if (last === undefined) return false;
      if (last.t < text.length && (last.crosses || text[last.t] !== '\\')) {
        last.t += 1;
        p = last.p;
        t = last.t;
        resumed = true;
      } else retry.pop();
    }
  }
}
