import {
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  type Listing,
  parseNetFile,
  parseNetSession,
  type Reading,
  record,
  unreadable,
} from '@scanclash/core';

export const SESSIONS: HostRequest = { id: 'smb-sessions' };
export const OPEN_FILES: HostRequest = { id: 'smb-open-files' };

/** Who has a session on this host, as `net session` tells: by name up to Windows Server 2003, later by address. */
export const sessions = (evidence: HostEvidence): Fact =>
  rowsOf(evidence, SESSIONS, parseNetSession, ({ computer, user }) => ({ computer, user }));

/** Files that other computers hold open on this host, as `net file` tells. */
export const openFiles = (evidence: HostEvidence): Fact =>
  rowsOf(evidence, OPEN_FILES, parseNetFile, ({ path, cut, user }) => ({ path: cut ? undefined : path, user }));

function rowsOf<Row>(
  evidence: HostEvidence,
  question: HostRequest,
  parse: (output: string) => Reading<Listing<Row>>,
  /** Undefined for what the answer does not hold whole. */
  show: (row: Row) => Readonly<Record<string, string | undefined>>,
): Fact {
  return evidence.fact(question, (text, origin) => {
    const read = parse(text);
    if (read.kind !== 'known') return unreadable(read.kind === 'unreadable' ? read.reason : 'no answer', question);
    const { rows, unread } = read.value;
    return {
      kind: 'list',
      complete: unread.length === 0,
      origin,
      items: rows.map((row) =>
        record(
          Object.fromEntries(
            Object.entries(show(row)).map(([name, value]) => [
              name,
              value === undefined ? unreadable('it is too long for its column', question) : known(value, origin),
            ]),
          ),
        ),
      ),
    };
  });
}
