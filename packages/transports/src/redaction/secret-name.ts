import { foldName } from '@scanclash/core';
import { secretsIn } from './secret-text.ts';

/** @assumed What people call registry values that hold secrets. Too many is harmless: the fact is unread, never wrong. */
const NAMES: readonly { readonly why: string; readonly pattern: RegExp }[] = [
  {
    why: 'named like a password',
    pattern: /pass(?:word|wd|wort|phrase|code)|pwd|(?<!by|com|tres|sur)pass$|^p(?:in|sk|w)$/i,
  },
  { why: 'named like a secret', pattern: /secret|credential/i },
  {
    why: 'named like key material',
    pattern:
      /(?:private|secret|encrypt(?:ed|ion)?|decryption|symmetric|session|master|shared|api|access|auth|signing|hash)[ _.-]?key|key[ _.-]?material/i,
  },
  { why: 'named like a token', pattern: /(?:access|auth|bearer|refresh|session|security)[ _.-]?token/i },
  {
    why: 'named like a licence key',
    pattern: /(?:licen[cs]e|product|registration|activation)[ _.-]?key|digitalproductid/i,
  },
];

/** A key of this very name holds nothing but secrets; one that only mentions them (a service) holds settings, too. */
const KEY =
  /^(?:saved|stored|cached)?[ _-]?(?:passwords?|passwd|pwd|credentials?|secrets?|private[ _-]?keys?|tokens?)$/i;

/**
 * Why a registry value is taken for a secret by where it stands; undefined: it is not.
 *
 * @param secretNames - Further names of values, folded, that a product is known to keep secrets in.
 */
export function secretPlace(key: string, name: string, secretNames: ReadonlySet<string>): string | undefined {
  const segments = key.split('\\');
  if (segments.some((segment) => KEY.test(segment))) return 'below a key for secrets';
  if (secretNames.has(foldName(name))) return 'known to be a secret';
  const shown = name === '' ? (segments.at(-1) ?? '') : name;
  const named = NAMES.find(({ pattern }) => pattern.test(shown))?.why;
  // In the file it would stand before its value as in any text.
  return named ?? (secretsIn(`"${shown}"=x`).length > 0 ? 'named like a secret' : undefined);
}
