import type { Reading } from '../../windows/registry-reader.ts';
import { consoleLines, type Listing } from './listing.ts';

export interface ProcessRow {
  readonly imageName: string;
  readonly pid: number;
  /** The services in the process, none of them for most; undefined where they were not asked for (`/svc`). */
  readonly services: readonly string[] | undefined;
}

const IDLE_PID = '0';
const SYSTEM_PID = '4';

/**
 * The processes in the output of `tasklist /fo csv`, with or without `/svc`, `/nh` and `/v`.
 *
 * The words of the header are not looked at: a row has a number in its second cell, and with `/svc` three cells. The word
 * for "no services" is translated (`Nicht zutreffend`); it is learnt from the idle and the system process, which never
 * hold any, and is `N/A` where neither is listed.
 */
export function parseTasklistCsv(output: string): Reading<Listing<ProcessRow>> {
  const rows: (readonly string[])[] = [];
  const unread: string[] = [];
  for (const line of consoleLines(output)) {
    const cells = Array.from(line.matchAll(/"([^"]*)"(?:,|$)/g), (cell) => cell[1] as string);
    if (/^\d+$/.test(cells[1] ?? '')) rows.push(cells);
    else if (rows.length > 0 && line !== '') unread.push(line);
  }
  if (rows.length === 0) return { kind: 'unreadable', reason: 'the answer holds no row with a process id' };
  const none = rows.find(([, pid]) => pid === IDLE_PID || pid === SYSTEM_PID)?.[2] ?? 'N/A';
  return { kind: 'known', value: { rows: rows.map((cells) => processRow(cells, none)), unread } };
}

function processRow(cells: readonly string[], none: string): ProcessRow {
  const [imageName = '', pid = '', services = ''] = cells;
  const hosted = services === none ? [] : services.split(',').map((name) => name.trim());
  return { imageName, pid: Number(pid), services: cells.length === 3 ? hosted : undefined };
}
