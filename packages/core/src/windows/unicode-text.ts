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
  const units = bytes.length >> 1;
  const low = order === 'little' ? 0 : 1;
  const chunk = new Uint16Array(Math.min(units, 4096));
  let text = '';
  for (let start = 0; start < units; start += 4096) {
    const count = Math.min(4096, units - start);
    for (let i = 0; i < count; i++) {
      const at = (start + i) * 2;
      chunk[i] = (bytes[at + low] ?? 0) | ((bytes[at + 1 - low] ?? 0) << 8);
    }
    text += fromUnits(chunk.subarray(0, count));
  }
  return text;
}

/** Writes UTF-16LE without a byte order mark. */
export function encodeUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[i * 2] = unit & 0xff;
    bytes[i * 2 + 1] = unit >> 8;
  }
  return bytes;
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
  const bytes = new Uint8Array(text.length * 3);
  let at = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) bytes[at++] = code;
    else {
      if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6);
      else {
        if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12);
        else {
          bytes[at++] = 0xf0 | (code >> 18);
          bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
        }
        bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
      }
      bytes[at++] = 0x80 | (code & 0x3f);
    }
  }
  return bytes.slice(0, at);
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
  let text = '';
  for (let at = start; at < end; at += 4096) {
    text += fromUnits(bytes.subarray(at, Math.min(at + 4096, end)));
  }
  return text;
}

/** `apply` takes the units as they lie; spreading them would make an object of each. */
// oxlint-disable-next-line prefer-spread -- see above
const fromUnits = (units: Uint8Array | Uint16Array): string => String.fromCharCode.apply(null, units as never);

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
