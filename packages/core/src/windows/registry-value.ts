/** The value types of the Windows registry that administrators meet; any other type number is kept as it was read. */
export type RegistryType =
  | 'REG_NONE'
  | 'REG_SZ'
  | 'REG_EXPAND_SZ'
  | 'REG_BINARY'
  | 'REG_DWORD'
  | 'REG_MULTI_SZ'
  | 'REG_QWORD'
  | { readonly other: number };

/**
 * One registry value: its type and the bytes as the registry holds them (strings are UTF-16LE with their terminators).
 * Bytes, not text, are the truth: damaged strings and unknown types survive a read and a write.
 */
export interface RegistryValue {
  readonly type: RegistryType;
  readonly bytes: Uint8Array;
}
