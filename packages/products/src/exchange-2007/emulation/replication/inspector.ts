import { joinPath } from '@scanclash/core';
import type { Refused } from '@scanclash/simulator';
import type { FileCalls } from '../ese/file-calls.ts';
import { readLog } from '../ese/log-content.ts';
import { closedName, type LogFiles } from '../ese/log-files.ts';
import { readShared } from './read-shared.ts';

/** `source`: the log could not be read where it lies, which may pass. `here`: it could not be taken in on this node. */
export type CopyResult =
  | { readonly kind: 'copied' }
  | { readonly kind: 'source'; readonly refused: Refused }
  | { readonly kind: 'here'; readonly why: string };

/** @source LOG-INSPECTION: a log is copied and inspected three times before the copy is given up. */
const ATTEMPTS = 3;

export const inspectorFolder = ({ folder }: LogFiles): string => joinPath(folder, 'inspector');

/**
 * Brings one log into the log folder of this node: it is read over the network, written into the inspector folder,
 * read and checked there, and moved.
 * @param copied - Told when the content has come over the network.
 */
export function copyLog(
  calls: FileCalls,
  what: { readonly from: string; readonly generation: number; readonly files: LogFiles },
  copied: () => void,
  done: (result: CopyResult) => void,
  attempt = 1,
): void {
  const { program } = calls;
  const { from, generation, files } = what;
  const path = joinPath(inspectorFolder(files), closedName(files.prefix, generation));
  const again = (why: string): void => {
    if (attempt >= ATTEMPTS) return done({ kind: 'here', why });
    copyLog(calls, what, copied, done, attempt + 1);
  };
  readShared(program, from, (read) => {
    if (!read.ok) return done({ kind: 'source', refused: read });
    copied();
    program.write(path, read.bytes, (written) => {
      if (!written.ok) return again(`${path} cannot be written: ${written.error.text}`);
      calls.read(path, (inspected) => {
        if (!inspected.ok) return again(`${path} cannot be inspected: ${inspected.error.text}`);
        if (readLog(inspected.bytes)?.header.generation !== generation) return again(`${path} is damaged`);
        calls.rename(path, files.closed(generation), (moved) => {
          if (!moved.ok) return again(`${path} cannot be moved: ${moved.error.text}`);
          done({ kind: 'copied' });
        });
      });
    });
  });
}
