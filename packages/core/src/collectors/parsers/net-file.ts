import type { Reading } from '../../windows/registry-reader.ts';
import { consoleLines, type Listing } from './listing.ts';

export interface OpenFileRow {
  readonly id: number;
  readonly path: string;
  /** The path was too long for its column, and its middle or end is missing. */
  readonly cut: boolean;
  readonly user: string;
  readonly locks: number;
}

/** Where the columns start. They are as wide in every language: it is the header that is translated. */
const PATH_START = 11;
const USER_START = 51;

const row = /^(\d+)\s+(\S.*?)\s+(\d+)$/;

/**
 * The files in the output of `net file`, which exited with 0. A row begins with a number and ends with one, in every
 * language; a list without one is empty, because a refusal has another exit code.
 */
export function parseNetFile(output: string): Reading<Listing<OpenFileRow>> {
  if (output.trim() === '') return { kind: 'unreadable', reason: 'the answer is empty' };
  const rows: OpenFileRow[] = [];
  const unread: string[] = [];
  for (const line of consoleLines(output)) {
    if (!/^\d/.test(line)) continue;
    const file = openFileRow(line);
    if (file === undefined) unread.push(line);
    else rows.push(file);
  }
  return { kind: 'known', value: { rows, unread } };
}

function openFileRow(line: string): OpenFileRow | undefined {
  const [, id, middle, locks] = row.exec(line) ?? [];
  if (id === undefined || middle === undefined) return undefined;
  const fits = line.slice(PATH_START - 1, PATH_START) === ' ' && line.slice(USER_START - 1, USER_START) === ' ';
  const cells = middle.split(/\s{2,}/);
  const path = fits ? line.slice(PATH_START, USER_START).trim() : (cells[0] as string);
  const user = fits
    ? line
        .slice(USER_START)
        .replace(/\s*\d+$/, '')
        .trim()
    : (cells[1] ?? '');
  return { id: Number(id), path, cut: path.includes('...'), user, locks: Number(locks) };
}
