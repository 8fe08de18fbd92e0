import type { Reading } from '../../windows/registry-reader.ts';
import { consoleLines, type Listing, rulerColumns } from './listing.ts';

export interface FilterRow {
  readonly name: string;
  /** A driver in front of the filter manager, not beneath it: it has no instances, and scans all the same. */
  readonly legacy: boolean;
  /** Volumes that it is attached to; undefined for a legacy filter. */
  readonly instances: number | undefined;
  /** 320000 to 329999 are anti-virus. Undefined from Windows Server 2003, whose list lacks it. */
  readonly altitude: number | undefined;
}

const frame = /^(.*?\S)\s+(\d+|<[^<>]+>)$/;

/**
 * The file system filters in the output of `fltmc` (or `fltmc filters`).
 *
 * Words are not looked at. The ruler under the header tells how many columns there are: three (name, instances, frame)
 * up to Windows Server 2003, four (with the altitude) from Windows Vista on. A frame in angle brackets, translated or
 * not, marks a legacy filter. Without a ruler (the service is off, or access is denied) the answer is `unreadable`.
 *
 * @source KB922582 for the three columns.
 */
export function parseFltmc(output: string): Reading<Listing<FilterRow>> {
  const lines = consoleLines(output);
  const ruler = lines.findIndex((line) => (rulerColumns(line)?.length ?? 0) >= 3);
  if (ruler < 0) return { kind: 'unreadable', reason: refusalIn(output) };
  const hasAltitude = (rulerColumns(lines[ruler] as string) ?? []).length > 3;
  const rows: FilterRow[] = [];
  const unread: string[] = [];
  for (const line of lines.slice(ruler + 1)) {
    if (line === '') continue;
    const row = filterRow(line, hasAltitude);
    if (row === undefined) unread.push(line);
    else rows.push(row);
  }
  return { kind: 'known', value: { rows, unread } };
}

function filterRow(line: string, hasAltitude: boolean): FilterRow | undefined {
  const [, rest, inFrame] = frame.exec(line) ?? [];
  if (rest === undefined || inFrame === undefined) return undefined;
  const legacy = inFrame.startsWith('<');
  const cells = rest.trimStart().split(/\s{2,}/);
  const altitude = hasAltitude && isNumber(cells.at(-1)) && cells.length > 1 ? Number(cells.pop()) : undefined;
  const instances = !legacy && isNumber(cells.at(-1)) && cells.length > 1 ? Number(cells.pop()) : undefined;
  if (cells.length !== 1 || (!legacy && instances === undefined)) return undefined;
  return { name: cells[0] as string, legacy, instances, altitude };
}

function isNumber(cell: string | undefined): boolean {
  return cell !== undefined && /^\d+(?:\.\d+)?$/.test(cell);
}

function refusalIn(output: string): string {
  const code = /0x[0-9a-f]{8}/i.exec(output)?.[0];
  return code === undefined ? 'the answer holds no list of filters' : `the filters could not be listed: error ${code}`;
}
