import { decodeConsole, encodeConsole } from './console-encoding.ts';
import type { RegFileEntry, RegFileValue } from './reg-file-format.ts';
import { asText, oncePerValue, sameValue, sz, typeNumber } from './registry-data.ts';
import { hiveOf, longKey } from './registry-path.ts';
import { type RegistryChange, RegistryTree } from './registry-tree.ts';
import type { RegistryValue } from './registry-value.ts';
import { remembered } from './remembered.ts';
import { decodeUtf16, encodeUtf8, encodeUtf16, isWellFormed } from './unicode-text.ts';

/**
 * How to write: UTF-16LE with its mark and CR LF is what Windows writes and reads; UTF-8 with LF is for people and
 * version control; REGEDIT4 (by code page 1252 when none is named) is for Windows 98 and NT 4.
 */
export type RegFileFormat =
  | { readonly dialect: 5; readonly encoding: 'utf-16le' | 'utf-8' }
  | { readonly dialect: 4; readonly encoding: 'ansi'; readonly codePage?: number };

interface Codec {
  readonly header: string;
  readonly lineEnd: string;
  encode(text: string): Uint8Array;
  /** Whether `text` comes back as it is. */
  carries(text: string): boolean;
  /** The bytes that `hex(1):` and its like show for a string of the registry; undefined when they cannot. */
  stringBytes(bytes: Uint8Array): Uint8Array | undefined;
}

/** A line of bytes is broken as soon as it is this long; with one more byte, comma and backslash that makes 80. */
const breakAt = 77;
const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Writes a whole registry, changes (a deleted key or value becomes `[-key]` or `"name"=-`), or entries, in their order.
 * A string stands in quotes only where reading it gives its very bytes; a damaged one, or one with line breaks, is
 * written as `hex(1):`.
 *
 * @throws RangeError for what the format cannot hold: a key outside the hives or with a line break, a NUL in a name, a
 *   name that the encoding lacks, in REGEDIT4 also a string that it lacks. UTF-16 has none of the last two.
 * @source KB310516 (syntax); lines are broken as in captures of Wine 8.0 and Samba 4.17.
 */
export function writeRegFile(
  format: RegFileFormat,
  content: RegistryTree | readonly RegistryChange[] | readonly RegFileEntry[],
): Uint8Array {
  const codec = codecOf(format);
  const lines = [codec.header, ''];
  for (const entry of entriesOf(content)) {
    lines.push(`[${entry.delete === true ? '-' : ''}${writtenKey(entry.key, codec)}]`);
    for (const item of entry.values) lines.push(writtenItem(entry.key, item, codec));
    lines.push('');
  }
  lines.push('');
  return codec.encode(lines.join(codec.lineEnd));
}

function entriesOf(
  content: RegistryTree | readonly RegistryChange[] | readonly RegFileEntry[],
): readonly RegFileEntry[] {
  if (content instanceof RegistryTree) return content.contents();
  return areEntries(content) ? content : entriesOfChanges(content);
}

const areEntries = (content: readonly RegistryChange[] | readonly RegFileEntry[]): content is readonly RegFileEntry[] =>
  content[0] !== undefined && !('kind' in content[0]);

function entriesOfChanges(changes: readonly RegistryChange[]): readonly RegFileEntry[] {
  const entries: (RegFileEntry & { readonly values: RegFileValue[] })[] = [];
  for (const item of changes) {
    const { kind, key } = item;
    if (kind === 'delete-key') entries.push({ key, delete: true, values: [] });
    else {
      const last = entries.at(-1);
      const open = last !== undefined && last.key === key && last.delete !== true ? last : { key, values: [] };
      if (open !== last) entries.push(open);
      if (kind === 'delete-value') open.values.push({ name: item.name, delete: true });
      if (kind === 'set-value') open.values.push({ name: item.name, value: item.value });
    }
  }
  return entries;
}

function writtenKey(key: string, codec: Codec): string {
  const written = keyInFile(key);
  if (!codec.carries(written)) throw unwritable(key, 'has letters that this encoding lacks; write it as UTF-16');
  return written;
}

/** The keys of many runs are the same ones. */
const keyInFile = remembered((key) => {
  const written = longKey(key);
  if (hiveOf(key) === undefined) throw unwritable(key, 'is not below a registry root; begin it with HKLM or another');
  if (/[\r\n\0]/.test(written)) throw unwritable(key, 'holds a line break or a NUL, which no .reg file can');
  return written;
});

