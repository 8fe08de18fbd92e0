import { decodeConsole, encodeConsole } from './console-encoding.ts';
import { placeOf, type RegFileEntry, RegFileFault, type RegFileNote, type RegFileValue } from './reg-file-format.ts';
import type { RegFileText } from './reg-file-text.ts';
import { typeFromNumber } from './registry-data.ts';
import { hiveOf, normalizeKey } from './registry-path.ts';
import type { RegistryValue } from './registry-value.ts';
import { encodeUtf16 } from './unicode-text.ts';

const cutOff = 'The file may have been cut off: export it again. If it is whole, end it with an empty line.';
const dataForms = 'Data is "text", dword:0000000a, hex:0a,00, hex(7):..., or - to delete the value.';
/** @source "Registry element size limits" of the Windows documentation. */
const maxDepth = 512;
const maxName = 255;

/** Reads the lines below the header once, from start to end. */
export class RegFileScanner {
  readonly #source: RegFileText;
  readonly #text: string;
  #at: number;
  readonly #entries: RegFileEntry[] = [];
  #values: RegFileValue[] | undefined;
  #deletedKey = false;
  readonly #notes = new Map<RegFileNote['kind'], RegFileNote>();

  constructor(source: RegFileText) {
    this.#source = source;
    this.#text = source.text;
    this.#at = source.body;
    for (const note of source.notes) this.#notes.set(note.kind, note);
  }

