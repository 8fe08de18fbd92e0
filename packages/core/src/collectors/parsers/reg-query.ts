import { dword, expandSz, sz } from '../../windows/registry-data.ts';
import type { Reading } from '../../windows/registry-reader.ts';
import type { RegistryValue } from '../../windows/registry-value.ts';
import { foldName } from '../../windows/windows-path.ts';
import { consoleLines } from './listing.ts';

/** Columns are parted by tabs up to Windows Server 2003, by four blanks later. Data may hold either, and end in blanks. */
const row = /^ {4}(.*?)(\t| {4})(REG_[A-Z_]+)(?:\2(.*))?$/;

/**
 * A value of the key itself in the output of `reg query KEY`, as the console could show it. Types are numbers and texts in
 * every language; the default value has a name in the host's language and is not looked for.
 */
export function parseRegValue(output: string, name: string): Reading<RegistryValue> {
  if (name === '')
    return { kind: 'unreadable', reason: 'a list of a key names its default value in the language of the host' };
  for (const line of consoleLines(output)) {
    const [, written = '', , type = '', data = ''] = row.exec(line) ?? [];
    if (type === '' || foldName(written) !== foldName(name)) continue;
    const value = valueOf(type, data);
    return value === undefined
      ? { kind: 'unreadable', reason: `a list of a key does not show ${type} whole` }
      : { kind: 'known', value };
  }
  return { kind: 'absent' };
}

function valueOf(type: string, data: string): RegistryValue | undefined {
  if (data.includes('\0')) return undefined;
  if (type === 'REG_SZ') return sz(data);
  if (type === 'REG_EXPAND_SZ') return expandSz(data);
  return type === 'REG_DWORD' && /^0x[0-9a-f]{1,8}$/i.test(data) ? dword(Number(data)) : undefined;
}
