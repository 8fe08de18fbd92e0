import type { Reading } from '../../windows/registry-reader.ts';
import { consoleLines, type Listing } from './listing.ts';

/** Properties of an object by name, as PowerShell spells both. */
export type ListedObject = ReadonlyMap<string, string>;

/**
 * The objects in the output of `Format-List`: a block of `Name : value` each, with an empty line between two. Names of
 * properties are the same in every language. An answer without any is `unreadable`: a cmdlet that fails prints none.
 */
export function parseFormatList(output: string): Reading<Listing<ListedObject>> {
  const rows: Map<string, string>[] = [];
  const unread: string[] = [];
  let block: Map<string, string> | undefined;
  for (const line of consoleLines(output)) {
    if (line.trim() === '') {
      block = undefined;
      continue;
    }
    const [, name, value] = /^([A-Za-z]\w*)\s*:(?: (.*))?$/.exec(line) ?? [];
    if (name === undefined) {
      unread.push(line);
      continue;
    }
    if (block === undefined) {
      block = new Map();
      rows.push(block);
    }
    block.set(name, value ?? '');
  }
  if (rows.length === 0) return { kind: 'unreadable', reason: 'the answer shows no object' };
  return { kind: 'known', value: { rows, unread } };
}
