import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { ScanclashError } from '@scanclash/core';
import type { Io } from '../io.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'access is denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'it is no folder',
  EPERM: 'access is denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EEXIST: 'it exists already',
};

/** Why the disk refused, in words. @param missing - What that comes to where something is not there. */
export const reasonOf = (error: unknown, missing = NO_FOLDER): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? missing : (REASONS[code ?? ''] ?? message);
};

/** Of a file that is read, and not made. */
export const NO_FILE = 'there is no such file';
const NO_FOLDER = 'the folder does not exist';

/** Writes a report or trace over whatever was there. @throws SC-USE-003 where the disk refuses. */
export function writeOutput(io: Io, path: string, pieces: Iterable<string>): void {
  write(io, path, pieces, 'w');
}

/** Writes a file that is not there yet. @throws SC-USE-005 where it is, SC-USE-003 where the disk refuses. */
export function writeNewFile(io: Io, path: string, pieces: Iterable<string>): void {
  write(io, path, pieces, 'wx');
}

function write(io: Io, path: string, pieces: Iterable<string>, flag: 'w' | 'wx'): void {
  if (path === '') throw new ScanclashError('SC-USE-003', 'the name of the file to write is empty');
  try {
    const file = openSync(resolve(io.cwd, path), flag);
    try {
      for (const piece of pieces) writeSync(file, piece);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new ScanclashError('SC-USE-005', `${path}: it is there already`, {
        hint: 'Name another file, or remove it.',
      });
    }
    throw cannotWrite(path, error);
  }
}

export const cannotWrite = (what: string, error: unknown): ScanclashError =>
  new ScanclashError('SC-USE-003', `cannot write ${what}: ${reasonOf(error)}`, {
    hint: 'Name a file in a folder that exists and that you may write to.',
  });
