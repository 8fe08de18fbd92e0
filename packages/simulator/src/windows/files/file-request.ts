import type { EventIdentity } from '../../kernel/index.ts';
import type { FileOrigin, FileProcess } from './file-filter.ts';
import type { Rights, RightsList } from './share-mode.ts';
import type { FileStat } from './volume-entry.ts';
import type { Disposition } from './volume-options.ts';
import type { Win32Error } from './win32-error.ts';

interface Request {
  readonly process: FileProcess;
  /** Drive letter or UNC path, in any form that Windows takes. */
  readonly path: string;
  /** Local when not given. */
  readonly origin?: FileOrigin;
  /** The event that explains why, where that is not the current cause of the world. */
  readonly because?: EventIdentity;
  /** The name of a filter: it and those above it are passed by. */
  readonly below?: string;
}

export interface OpenRequest extends Request {
  readonly access: RightsList;
  /** What others may do meanwhile; what is not named they may not. */
  readonly share: Partial<Rights>;
  readonly disposition: Disposition;
  readonly deleteOnClose?: boolean;
}

export interface RenameRequest extends Request {
  readonly to: string;
  /** MOVEFILE_REPLACE_EXISTING; off when not given. */
  readonly replaceExisting?: boolean;
}

export type RemoveRequest = Request;

export interface Refused {
  readonly ok: false;
  readonly error: Win32Error;
  /** The event that tells who or what refused. */
  readonly event: EventIdentity;
}

export type OpenResult = { readonly ok: true; readonly handle: FileHandle } | Refused;
export type ChangeResult = { readonly ok: true; readonly event: EventIdentity } | Refused;
export type WriteResult = { readonly ok: true } | Refused;
export type FolderResult = { readonly ok: true } | { readonly ok: false; readonly error: Win32Error };
export type ReadResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly error: Win32Error };
export type ListResult =
  | { readonly ok: true; readonly entries: readonly FileStat[] }
  | { readonly ok: false; readonly error: Win32Error };

/** An open file. Using it once it is closed, or for what it was not opened for, is a bug of the caller and throws. */
export interface FileHandle {
  /** Where the file is now: it may be renamed while it is open. */
  readonly path: string;
  /** What explains that this handle is open: the first who asks makes `file.held` of it. */
  readonly event: EventIdentity;
  /** False once it was closed, by its process or because that ended. */
  readonly isOpen: boolean;
  /** The whole content; not to be changed by the reader. */
  read(): Uint8Array;
  /** Gives the file this content, all of it; where the disk has no room for that the file stays as it was. */
  write(bytes: Uint8Array): WriteResult;
  append(bytes: Uint8Array): WriteResult;
  /** Gives the file back, once; later calls do nothing. */
  close(): void;
}
