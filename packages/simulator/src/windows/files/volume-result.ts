import type { OpenFile } from './volume-entry.ts';
import {
  ERROR_ACCESS_DENIED,
  ERROR_FILE_NOT_FOUND,
  ERROR_INVALID_NAME,
  ERROR_PATH_NOT_FOUND,
  type Win32Error,
} from './win32-error.ts';

/** What stands in the way: a property of the file, its deletion, or a handle that is open. */
export type Obstacle = 'folder' | 'read-only' | 'hidden or system' | 'delete-pending' | 'handle';

export interface VolumeFailure {
  readonly ok: false;
  readonly error: Win32Error;
  /** Where the error is a refusal. */
  readonly obstacle?: Obstacle;
  /** The handle that stands in the way, or keeps a deletion waiting. */
  readonly holder?: OpenFile;
}
export type VolumeResult<T> = ({ readonly ok: true } & T) | VolumeFailure;

export const fail = (error: Win32Error): VolumeFailure => ({ ok: false, error });

/** Access is denied by what the file is. */
export const deny = (obstacle: Obstacle): VolumeFailure => ({ ok: false, error: ERROR_ACCESS_DENIED, obstacle });

/** A handle stands in the way, or keeps a deletion waiting. */
export const hinder = (error: Win32Error, holder: OpenFile): VolumeFailure => ({
  ok: false,
  error,
  obstacle: holder.file.deletePending ? 'delete-pending' : 'handle',
  holder,
});
export const done = { ok: true } as const;

const illegalInNames = /["*/:<>?\\|\u0000-\u001f]/;
const LONGEST_NAME = 255;

/** Whether NTFS takes a name. Alternate streams (`name:stream`) are not simulated: their `:` is illegal here. */
export function isLegalName(name: string): boolean {
  return name.length <= LONGEST_NAME && !illegalInNames.test(name);
}

/** Why a name that is not there could not be found: the root itself has no name. */
export function missing(name: string): Win32Error {
  if (name === '') return ERROR_PATH_NOT_FOUND;
  return isLegalName(name) ? ERROR_FILE_NOT_FOUND : ERROR_INVALID_NAME;
}
