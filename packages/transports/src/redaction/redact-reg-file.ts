import {
  parseRegFile,
  REDACTED,
  type RegFile,
  type RegFileEntry,
  type RegFileFormat,
  type RegFileValue,
  sz,
  writeRegFile,
} from '@scanclash/core';
import { redactBytes } from './redact-bytes.ts';
import { secretPlace } from './secret-name.ts';
import { redactText } from './secret-text.ts';

/** A value that was replaced, in whole or in part. Names are told without the secrets that they hold themselves. */
export interface RedactedValue {
  readonly key: string;
  /** '' is the default value. */
  readonly value: string;
  readonly why: string;
}

export type RedactedRegFile =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly values: readonly RedactedValue[] }
  | { readonly ok: false; readonly reason: string };

/**
 * Takes the secrets out of a registry export: values named like secrets become {@link REDACTED}, connection strings and
 * the like lose their passwords. Bytes without secrets stay as they are; others are written again in their dialect,
 * without comments. What cannot be read, or written without a secret, is refused as a whole: the reason quotes nothing.
 */
export function redactRegFile(bytes: Uint8Array, secretNames: ReadonlySet<string>): RedactedRegFile {
  const parsed = parseRegFile(bytes, { file: 'export' });
  if (!parsed.ok) {
    const { line, column } = parsed.error;
    return refused(`it cannot be read at line ${line}, column ${column}`);
  }
  const values: RedactedValue[] = [];
  const entries = parsed.file.entries.map((entry) => redactEntry(entry, secretNames, values));
  if (values.length === 0 && redactBytes(bytes).spans.length === 0) return { ok: true, bytes, values };
  // A file written anew would look whole.
  if (parsed.file.notes.some(({ kind }) => kind === 'may-be-cut')) return refused('it may be cut');

  let written: Uint8Array;
  try {
    written = writeRegFile(formatOf(parsed.file), entries);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refused('it cannot be written again');
  }
  if (redactBytes(written).spans.length > 0) return refused('a secret stands where it cannot be replaced');
  return { ok: true, bytes: written, values };
}

function refused(why: string): RedactedRegFile {
  return { ok: false, reason: `the export was left out, because secrets in it cannot be removed: ${why}` };
}

function redactEntry(entry: RegFileEntry, secretNames: ReadonlySet<string>, values: RedactedValue[]): RegFileEntry {
  const { text: key, secrets } = redactText(entry.key);
  if (secrets.length > 0) values.push({ key, value: '', why: 'in the name of the key' });
  return {
    ...entry,
    key,
    values: entry.values.map((item) => {
      const { text: name, secrets: inName } = redactText(item.name);
      const tell = (why: string) => values.push({ key, value: name, why });
      if (inName.length > 0) tell('in the name of the value');
      return redactItem({ ...item, name }, secretPlace(entry.key, item.name, secretNames), tell);
    }),
  };
}

function redactItem(item: RegFileValue, place: string | undefined, tell: (why: string) => void): RegFileValue {
  if ('delete' in item) return item;
  if (place !== undefined) {
    tell(place);
    return { name: item.name, value: sz(REDACTED) };
  }
  const { bytes, spans } = redactBytes(item.value.bytes);
  const [first] = spans;
  if (first === undefined) return item;
  tell(first.why);
  return { name: item.name, value: { type: item.value.type, bytes } };
}

function formatOf({ dialect, encoding, codePage }: RegFile): RegFileFormat {
  if (dialect === 4) return { dialect, encoding: 'ansi', ...(codePage === undefined ? {} : { codePage }) };
  return { dialect, encoding: encoding === 'utf-8' ? encoding : 'utf-16le' };
}
