import type { OpenFile } from './volume-entry.ts';
import { ERROR_FILE_NOT_FOUND, ERROR_INVALID_NAME, ERROR_PATH_NOT_FOUND, type Win32Error } from './win32-error.ts';

export interface VolumeFailure {
  readonly ok: false;
  readonly error: Win32Error;
  /** The handle that stands in the way, where one does. */
  readonly holder?: OpenFile;
}
export type VolumeResult<T> = ({ readonly ok: true } & T) | VolumeFailure;

export const fail = (error: Win32Error, holder?: OpenFile): VolumeFailure =>
  holder === undefined ? { ok: false, error } : { ok: false, error, holder };
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
