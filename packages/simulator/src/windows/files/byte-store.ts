/**
 * Where the bytes of a volume live: folders and files by POSIX path (`/modus/spool/a.msg`), the root being `/`.
 *
 * A store knows no display case, attributes, times or handles: the volume above it has checked all that, so a call that
 * does not fit what is stored is a bug and throws. Paths are compared as they are; the volume folds them first.
 * Bytes are handed over, not copied: neither side may change an array that went in or came out.
 */
export interface ByteStore {
  kind(path: string): 'file' | 'folder' | undefined;
  /** Makes an empty file in an existing folder. */
  create(path: string): void;
  /** The whole content of an existing file. */
  read(path: string): Uint8Array;
  /** Gives an existing file another content. */
  replace(path: string, bytes: Uint8Array): void;
  /** Adds to the end of an existing file. */
  append(path: string, bytes: Uint8Array): void;
  /** Removes a file. */
  remove(path: string): void;
  /** Moves a file, or a folder with all that is below it, to a name that is free in an existing folder. */
  rename(from: string, to: string): void;
  /** Makes a folder in an existing folder. */
  makeFolder(path: string): void;
  /** Removes an empty folder; the root stays. */
  removeFolder(path: string): void;
  /** The names in a folder, in the order of their UTF-16 code units. */
  list(path: string): readonly string[];
  /** A store of the same content that goes its own way from here on. */
  fork(): ByteStore;
}

/** A call that does not fit what is stored: a bug of the caller, never something that the simulated world did. */
export function storeBug(operation: string, path: string, why: string): Error {
  return new Error(`byte store: ${operation} ${path}: ${why}`);
}
