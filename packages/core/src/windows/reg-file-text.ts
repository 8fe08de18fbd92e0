import { decodeConsole } from './console-encoding.ts';
import {
  placeOf,
  type RegFileDialect,
  type RegFileEncoding,
  RegFileFault,
  type RegFileNote,
} from './reg-file-format.ts';
import { decodeUtf8, decodeUtf16, latin1 } from './unicode-text.ts';

export interface RegFileText {
  /** The whole text without a byte order mark. */
  readonly text: string;
  /** The offset of the line below the header. */
  readonly body: number;
  readonly dialect: RegFileDialect;
  readonly encoding: RegFileEncoding;
  readonly codePage: number;
  readonly notes: readonly RegFileNote[];
}

const start = { line: 1, column: 1 } as const;
const exportAgain = 'Export the key again with "reg export KEY FILE" or regedit.';

/** Finds encoding and header. @throws RegFileFault when this is no .reg file or its text is damaged. */
export function readRegFileText(bytes: Uint8Array, codePage: number | undefined): RegFileText {
  refuseOtherFiles(bytes);
  const ansi = codePage ?? codePageOfTrailer(bytes) ?? 1252;
  const { text, encoding, notes } = decode(bytes, ansi);
  const header = /\S[^\r\n]*(\r\n|\r|\n)?/.exec(text);
  const dialect = dialectOf(header?.[0].trimEnd());
  if (header === null || dialect === undefined) throw noHeader(text, header);
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    throw new RegFileFault(
      placeOf(text, nul),
      'There is a NUL character in the text: the file is damaged, or its encoding was changed on the way.',
      exportAgain,
    );
  }
  return { text, body: header.index + header[0].length, dialect, encoding, codePage: ansi, notes };
}

function decode(bytes: Uint8Array, codePage: number): Pick<RegFileText, 'text' | 'encoding' | 'notes'> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return wide(bytes.subarray(2), []);
  if (bytes[0] !== 0 && bytes[1] === 0) {
    const message = 'UTF-16 without its byte order mark: Windows would take this file for ANSI text.';
    return wide(bytes, [{ kind: 'no-mark', line: 1, message }]);
  }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const rest = marked ? bytes.subarray(3) : bytes;
  if (!marked && latin1(bytes, 0, Math.min(bytes.length, 8)) === 'REGEDIT4') {
    return { text: decodeConsole(bytes, codePage), encoding: 'ansi', notes: [] };
  }
  const { text, damagedAt } = decodeUtf8(rest);
  if (damagedAt === undefined) return { text, encoding: 'utf-8', notes: [] };
  const before = decodeUtf8(rest.subarray(0, damagedAt)).text;
  const place = placeOf(before, before.length);
  if (marked) {
    const byte = (rest[damagedAt] ?? 0).toString(16);
    throw new RegFileFault(place, `The file says it is UTF-8, but byte ${byte} here is not.`, exportAgain);
  }
  const message = `Neither UTF-16 nor UTF-8: read by code page ${codePage}, as Windows does on a host with that code page.`;
  return {
    text: decodeConsole(bytes, codePage),
    encoding: 'ansi',
    notes: [{ kind: 'ansi-text', line: place.line, message }],
  };
}

function wide(bytes: Uint8Array, notes: readonly RegFileNote[]): Pick<RegFileText, 'text' | 'encoding' | 'notes'> {
  const text = decodeUtf16(bytes);
  if (bytes.length % 2 !== 0) {
    throw new RegFileFault(
      placeOf(text, text.length),
      'The file is UTF-16 but ends in half a character: it was cut off, or its line ends were converted.',
      `${exportAgain} Copy it in binary mode.`,
    );
  }
  return { text, encoding: 'utf-16le', notes };
}

function dialectOf(header: string | undefined): RegFileDialect | undefined {
  if (header === 'Windows Registry Editor Version 5.00') return 5;
  return header === 'REGEDIT4' ? 4 : undefined;
}

/** Samba names the encoding of its REGEDIT4 exports in lines for Emacs: `;coding: CP850`. */
function codePageOfTrailer(bytes: Uint8Array): number | undefined {
  const tail = latin1(bytes, Math.max(0, bytes.length - 80), bytes.length);
  const coding = /^;Local Variables:\r?\n;coding: CP(437|850|852|866|932|125[0-8])\r?$/m.exec(tail);
  return coding === null ? undefined : Number(coding[1]);
}

function refuseOtherFiles(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new RegFileFault(start, 'The file is empty.', exportAgain);
  const head = latin1(bytes, 0, Math.min(bytes.length, 512));
  if (head.startsWith('regf')) {
    throw new RegFileFault(
      start,
      'This is a registry hive (regf), not a .reg file.',
      'Load it with "reg load" and export it, or run "hivexregedit --export --prefix HKEY_LOCAL_MACHINE\\SOFTWARE".',
    );
  }
  if (head.startsWith('\xfe\xff') || /^\0[^\0]/.test(head)) {
    throw new RegFileFault(
      start,
      'This is UTF-16 with the high byte first (UTF-16BE), which Windows does not import.',
      'Save it as UTF-16LE ("Unicode" in Notepad), or as UTF-8.',
    );
  }
  if (/^(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml|head|body)/i.test(head)) {
    throw new RegFileFault(
      start,
      'This is a web page or XML, not a .reg file.',
      'The address may have answered with an error or a login page: open it in a browser and save the file itself.',
    );
  }
}

function noHeader(text: string, first: RegExpExecArray | null): RegFileFault {
  const place = placeOf(text, first?.index ?? 0);
  const line = first?.[0].trimEnd() ?? '';
  const shown = JSON.stringify(line.length > 40 ? `${line.slice(0, 40)}...` : line);
  const wanted = 'The first line has to be "Windows Registry Editor Version 5.00" or "REGEDIT4".';
  if (/^HKEY_/i.test(line)) {
    return new RegFileFault(place, 'This looks like the output of "reg query", not a .reg file.', exportAgain);
  }
  if (/^REGEDIT$|^WINE REGISTRY/i.test(line)) {
    return new RegFileFault(place, `${shown} is a format of another registry.`, `${wanted} ${exportAgain}`);
  }
  return new RegFileFault(place, `The header is missing or cut off: the file begins with ${shown}.`, wanted);
}
