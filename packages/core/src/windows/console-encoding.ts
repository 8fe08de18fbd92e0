import iconv from 'iconv-lite';
import { decodeUtf8, decodeUtf16, encodeUtf8, latin1, plainRun } from './unicode-text.ts';

/** A code page as this module uses it: whole texts in, and one UTF-16 unit at a time out. */
interface CodePageTable {
  readonly decode: (bytes: Uint8Array) => string;
  /** The bytes of one UTF-16 unit; undefined when the code page lacks it. */
  readonly encodeUnit: (unit: string) => Uint8Array | undefined;
}

const utf8 = 65001;
const doubleByte: ReadonlySet<number> = new Set([932, 936, 949, 950]);
const tables = new Map<number, CodePageTable>();

/** Whether the code page a host names (`chcp`, ACP, OEMCP) can be read; ask before passing on what a host said. */
export function isCodePage(codePage: number): boolean {
  return codePage === utf8 || (Number.isInteger(codePage) && iconv.encodingExists(`cp${codePage}`));
}

/**
 * Reads the output of a console program. Bytes that stand for nothing in the code page become U+FFFD.
 *
 * @param codePage - The number `chcp` shows: 437, 850, 852, 866, 932, 1250, 1251, 1252, 65001 and other DOS and ANSI
 *   code pages; a number that `isCodePage` refuses throws a RangeError.
 * @source Windows maps the unused bytes of its ANSI code pages to the C1 controls of the same numbers (C_1252.NLS).
 */
export function decodeConsole(bytes: Uint8Array, codePage: number): string {
  const plain = plainRun(bytes, 0);
  if (plain === bytes.length) return latin1(bytes, 0, plain);
  return tableOf(codePage).decode(bytes);
}

/**
 * Writes text as a console program does: a letter that the code page lacks loses its accent, else each of its UTF-16
 * units becomes `?`. Not reversible: only a file in UTF-16 keeps such text.
 *
 * @source Captured from Wine 8.0 at code page 437: `zażółć 漢字 😀` is written `zazólc ?? ??`.
 * @assumed Windows' own best-fit tables hold more look-alikes than accents, quotes and dashes.
 */
export function encodeConsole(text: string, codePage: number): Uint8Array {
  if (text === '') return NOTHING;
  if (codePage === utf8 || isAscii(text)) return encodeUtf8(text);
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i);
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes.push(code);
    else bytes.push(...(tableOf(codePage).encodeUnit(unit) ?? bestFit(unit, codePage)));
  }
  return Uint8Array.from(bytes);
}

/**
 * Reads a text file by its byte order mark (UTF-8, UTF-16 in either order), which is not part of the text; without one,
 * by the code page of the host that wrote it. An odd last byte of UTF-16 becomes U+FFFD.
 */
export function decodeFileText(bytes: Uint8Array, codePage = 1252): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decodeUtf8(bytes.subarray(3)).text;
  const order = byteOrder(bytes);
  if (order === undefined) return decodeConsole(bytes, codePage);
  return decodeUtf16(bytes.subarray(2), order) + (bytes.length % 2 === 0 ? '' : '\ufffd');
}

const NOTHING = new Uint8Array(0);

const isAscii = (text: string) => !/[^\0-\x7f]/.test(text);

function byteOrder(bytes: Uint8Array): 'little' | 'big' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'little';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'big' : undefined;
}

function tableOf(codePage: number): CodePageTable {
  let table = tables.get(codePage);
  if (table === undefined) {
    if (!isCodePage(codePage)) {
      throw new RangeError(
        `There is no code page ${codePage} here: use the number that chcp shows, such as 437 or 1252.`,
      );
    }
    table =
      codePage === utf8 ? utf8Table : doubleByte.has(codePage) ? doubleByteTable(codePage) : singleByteTable(codePage);
    tables.set(codePage, table);
  }
  return table;
}

const utf8Table: CodePageTable = { decode: (bytes) => decodeUtf8(bytes).text, encodeUnit: encodeUtf8 };

function singleByteTable(codePage: number): CodePageTable {
  const known = iconv.decode(
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    `cp${codePage}`,
  );
  const characters = Array.from(known, (character, byte) =>
    character === '\ufffd' && byte >= 0x80 && byte <= 0x9f ? String.fromCharCode(byte) : character,
  );
  const bytesOf = new Map(characters.map((character, byte) => [character, Uint8Array.of(byte)]));
  bytesOf.delete('\ufffd');
  return {
    decode: (bytes) => {
      let text = '';
      for (const byte of bytes) text += characters[byte] ?? '';
      return text;
    },
    encodeUnit: (unit) => bytesOf.get(unit),
  };
}

function doubleByteTable(codePage: number): CodePageTable {
  const name = `cp${codePage}`;
  const bytesOf = new Map<string, Uint8Array | undefined>();
  return {
    decode: (bytes) => iconv.decode(bytes, name),
    encodeUnit: (unit) => {
      if (!bytesOf.has(unit)) {
        const bytes = Uint8Array.from(iconv.encode(unit, name));
        bytesOf.set(unit, iconv.decode(bytes, name) === unit ? bytes : undefined);
      }
      return bytesOf.get(unit);
    },
  };
}

/** Letters that Unicode does not take apart into a base and an accent, and the punctuation of word processors. */
const lookAlikes: ReadonlyMap<string, string> = new Map([
  ['ł', 'l'],
  ['Ł', 'L'],
  ['đ', 'd'],
  ['Đ', 'D'],
  ['ø', 'o'],
  ['Ø', 'O'],
  ['‘', "'"],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
  ['–', '-'],
  ['—', '-'],
]);

function bestFit(unit: string, codePage: number): Uint8Array {
  const base = lookAlikes.get(unit) ?? unit.normalize('NFD').charAt(0);
  if (base.charCodeAt(0) < 0x80) return Uint8Array.of(base.charCodeAt(0));
  return tableOf(codePage).encodeUnit(base) ?? Uint8Array.of(0x3f);
}
