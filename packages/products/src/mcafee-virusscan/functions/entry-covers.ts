import type { ExclusionItem } from '../exclusion-item.ts';
import { EVERY_NAME, matchesPattern } from './path-pattern.ts';

export type Entry = Pick<ExclusionItem, 'type' | 'value' | 'subfolders'>;

/** Whether an entry of an exclusion list matches one file, whatever is done to it. Variables are filled in already. */
export function coversFile(entry: Entry, file: string): boolean {
  const name = file.slice(file.lastIndexOf('\\') + 1);
  if (entry.type === 'extension') {
    return name.includes('.') && matchesPattern(entry.value, name.slice(name.lastIndexOf('.') + 1));
  }
  if (entry.type !== 'path') return false;
  if (!entry.value.endsWith('\\')) return matchesPattern(entry.value, entry.value.includes('\\') ? file : name);
  const folders = foldersOf(file);
  if (!entry.subfolders) return matchesPattern(entry.value, folders.at(-1) ?? '');
  return folders.some((folder) => matchesPattern(entry.value, folder));
}

/** Whether an entry matches every file so many levels below a folder; those that lie in it are 1 below. */
export const coversLevel = (entry: Entry, folder: string, level: number): boolean =>
  coversFile(entry, folder.replace(/\\+$/, '') + `\\${EVERY_NAME}`.repeat(level));

/**
 * The levels below a folder that tell of all levels. An entry has backslashes for so many levels only; what it says of
 * the next one, by `**` or by its subfolders, it says of all that follow.
 */
export function levelsToAsk(entries: readonly Entry[]): number[] {
  const deepest = Math.max(0, ...entries.map(({ value }) => (value.includes('*') ? value.split('\\').length - 1 : 0)));
  return Array.from({ length: deepest + 2 }, (_, i) => i + 1);
}

/** `C:\`, `C:\A\`, … up to the folder that the file lies in. */
function foldersOf(file: string): string[] {
  const folders: string[] = [];
  for (let end = file.indexOf('\\'); end >= 0; end = file.indexOf('\\', end + 1)) folders.push(file.slice(0, end + 1));
  return folders;
}
