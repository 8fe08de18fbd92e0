import type { RegistryValue } from './registry-value.ts';

/** 5 is `Windows Registry Editor Version 5.00`; 4 is `REGEDIT4`, whose strings are bytes of an ANSI code page. */
export type RegFileDialect = 4 | 5;

export type RegFileEncoding = 'utf-16le' | 'utf-8' | 'ansi';

export type RegFileValue =
  | { readonly name: string; readonly value: RegistryValue }
  | { readonly name: string; readonly delete: true };

/** One `[key]` with what stands under it, in the order of the file; a deleted key has no values. */
export interface RegFileEntry {
  /** With the short name of its hive (`HKLM\SOFTWARE`), whatever the file wrote. */
  readonly key: string;
  readonly delete?: true;
  readonly values: readonly RegFileValue[];
}

/**
 * What a reader of the file should know though it could be read; each kind is told once, where it is first met.
 *
 * - `may-be-cut`: no blank line (or comment) at the end, with which every exporter ends a file: values may be missing.
 *   A file cut exactly behind the blank line of an earlier key looks whole and cannot be told.
 * - `no-keys`: nothing but a header.
 * - `no-mark`: UTF-16 without its byte order mark.
 * - `ansi-text`: version 5 in neither UTF-16 nor UTF-8, read by the ANSI code page.
 * - `lossy-text`: an ANSI string with bytes that stand for nothing in the code page.
 * - `line-break-in-string`: a string over several lines, as Windows itself exports one that holds line breaks.
 * - `unescaped-string`: `str(n):`, which hivexregedit writes without escaping backslashes.
 * - `bracket-in-key`: a key that holds `] ;`, which may be a comment with a bracket in it.
 */
export interface RegFileNote {
  readonly kind:
    | 'may-be-cut'
    | 'no-keys'
    | 'no-mark'
    | 'ansi-text'
    | 'lossy-text'
    | 'line-break-in-string'
    | 'unescaped-string'
    | 'bracket-in-key';
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

export interface RegFile {
  readonly dialect: RegFileDialect;
  readonly encoding: RegFileEncoding;
  /** By which `ansi` text and the strings of dialect 4 were read. */
  readonly codePage?: number;
  readonly entries: readonly RegFileEntry[];
  readonly notes: readonly RegFileNote[];
}

export interface RegFileError {
  readonly file: string;
  /** Counted from 1; in a file that is no text, 1. */
  readonly line: number;
  /** Counted from 1 in UTF-16 units, a byte order mark not counted. */
  readonly column: number;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

/** Thrown inside the reader and caught by `parseRegFile`; nobody else sees it. */
export class RegFileFault extends Error {
  readonly line: number;
  readonly column: number;
  readonly hint: string;

  constructor(at: { readonly line: number; readonly column: number }, message: string, hint: string) {
    super(message);
    this.line = at.line;
    this.column = at.column;
    this.hint = hint;
  }
}

/** Line and column of an offset; lines end in CR LF, LF or CR. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let i = 0; i < offset; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== 0x0a && unit !== 0x0d) continue;
    if (unit === 0x0d && text.charCodeAt(i + 1) === 0x0a) {
      if (i + 1 >= offset) break;
      i++;
    }
    line++;
    start = i + 1;
  }
  return { line, column: offset - start + 1 };
}
