import iconv from 'iconv-lite';

/** What decoding found; `damagedAt` is the offset of the first byte that is no part of well-formed text. */
export interface DecodedText {
  readonly text: string;
  readonly damagedAt?: number;
}

/**
 * Reads UTF-16 unit by unit, so a lone surrogate (legal in the registry) survives. An odd last byte is left out:
 * callers to whom it matters look at the length.
 */
export function decodeUtf16(bytes: Uint8Array, order: 'little' | 'big' = 'little'): string {
  const whole = bytes.subarray(0, bytes.length & ~1);
  return iconv.decode(whole, order === 'little' ? 'utf-16le' : 'utf-16be', { stripBOM: false });
}

/** Writes UTF-16LE without a byte order mark. */
export function encodeUtf16(text: string): Uint8Array {
  return plainArray(iconv.encode(text, 'utf-16le'));
}

/** Reads UTF-8; each maximal damaged part becomes one U+FFFD, as the Encoding Standard has it. A mark is kept. */
export function decodeUtf8(bytes: Uint8Array): DecodedText {
  let text = '';
  let damagedAt: number | undefined;
  let at = 0;
  while (at < bytes.length) {
    const plain = plainRun(bytes, at);
    if (plain > at) {
      text += latin1(bytes, at, plain);
      at = plain;
      continue;
    }
    const { length, codePoint } = sequenceAt(bytes, at);
    if (codePoint === undefined) damagedAt ??= at;
    text += String.fromCodePoint(codePoint ?? 0xfffd);
    at += length;
  }
  return damagedAt === undefined ? { text } : { text, damagedAt };
}

/** Writes UTF-8 without a byte order mark; a lone surrogate has no UTF-8 and becomes U+FFFD (see `isWellFormed`). */
export function encodeUtf8(text: string): Uint8Array {
  return plainArray(iconv.encode(text, 'utf-8'));
}

/** True when `text` has no lone surrogate. */
export function isWellFormed(text: string): boolean {
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point >= 0xd800 && point <= 0xdfff) return false;
  }
  return true;
}

/** The bytes `start` to `end` as the characters of the same numbers. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  return iconv.decode(bytes.subarray(start, end), 'binary');
}

/** What is made here is compared, sliced and kept as any other bytes; a Buffer does some of that in its own way. */
function plainArray(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The offset of the first byte above 0x7f at or after `start`, or the length. */
export function plainRun(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && (bytes[at] ?? 0) < 0x80) at++;
  return at;
}

function sequenceAt(bytes: Uint8Array, at: number): { length: number; codePoint?: number } {
  const lead = bytes[at] ?? 0;
  const needed = lead >= 0xc2 && lead <= 0xdf ? 1 : (lead & 0xf0) === 0xe0 ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
  if (needed === 0) return { length: 1 };
  // The second byte is narrower where the plain pattern would allow overlong forms, surrogates or more than U+10FFFF.
  let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  let codePoint = lead & (0x3f >> needed);
  for (let i = 1; i <= needed; i++) {
    const next = bytes[at + i];
    if (next === undefined || next < low || next > high) return { length: i };
    codePoint = (codePoint << 6) | (next & 0x3f);
    low = 0x80;
    high = 0xbf;
  }
  return { length: needed + 1, codePoint };
}
