import type { FileHandle, Refused } from '@scanclash/simulator';
import { type Checkpoint, databaseBytes, readDatabase } from '../ese/database-file.ts';
import type { FileCalls } from '../ese/file-calls.ts';
import { readLog } from '../ese/log-content.ts';
import type { LogFiles } from '../ese/log-files.ts';

export type ReplayFailure = { readonly ok: false; readonly why: string };

/** The database of a copy while logs are replayed into it: nobody else has it open meanwhile. */
export class CopyDatabase {
  readonly #calls: FileCalls;
  readonly #handle: FileHandle;
  #checkpoint: Checkpoint;

  private constructor(calls: FileCalls, handle: FileHandle, checkpoint: Checkpoint) {
    this.#calls = calls;
    this.#handle = handle;
    this.#checkpoint = checkpoint;
  }

  static open(
    calls: FileCalls,
    path: string,
    done: (result: { readonly ok: true; readonly database: CopyDatabase } | Refused | ReplayFailure) => void,
  ): void {
    calls.open({ path, access: ['read', 'write'], share: {}, disposition: 'open-existing' }, (opened) => {
      if (!opened.ok) return done(opened);
      const found = readDatabase(opened.handle.read());
      if (found !== undefined) {
        return done({ ok: true, database: new CopyDatabase(calls, opened.handle, found.checkpoint) });
      }
      opened.handle.close();
      done({ ok: false, why: `${path} is damaged` });
    });
  }

  get checkpoint(): Checkpoint {
    return this.#checkpoint;
  }

  /** Replays the logs up to a generation, one after the other; each is read from its file. */
  replay(files: LogFiles, upTo: number, done: (result: { readonly ok: true } | ReplayFailure) => void): void {
    const { generation, records, state } = this.#checkpoint;
    const path = files.closed(generation);
    // The log that the checkpoint lies in may hold more than is in the database.
    const isPart =
      state !== 'copy' && generation > 0 && generation <= upTo && this.#calls.program.host.files.exists(path);
    const next = isPart ? generation : generation + 1;
    if (next > upTo) return done({ ok: true });
    const log = files.closed(next);
    this.#calls.read(log, (read) => {
      if (!read.ok) return done({ ok: false, why: `${log} cannot be read: ${read.error.text}` });
      const content = readLog(read.bytes);
      if (content === undefined || content.header.generation !== next) {
        return done({ ok: false, why: `${log} is damaged` });
      }
      const known = next === generation ? records : 0;
      this.#checkpoint = { generation: next, records: content.records.length, state: 'copy' };
      const written = this.#handle.append(databaseBytes(content.records.slice(known), this.#checkpoint));
      if (!written.ok) return done({ ok: false, why: `the database cannot be written: ${written.error.text}` });
      this.replay(files, upTo, done);
    });
  }

  close(): void {
    this.#handle.close();
  }
}
