import { Buffer } from 'node:buffer';
import { REDACTED } from '@scanclash/core';
import { apart, secretsIn } from './secret-text.ts';

/** Where a mark now stands instead of a secret; the secret's own length is not told. */
export interface RedactedSpan {
  /** In bytes of what was redacted, from 0. */
  readonly offset: number;
  readonly length: number;
  readonly why: string;
}

/** Bytes are text of a code page or of UTF-16, which may begin at an odd byte: in the other order, or inside data. */
const VIEWS = [
  { encoding: 'latin1', first: 0, width: 1 },
  { encoding: 'utf16le', first: 0, width: 2 },
  { encoding: 'utf16le', first: 1, width: 2 },
] as const;

/** Node 24.21 corrupts its heap when it reads UTF-16 from an odd address: a copy begins at an even one. */
const textOf = (bytes: Buffer, encoding: 'latin1' | 'utf16le'): string => Buffer.from(bytes).toString(encoding);

/**
 * Takes the secrets out of the bytes of a text. Its encoding need not be known: all that is looked for is ASCII, which
 * all code pages share. Nothing else is touched.
 */
export function redactBytes(bytes: Uint8Array): {
  readonly bytes: Uint8Array;
  readonly spans: readonly RedactedSpan[];
} {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const views = buffer.includes(0) ? VIEWS : VIEWS.slice(0, 1);
  const secrets = apart(
    views.flatMap(({ encoding, first, width }) =>
      secretsIn(textOf(buffer.subarray(first), encoding)).map(({ start, end, why }) => ({
        start: first + start * width,
        end: first + end * width,
        mark: Buffer.from(REDACTED, encoding),
        why,
      })),
    ),
  );
  if (secrets.length === 0) return { bytes, spans: [] };

  const pieces: Uint8Array[] = [];
  const spans: RedactedSpan[] = [];
  let from = 0;
  let offset = 0;
  for (const { start, end, mark, why } of secrets) {
    pieces.push(buffer.subarray(from, start), mark);
    offset += start - from;
    spans.push({ offset, length: mark.length, why });
    offset += mark.length;
    from = end;
  }
  return { bytes: new Uint8Array(Buffer.concat([...pieces, buffer.subarray(from)])), spans };
}
