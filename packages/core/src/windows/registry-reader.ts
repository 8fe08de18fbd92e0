import type { RegistryValue } from './registry-value.ts';

/**
 * What could be learnt of one thing: its value, that it is not there, or that it could not be read.
 * `unreadable` is never the same as `absent`: a rule may only turn green on what was read.
 */
export type Reading<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Read access to a registry. Keys are written `HKLM\SOFTWARE\McAfee` (short hive names), case does not matter.
 * A simulated registry never answers `unreadable`; one rebuilt from exports does wherever no export covers the key.
 */
export interface RegistryReader {
  /** The value `name` of `key`; the default value has the name ''. */
  value(key: string, name: string): Reading<RegistryValue>;
  /** All values of `key` by their names as written, in order of writing. */
  values(key: string): Reading<ReadonlyMap<string, RegistryValue>>;
  /** The names (not paths) of the direct subkeys of `key`. */
  subkeys(key: string): Reading<readonly string[]>;
}

/** Read and write access to a registry; writing a value makes its key and the keys above it. */
export interface RegistryEditor extends RegistryReader {
  createKey(key: string): void;
  setValue(key: string, name: string, value: RegistryValue): void;
  deleteValue(key: string, name: string): void;
  /** Removes the key with all that is below it. */
  deleteKey(key: string): void;
}
