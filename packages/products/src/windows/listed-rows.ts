import {
  type Fact,
  type HostEvidence,
  type HostRequest,
  type Listing,
  type Origin,
  type Reading,
  record,
  unreadable,
} from '@scanclash/core';

/** The rows of a listing as a list of facts; a listing with a line that could not be read is not complete. */
export function listedRows<Row>(
  evidence: HostEvidence,
  question: HostRequest,
  parse: (output: string) => Reading<Listing<Row>>,
  show: (row: Row, origin: Origin) => Readonly<Record<string, Fact>>,
): Fact {
  return evidence.fact(question, (text, origin) => {
    const read = parse(text);
    if (read.kind !== 'known') return unreadable(read.kind === 'unreadable' ? read.reason : 'no answer', question);
    const { rows, unread } = read.value;
    return {
      kind: 'list',
      complete: unread.length === 0,
      origin,
      items: rows.map((row) => record(show(row, origin))),
    };
  });
}
