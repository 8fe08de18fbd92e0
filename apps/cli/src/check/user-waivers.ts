import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadWaivers, type Rule, ScanclashError, type Waiver } from '@scanclash/core';
import type { Io } from '../io.ts';
import { NO_FILE, reasonOf } from '../output/write-file.ts';

/**
 * The waivers of files, in their order.
 * @throws SC-USE-003 where a file cannot be read, and whatever is wrong in it
 */
export function readWaivers(io: Io, files: readonly string[], rules: readonly Rule[]): Waiver[] {
  const ids = rules.map(({ id }) => id);
  return files.flatMap((file) => loadWaivers({ id: file, file, text: textOf(io, file) }, ids));
}

function textOf(io: Io, file: string): string {
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    throw new ScanclashError('SC-USE-003', `--waivers ${file}: ${reasonOf(error, NO_FILE)}`, {
      hint: 'Name a YAML file of waivers; docs/guides/waiving-a-finding.md shows one.',
    });
  }
}