  /** @throws RegFileFault at the first thing that is not understood. */
  scan(): { readonly entries: readonly RegFileEntry[]; readonly notes: readonly RegFileNote[] } {
    let endsWell = false;
    while (this.#at < this.#text.length) {
      this.#skipBlanks();
      const first = this.#text.charAt(this.#at);
      endsWell = first === ';' || isLineEnd(first);
      if (first === '[') this.#key();
      else if (first === '"' || first === '@') this.#value();
      else if (first !== ';' && first !== '' && !isLineEnd(first)) throw this.#unknownLine();
      this.#skipLine();
    }
    const { length } = this.#text;
    if (!endsWell) this.#note('may-be-cut', length, 'The file does not end in an empty line, as exports do.');
    if (this.#entries.length === 0) this.#note('no-keys', length, 'The file has a header, but no key.');
    return { entries: this.#entries, notes: [...this.#notes.values()] };
  }

  #key(): void {
    const open = this.#at;
    const line = this.#text.slice(open, this.#lineEnd());
    const close = line.lastIndexOf(']');
    if (close < 0) throw this.#fault(open, 'The key has no closing bracket.', `Write [KEY] on one line. ${cutOff}`);
    this.#at = open + close + 1;
    this.#endOfLine('the key');
    const deleted = line.charAt(1) === '-';
    const written = line.slice(deleted ? 2 : 1, close);
    if (hiveOf(written) === undefined) {
      throw this.#fault(
        open + (deleted ? 2 : 1),
        `${JSON.stringify(written)} is not below a registry root.`,
        'Begin with HKEY_LOCAL_MACHINE or another root; for hivexregedit give --prefix HKEY_LOCAL_MACHINE\\SOFTWARE.',
      );
    }
    if (/\][ \t]*;/.test(written)) {
      this.#note('bracket-in-key', open, 'The key was read up to the last bracket of its line, a comment included.');
    }
    const key = normalizeKey(written);
    const names = key.split('\\');
    if (names.length > maxDepth || names.some((name) => name.length > maxName)) {
      const message = `No registry holds such a key: it is deeper than ${maxDepth} levels or a name has over ${maxName} characters.`;
      throw this.#fault(open, message, 'Look whether lines were joined or the file is damaged here.');
    }
    const values: RegFileValue[] = [];
    this.#entries.push(deleted ? { key, delete: true, values } : { key, values });
    this.#values = values;
    this.#deletedKey = deleted;
  }

  #value(): void {
    const start = this.#at;
    if (this.#values === undefined) {
      throw this.#fault(start, 'A value stands before any [key].', 'Write the key in brackets on a line above it.');
    }
    if (this.#deletedKey) {
      throw this.#fault(start, 'A value stands under a key that is deleted.', 'Write [key] again before its values.');
    }
    let name = '';
    if (this.#text.charAt(start) === '@') this.#at++;
    else name = this.#quoted((rest) => /^[ \t]*=/.test(rest));
    this.#skipBlanks();
    if (this.#text.charAt(this.#at) !== '=') {
      throw this.#fault(this.#at, 'There is no = after the name of the value.', `Write "name"=data. ${cutOff}`);
    }
    this.#at++;
    this.#skipBlanks();
    if (this.#text.charAt(this.#at) === '-') {
      this.#at++;
      this.#values.push({ name, delete: true });
    } else this.#values.push({ name, value: this.#data() });
    this.#endOfLine('the data');
  }

  #data(): RegistryValue {
    const start = this.#at;
    if (this.#text.charAt(start) === '"') {
      const text = this.#quoted((rest) => /^[ \t]*(;|[\r\n]|$)/.test(rest));
      return { type: 'REG_SZ', bytes: encodeUtf16(`${text}\0`) };
    }
    const tag = /^(dword|hex|str)(?:\(([0-9a-f]{1,8})\))?:/i.exec(this.#text.slice(start, start + 16));
    const [whole = '', form = '', type] = tag ?? [];
    this.#at += whole.length;
    const number = type === undefined ? undefined : Number.parseInt(type, 16);
    if (/^hex$/i.test(form)) return this.#hex(number ?? 3);
    if (/^dword$/i.test(form) && number === undefined) return this.#dword();
    if (/^str$/i.test(form) && (number === 1 || number === 2)) return this.#unescaped(number);
    const shown = JSON.stringify(this.#text.slice(start, Math.min(this.#lineEnd(), start + 30)));
    throw this.#fault(start, shown === '""' ? 'The data is missing.' : `Unknown data ${shown}.`, dataForms);
  }

  #dword(): RegistryValue {
    const start = this.#at;
    while (isHexDigit(this.#text.charCodeAt(this.#at))) this.#at++;
    const digits = this.#text.slice(start, this.#at);
    if (digits.length === 0 || digits.length > 8) {
      throw this.#fault(start, 'A dword has one to eight hexadecimal digits.', 'Write for example dword:0000000a.');
    }
    if (digits.length < 8) this.#refuseEndOfFile('a dword');
    const number = Number.parseInt(digits, 16);
    return { type: 'REG_DWORD', bytes: Uint8Array.of(number, number >>> 8, number >>> 16, number >>> 24) };
  }

  #hex(number: number): RegistryValue {
    const bytes: number[] = [];
    let needsByte = false;
    for (;;) {
      this.#skipBlanks();
      const at = this.#at;
      const unit = this.#text.charCodeAt(at);
      if (isHexDigit(unit)) {
        bytes.push(this.#byte());
        this.#skipBlanks();
        needsByte = this.#text.charAt(this.#at) === ',';
        if (!needsByte) break;
        this.#at++;
      } else if (this.#text.charAt(at) === '\\') {
        this.#continuation();
        needsByte = true;
      } else if (needsByte) {
        throw this.#fault(at, 'A byte is missing after the comma.', `End the line with ,\\ to go on below. ${cutOff}`);
      } else break;
    }
    this.#refuseEndOfFile('hex data');
    return { type: typeFromNumber(number), bytes: this.#stringBytes(number, Uint8Array.from(bytes)) };
  }

  #byte(): number {
    const start = this.#at;
    while (isHexDigit(this.#text.charCodeAt(this.#at))) this.#at++;
    const digits = this.#text.slice(start, this.#at);
    if (digits.length > 2) {
      throw this.#fault(start, `"${digits}" is more than one byte.`, 'Write bytes as 00 to ff with commas between.');
    }
    return Number.parseInt(digits, 16);
  }

  /** A backslash at the end of a line of bytes: goes to the next byte, over blank lines and comments. */
  #continuation(): void {
    const backslash = this.#at++;
    this.#endOfLine('the backslash');
    for (;;) {
      this.#skipLine();
      this.#skipBlanks();
      const next = this.#text.charAt(this.#at);
      if (next === '') throw this.#fault(backslash, 'The file ends where more bytes should follow.', cutOff);
      if (isHexDigit(next.charCodeAt(0))) return;
      if (next !== ';' && !isLineEnd(next)) {
        throw this.#fault(this.#at, 'Bytes should go on here, after the backslash of the line above.', cutOff);
      }
    }
  }

  /** In REGEDIT4 the bytes of strings are ANSI; the registry holds UTF-16. */
  #stringBytes(number: number, bytes: Uint8Array): Uint8Array {
    const { dialect, codePage } = this.#source;
    if (dialect === 5 || (number !== 1 && number !== 2 && number !== 7)) return bytes;
    const text = decodeConsole(bytes, codePage);
    const again = encodeConsole(text, codePage);
    if (again.length !== bytes.length || again.some((byte, i) => byte !== bytes[i])) {
      this.#note('lossy-text', this.#at, `A string holds bytes that stand for nothing in code page ${codePage}.`);
    }
    return encodeUtf16(text);
  }

  /** hivexregedit escapes only quotes, so the string goes to the last quote of the line. */
  #unescaped(number: 1 | 2): RegistryValue {
    const start = this.#at;
    const line = this.#text.slice(start, this.#lineEnd());
    const close = line.lastIndexOf('"');
    if (!line.startsWith('"') || close < 1) throw this.#unterminated(start);
    this.#at = start + close + 1;
    this.#refuseEndOfFile('a string');
    this.#note('unescaped-string', start, 'str(n): was read as hivexregedit writes it, backslashes unescaped.');
    const text = line.slice(1, close).replaceAll('\\"', '"');
    return { type: typeFromNumber(number), bytes: encodeUtf16(`${text}\0`) };
  }

  /**
   * A string in quotes, at its opening quote. It may go over line ends, as Windows writes text with line breaks, but
   * only when what follows its closing quote fits: else a missing quote would swallow the next values.
   */
  #quoted(fits: (rest: string) => boolean): string {
    const open = this.#at;
    let text = '';
    let lines = 1;
    let from = open + 1;
    for (let at = from; ; at++) {
      const unit = this.#text.charAt(at);
      if (unit === '') throw this.#unterminated(open);
      if (unit === '\\') {
        const escaped = this.#text.charAt(at + 1);
        if (escaped === '') throw this.#unterminated(open);
        if (escaped !== '\\' && escaped !== '"') {
          const hint = 'In quotes a backslash is written \\\\ and a quote \\": write "C:\\\\Modus".';
          throw this.#fault(at, 'A single backslash stands in a string.', hint);
        }
        text += this.#text.slice(from, at) + escaped;
        at++;
        from = at + 1;
      } else if (unit === '"') {
        this.#at = at + 1;
        if (lines > 1) {
          if (!fits(this.#text.slice(at + 1, this.#lineEnd()))) throw this.#unterminated(open);
          this.#note('line-break-in-string', open, 'A string goes over several lines; its line breaks were kept.');
        }
        return text + this.#text.slice(from, at);
      } else if (isLineEnd(unit)) lines++;
    }
  }

  #endOfLine(what: string): void {
    this.#skipBlanks();
    const next = this.#text.charAt(this.#at);
    if (next === '' || next === ';' || isLineEnd(next)) return;
    throw this.#fault(
      this.#at,
      `Something follows ${what}: ${JSON.stringify(this.#text.slice(this.#at, Math.min(this.#lineEnd(), this.#at + 30)))}.`,
      'Put each key and each value on a line of its own; a comment begins with ;.',
    );
  }

  #refuseEndOfFile(what: string): void {
    this.#skipBlanks();
    if (this.#at >= this.#text.length) throw this.#fault(this.#at, `The file ends inside ${what}.`, cutOff);
  }

  #unknownLine(): RegFileFault {
    const line = this.#text.slice(this.#at, this.#lineEnd());
    const shown = JSON.stringify(line.length > 40 ? `${line.slice(0, 40)}...` : line);
    let hint = 'A line is [key], "name"=data, @=data, a comment after ;, or empty.';
    if (/^[0-9a-f]{1,2}([ \t]*,|$)/i.test(line))
      hint = 'If these bytes belong to the value above, end its line with ,\\';
    else if (/^\ufeff?(Windows Registry Editor|REGEDIT4)/.test(line))
      hint = 'Two files were joined: check them one by one.';
    else if (line.startsWith('#')) hint = 'A comment begins with ;.';
    else if (/^[^"=]+=/.test(line)) hint = 'The name of a value stands in quotes: "name"=data.';
    return this.#fault(this.#at, `Unknown line ${shown}.`, hint);
  }

  #unterminated(open: number): RegFileFault {
    const hint = `End it with a quote; a backslash before that quote is written twice ("C:\\\\Modus\\\\"). ${cutOff}`;
    return this.#fault(open, 'A string has no closing quote.', hint);
  }

  #fault(offset: number, message: string, hint: string): RegFileFault {
    return new RegFileFault(placeOf(this.#text, offset), message, hint);
  }

  #note(kind: RegFileNote['kind'], offset: number, message: string): void {
    if (!this.#notes.has(kind)) this.#notes.set(kind, { kind, line: placeOf(this.#text, offset).line, message });
  }

  #skipBlanks(): void {
    while (this.#text.charAt(this.#at) === ' ' || this.#text.charAt(this.#at) === '\t') this.#at++;
  }

  #skipLine(): void {
    this.#at = this.#lineEnd();
    this.#at += this.#text.startsWith('\r\n', this.#at) ? 2 : 1;
  }

  /** The offset of the end of the current line, or of the text. */
  #lineEnd(): number {
    let at = this.#at;
    while (at < this.#text.length && !isLineEnd(this.#text.charAt(at))) at++;
    return at;
  }
}

function isLineEnd(unit: string): boolean {
  return unit === '\n' || unit === '\r';
}

function isHexDigit(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x46) || (unit >= 0x61 && unit <= 0x66);
}
