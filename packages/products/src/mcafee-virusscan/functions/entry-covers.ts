import { foldName } from '@scanclash/core';
import type { ExclusionItem } from '../exclusion-item.ts';
import { ANY_NAME, patternExpression } from './path-pattern.ts';

type Entry = Pick<ExclusionItem, 'type' | 'value' | 'subfolders'>;

/** Whether an entry of an exclusion list matches one file, whatever is done to it. Variables are filled in already. */
export function coversFile(entry: Entry, file: string): boolean {
  const path = foldName(file);
  const name = path.slice(path.lastIndexOf('\\') + 1);
  if (entry.type === 'extension') {
    return name.includes('.') && patternExpression(entry.value).test(name.slice(name.lastIndexOf('.') + 1));
  }
  if (entry.type !== 'path') return false;
  if (!entry.value.endsWith('\\')) {
    return patternExpression(entry.value).test(entry.value.includes('\\') ? path : name);
  }
  const expression = patternExpression(entry.value);
  const folders = foldersOf(path);
  return entry.subfolders ? folders.some((folder) => expression.test(folder)) : expression.test(folders.at(-1) ?? '');
}

/** Whether an entry matches every file of a folder, in it and at any depth below. */
export function coversFolder(entry: Entry, folder: string): boolean {
  const base = folder.replace(/\\+$/, '');
  const inIt = `${base}\\${ANY_NAME}`;
  return coversFile(entry, inIt) && coversFile(entry, `${base}\\${ANY_NAME}\\${ANY_NAME}`);
}

/** `C:\`, `C:\A\`, … up to the folder that the file lies in. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.indexOf('\\'); end >= 0; end = path.indexOf('\\', end + 1)) folders.push(path.slice(0, end + 1));
  return folders;
}
