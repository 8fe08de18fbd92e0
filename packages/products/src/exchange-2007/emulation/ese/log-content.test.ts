import fc from 'fast-check';
import { expect, test } from 'vitest';
import { databaseBytes, readDatabase } from './database-file.ts';
import { type LogRecord, readLog } from './log-content.ts';
import { newLogBytes } from './transaction-log.ts';

const text = fc.string({ unit: 'binary' });
const item: fc.Arbitrary<LogRecord> = fc.record({
  k: fc.constant('item' as const),
  mailbox: text,
  id: text,
  subject: text,
  size: fc.nat(),
  attachments: fc.array(fc.record({ name: text, content: text })),
});
const records = fc.array(
  fc.oneof(
    item,
    fc.record({
      k: fc.constant('scanned' as const),
      mailbox: text,
      id: text,
      attachment: fc.option(text, { nil: undefined }),
    }),
  ),
);
/** As it is written: nothing is said of what is undefined. */
const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('a log holds what was written into it', () => {
  fc.assert(
    fc.property(records, fc.nat(), (content, generation) => {
      const header = { generation, signature: 'NODEA 5' };
      expect(readLog(newLogBytes(header, content))).toEqual({ header, records: written(content) });
    }),
  );
});

test('a log that is cut in the middle of a record is none, nor is an empty file', () => {
  const bytes = newLogBytes({ generation: 1, signature: 'NODEA 5' }, [
    { k: 'scanned', mailbox: 'a', id: 'b', attachment: 'c' },
  ]);
  expect(readLog(bytes.subarray(0, bytes.length - 5))).toBeUndefined();
  expect(readLog(new Uint8Array(0))).toBeUndefined();
});

test('a database that was written in pieces is the same as one written at once, and knows how far it is', () => {
  fc.assert(
    fc.property(fc.array(records), (pieces) => {
      const bytes = pieces.map((piece, i) =>
        databaseBytes(piece, { generation: i + 1, records: piece.length, state: 'dirty' }),
      );
      const last = { generation: pieces.length, records: 0, state: 'clean' } as const;
      const inPieces = readDatabase(Buffer.concat([...bytes, databaseBytes([], last)]));
      const atOnce = readDatabase(databaseBytes(pieces.flat(), last));
      expect(inPieces?.checkpoint).toMatchObject(last);
      expect(inPieces?.content.items).toBe(atOnce?.content.items);
      for (const mailbox of atOnce?.content.mailboxes ?? []) {
        expect(inPieces?.content.itemsOf(mailbox)).toEqual(atOnce?.content.itemsOf(mailbox));
      }
    }),
  );
});
