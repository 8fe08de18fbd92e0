import type { Reading } from '../../windows/registry-reader.ts';
import { consoleLines, type Listing } from './listing.ts';

/**
 * The full paths in the output of `dir /s /b`, which exited with 0: one a line, and no word in any language. A line that
 * is no absolute path (`dir /b` without `/s` names files only) is `unread`.
 */
export function parseDirBare(output: string): Reading<Listing<string>> {
  const rows: string[] = [];
  const unread: string[] = [];
  for (const line of consoleLines(output)) {
    if (line === '') continue;
    const isPath = /^(?:[A-Za-z]:\\|\\\\[^\\]+\\[^\\]+)/.test(line);
    (isPath ? rows : unread).push(line);
  }
  if (rows.length === 0) return { kind: 'unreadable', reason: 'the answer holds no path' };
  return { kind: 'known', value: { rows, unread } };
}