function writtenItem(key: string, item: RegFileValue, codec: Codec): string {
  const what = () => `${key} ${JSON.stringify(item.name)}`;
  const start = nameInFile(item.name);
  if (start === undefined) throw unwritable(what(), 'has a NUL in its name, which no .reg file can hold');
  if (!codec.carries(item.name)) throw unwritable(what(), 'has letters that this encoding lacks; write it as UTF-16');
  if ('delete' in item) return `${start}-`;
  return start + writtenData(start.length, item.value, codec, what);
}

const nameInFile = remembered((name) => (name.includes('\0') ? undefined : `${name === '' ? '@' : quoted(name)}=`));

function writtenData(column: number, value: RegistryValue, codec: Codec, what: () => string): string {
  const { written, text } = shortForm(value);
  if (written !== undefined && (text === undefined || codec.carries(text))) return written;
  const { bytes } = value;
  const number = typeNumber(value.type);
  const isString = number === 1 || number === 2 || number === 7;
  const shown = isString ? codec.stringBytes(bytes) : bytes;
  if (shown === undefined) throw unwritable(what(), 'is a string that REGEDIT4 cannot hold; write version 5 instead');
  const tag = number === 3 ? 'hex:' : `hex(${number.toString(16)}):`;
  const start = column + tag.length;
  const last = lastWritten.get(value);
  if (last?.shown === shown && last.start === start && last.lineEnd === codec.lineEnd) return tag + last.lines;
  const lines = hexLines(start, shown, codec.lineEnd);
  lastWritten.set(value, { shown, start, lineEnd: codec.lineEnd, lines });
  return tag + lines;
}

interface HexLines {
  readonly shown: Uint8Array;
  readonly start: number;
  readonly lineEnd: string;
  readonly lines: string;
}

/** Values never change, and one mostly stands behind the same name again. */
const lastWritten = new WeakMap<RegistryValue, HexLines>();

/** How a value is written on one line: a number, or a string in quotes, which the encoding has to carry. */
interface ShortForm {
  /** Undefined where it has none. */
  readonly written: string | undefined;
  readonly text: string | undefined;
}

const NO_SHORT_FORM: ShortForm = { written: undefined, text: undefined };

const shortForm = oncePerValue((value): ShortForm => {
  if (typeNumber(value.type) === 4 && value.bytes.length === 4) return { written: dwordInFile(value), text: undefined };
  const text = plainText(value);
  return text === undefined ? NO_SHORT_FORM : { written: quoted(text), text };
});

const dwordInFile = ({ bytes }: RegistryValue): string =>
  `dword:${Array.from(bytes.toReversed(), (byte) => hexOf[byte]).join('')}`;

/** The text of a string that quotes can hold: whole, ended by its one NUL, and on one line. */
function plainText(value: RegistryValue): string | undefined {
  if (value.type !== 'REG_SZ') return undefined;
  const text = asText(value);
  return text === undefined || /[\r\n]/.test(text) || !sameValue(sz(text), value) ? undefined : text;
}

function hexLines(start: number, bytes: Uint8Array, lineEnd: string): string {
  let written = '';
  let column = start;
  for (let i = 0; i < bytes.length; i++) {
    written += hexOf[bytes[i] ?? 0];
    if (i === bytes.length - 1) break;
    written += ',';
    column += 3;
    if (column >= breakAt) {
      written += `\\${lineEnd}  `;
      column = 2;
    }
  }
  return written;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function codecOf(format: RegFileFormat): Codec {
  if (format.dialect === 4) return ansiCodec(format.codePage ?? 1252);
  const header = 'Windows Registry Editor Version 5.00';
  return format.encoding === 'utf-8'
    ? { header, lineEnd: '\n', encode: encodeUtf8, carries: isWellFormed, stringBytes: asTheyAre }
    : { header, lineEnd: '\r\n', encode: markedUtf16, carries: () => true, stringBytes: asTheyAre };
}

/** With a byte order mark in front: as a character it would make a text of two bytes a letter out of one of one. */
function markedUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(2 + 2 * text.length);
  bytes.set([0xff, 0xfe]);
  bytes.set(encodeUtf16(text), 2);
  return bytes;
}

function asTheyAre(bytes: Uint8Array): Uint8Array {
  return bytes;
}

function ansiCodec(codePage: number): Codec {
  const encode = (text: string) => encodeConsole(text, codePage);
  const carries = (text: string) => decodeConsole(encode(text), codePage) === text;
  const stringBytes = (bytes: Uint8Array) => {
    const text = decodeUtf16(bytes);
    return bytes.length % 2 === 0 && carries(text) ? encode(text) : undefined;
  };
  return { header: 'REGEDIT4', lineEnd: '\r\n', encode, carries, stringBytes };
}

function unwritable(what: string, why: string): RangeError {
  return new RangeError(`${what} ${why}.`);
}
