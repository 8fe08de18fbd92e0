import { remembered } from './remembered.ts';
import { foldName } from './windows-path.ts';

/** The root keys that exports and administrators name; performance data and the like have no files. */
export type Hive = 'HKLM' | 'HKU' | 'HKCU' | 'HKCR' | 'HKCC';

const longNames: Readonly<Record<Hive, string>> = {
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKU: 'HKEY_USERS',
  HKCU: 'HKEY_CURRENT_USER',
  HKCR: 'HKEY_CLASSES_ROOT',
  HKCC: 'HKEY_CURRENT_CONFIG',
};

const hives: ReadonlyMap<string, Hive> = new Map(
  (Object.keys(longNames) as Hive[]).flatMap((hive) => [[hive, hive] as const, [longNames[hive], hive] as const]),
);

/**
 * Writes a key the way this project does: the short name of its hive, single separators, none at either end. The case
 * below the hive stays as written, and so does a root that is no hive. `/` is an ordinary character of a key name.
 */
export const normalizeKey: (key: string) => string = remembered((key) => {
  const tidied = tidyKey(key);
  const root = rootOf(tidied);
  const hive = hives.get(foldName(root));
  return hive === undefined || hive === root ? tidied : hive + tidied.slice(root.length);
});

/** Writes a key the way `regedit` and `reg export` do: `HKEY_LOCAL_MACHINE\SOFTWARE`. */
export function longKey(key: string): string {
  const tidied = tidyKey(key);
  const root = rootOf(tidied);
  const hive = hives.get(foldName(root));
  return hive === undefined ? tidied : longNames[hive] + tidied.slice(root.length);
}

/** Two keys are the same when they fold alike. */
export const foldKey: (key: string) => string = remembered((key) => foldName(normalizeKey(key)));

/** The hive `key` begins with, in its short or long name; undefined when it begins with none. */
export function hiveOf(key: string): Hive | undefined {
  return hives.get(foldName(rootOf(tidyKey(key))));
}

function tidyKey(key: string): string {
  if (!key.includes('\\\\') && !key.startsWith('\\') && !key.endsWith('\\')) return key;
  return key
    .split('\\')
    .filter((name) => name !== '')
    .join('\\');
}

function rootOf(tidied: string): string {
  const end = tidied.indexOf('\\');
  return end < 0 ? tidied : tidied.slice(0, end);
}
