import { type RegFile, type RegFileError, RegFileFault } from './reg-file-format.ts';
import { RegFileScanner } from './reg-file-scanner.ts';
import { readRegFileText } from './reg-file-text.ts';
import type { RegistryEditor } from './registry-reader.ts';

export type {
  RegFile,
  RegFileDialect,
  RegFileEncoding,
  RegFileEntry,
  RegFileError,
  RegFileNote,
  RegFileValue,
} from './reg-file-format.ts';
export { type RegFileFormat, writeRegFile } from './reg-file-writer.ts';

export interface RegFileSource {
  /** What to call the file in an error: a path, or what was exported. */
  readonly file: string;
  /** The ANSI code page of the host that wrote it, for REGEDIT4 and for text that is not Unicode; else 1252. */
  readonly codePage?: number;
}

export type RegFileResult =
  | { readonly ok: true; readonly file: RegFile }
  | { readonly ok: false; readonly error: RegFileError };

/**
 * Reads what `reg export`, regedit, Wine, Samba and hivexregedit write, and what people write by hand. All or nothing:
 * the first line that is not understood is an error, where Windows would skip it without a word. Never throws, whatever
 * the bytes. Look at the notes: a file that `may-be-cut` is not the whole truth about a host.
 *
 * @source KB310516; genuine exports in fixtures/genuine.
 * @assumed In REGEDIT4 the bytes of `hex(1)` are ANSI like those of `hex(2)` and `hex(7)`.
 */
export function parseRegFile(bytes: Uint8Array, source: RegFileSource): RegFileResult {
  try {
    const text = readRegFileText(bytes, source.codePage);
    const { dialect, encoding, codePage } = text;
    const { entries, notes } = new RegFileScanner(text).scan();
    const isAnsi = encoding === 'ansi' || dialect === 4;
    return { ok: true, file: { dialect, encoding, ...(isAnsi ? { codePage } : {}), entries, notes } };
  } catch (fault) {
    if (!(fault instanceof RegFileFault)) throw fault;
    const { line, column, message, hint } = fault;
    return { ok: false, error: { file: source.file, line, column, message, hint } };
  }
}

/** Does to a registry what importing the file does, in the order of the file. */
export function applyRegFile(file: Pick<RegFile, 'entries'>, editor: RegistryEditor): void {
  for (const { key, delete: isDeleted, values } of file.entries) {
    if (isDeleted === true) editor.deleteKey(key);
    else editor.createKey(key);
    for (const item of values) {
      if ('delete' in item) editor.deleteValue(key, item.name);
      else editor.setValue(key, item.name, item.value);
    }
  }
}
