import type { Reading } from '../../windows/registry-reader.ts';
import { consoleLines, type Listing } from './listing.ts';

export interface SessionRow {
  /** Without the backslashes: a name, or an address. */
  readonly computer: string;
  /** Empty for a session without one, such as that of a computer account in some versions. */
  readonly user: string;
  readonly opens: number;
  /** How long the session has been idle; seconds, minutes from a day on. */
  readonly idleSeconds: number;
}

/** Where the second column starts, and the third. The columns are as wide in every language: it is the header that is translated. */
const USER_START = 23;
const CLIENT_START = 44;

const session = /^\\\\(\S+)(\s.*?)?\s+(\d+)\s+(?:(\d+):(\d\d):(\d\d)|(\d+)\D+?(\d+)\D+?(\d+)\D*)$/;

/**
 * The sessions in the output of `net session`, which exited with 0. A row begins with `\\`, in every language; a list
 * without one is empty, because a refusal has another exit code. Idle times of a day and more (`05D 22H 02M`) are read by
 * their numbers: days, hours, minutes.
 */
export function parseNetSession(output: string): Reading<Listing<SessionRow>> {
  if (output.trim() === '') return { kind: 'unreadable', reason: 'the answer is empty' };
  const rows: SessionRow[] = [];
  const unread: string[] = [];
  for (const line of consoleLines(output)) {
    if (!line.startsWith('\\\\')) continue;
    const row = sessionRow(line);
    if (row === undefined) unread.push(line);
    else rows.push(row);
  }
  return { kind: 'known', value: { rows, unread } };
}

function sessionRow(line: string): SessionRow | undefined {
  const [, computer, middle = '', opens, ...idle] = session.exec(line) ?? [];
  if (computer === undefined) return undefined;
  const [hours, minutes, seconds, days, hoursOfDay, minutesOfHour] = idle.map((part) => Number(part ?? 0));
  return {
    computer,
    user: userIn(line, computer, middle),
    opens: Number(opens),
    idleSeconds:
      Number(hours) * 3600 +
      Number(minutes) * 60 +
      Number(seconds) +
      Number(days) * 86_400 +
      Number(hoursOfDay) * 3600 +
      Number(minutesOfHour) * 60,
  };
}

/** A computer too long for its column pushes the rest to the right: then the first word behind it is the user. */
function userIn(line: string, computer: string, middle: string): string {
  if (computer.length + 2 < USER_START) return line.slice(USER_START, CLIENT_START).trim();
  return middle.trim().split(/\s{2,}/)[0] ?? '';
}
