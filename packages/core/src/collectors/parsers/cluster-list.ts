import type { Reading } from '../../windows/registry-reader.ts';
import { foldName } from '../../windows/windows-path.ts';
import { consoleLines, type Listing, rulerColumns } from './listing.ts';

export interface ClusterRow {
  /** What stands before the node: the name of the object, for a resource its group behind it. */
  readonly object: string;
  /** The node that owns it. */
  readonly node: string;
  /** In the language of the host: `Online`. */
  readonly status: string;
}

/**
 * The objects in the output of `cluster group` or `cluster res`. No word of it is looked at but the names of the nodes,
 * which the caller knows: they part what stands before them from the status. Cells longer than their column push the
 * rest to the right, so that columns do not tell. Without a ruler the answer is `unreadable`.
 */
export function parseClusterList(output: string, nodes: readonly string[]): Reading<Listing<ClusterRow>> {
  const lines = consoleLines(output);
  const ruler = lines.findIndex((line) => (rulerColumns(line)?.length ?? 0) >= 3);
  if (ruler < 0) return { kind: 'unreadable', reason: 'the answer holds no list' };
  const folded = nodes.map(foldName);
  const rows: ClusterRow[] = [];
  const unread: string[] = [];
  for (const line of lines.slice(ruler + 1)) {
    if (line === '') continue;
    const row = rowOf(line, folded);
    if (row === undefined) unread.push(line);
    else rows.push(row);
  }
  return { kind: 'known', value: { rows, unread } };
}

/** The last word of the line that is the name of a node parts it: a name of an object may hold one, too. */
function rowOf(line: string, nodes: readonly string[]): ClusterRow | undefined {
  const words = [...line.matchAll(/\S+/g)];
  const at = words.findLastIndex(([word], i) => i > 0 && i < words.length - 1 && nodes.includes(foldName(word)));
  const word = words[at];
  if (word === undefined) return undefined;
  const [node] = word;
  return {
    object: line.slice(0, word.index).trim(),
    node,
    status: line.slice(word.index + node.length).trim(),
  };
}
