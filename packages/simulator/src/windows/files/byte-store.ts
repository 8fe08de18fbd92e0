import { InvariantViolated } from '../../kernel/index.ts';

/**
 * Where the bytes of a volume live: folders by POSIX path (`/MODUS/SPOOL`, the root being ``), files by folder and name.
 *
 * A store knows no display case, attributes, times or handles: the volume above it has checked all that, so a call that
 * does not fit what is stored is a bug and throws. Names are compared as they are; the volume folds them first.
 * Bytes are handed over, not copied: neither side may change an array that went in or came out.
 */
export interface ByteStore {
  /** What a name in a folder stands for; undefined where it is free, or there is no such folder. */
  kind(folder: string, name: string): 'file' | 'folder' | undefined;
  /** Makes an empty file. */
  create(folder: string, name: string): void;
  /** The whole content of a file. */
  read(folder: string, name: string): Uint8Array;
  /** Gives a file another content. */
  replace(folder: string, name: string, bytes: Uint8Array): void;
  /** Adds to the end of a file. */
  append(folder: string, name: string, bytes: Uint8Array): void;
  /** Removes a file. */
  remove(folder: string, name: string): void;
  /** Moves a file, or a folder with all that is below it, to a name that is free. */
  rename(folder: string, name: string, toFolder: string, toName: string): void;
  makeFolder(folder: string, name: string): void;
  /** Removes an empty folder. */
  removeFolder(folder: string, name: string): void;
  /** The names in a folder, in the order of their UTF-16 code units. */
  list(folder: string): readonly string[];
  /** A store of the same content that goes its own way from here on. */
  fork(): ByteStore;
}

/** A call that does not fit what is stored: a bug of the caller, never something that the simulated world did. */
export function storeBug(operation: string, folder: string, name: string, why: string): InvariantViolated {
  return new InvariantViolated(`byte store: ${operation} ${folder}/${name}: ${why}`);
}
