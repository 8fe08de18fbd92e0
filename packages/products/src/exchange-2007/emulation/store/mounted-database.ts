import type { FileHandle } from '@scanclash/simulator';
import type { DatabaseContent } from '../ese/database-content.ts';
import { type Checkpoint, databaseBytes } from '../ese/database-file.ts';
import type { FileCalls } from '../ese/file-calls.ts';
import type { LogRecord } from '../ese/log-content.ts';
import type { LogFiles } from '../ese/log-files.ts';
import { TransactionLog } from '../ese/transaction-log.ts';
import type { StorageGroup } from '../storage-group.ts';
import type { Recovered } from './mount.ts';

interface ClosedLog {
  readonly generation: number;
  readonly records: readonly LogRecord[];
}

/** A database that is in use: its content in memory, its file some logs behind, its current log open. */
export class MountedDatabase {
  readonly group: StorageGroup;
  readonly content: DatabaseContent;
  readonly #calls: FileCalls;
  readonly #files: LogFiles;
  readonly #depth: number;
  readonly #log: TransactionLog;
  readonly #handle: FileHandle;
  #inFile: Checkpoint;
  /** Closed logs that are not in the database file yet, oldest first. */
  #behind: ClosedLog[] = [];
  #scans = 0;
  #whenIdle: (() => void)[] = [];
  #isOpen = true;

  /** @param failed - Told when its log cannot be written any more: it is in use no longer. */
  constructor(
    parts: {
      readonly calls: FileCalls;
      readonly files: LogFiles;
      readonly group: StorageGroup;
      readonly depth: number;
    },
    { content, handle, log, checkpoint }: Recovered,
    failed: (database: MountedDatabase) => void,
  ) {
    this.group = parts.group;
    this.content = content;
    this.#calls = parts.calls;
    this.#files = parts.files;
    this.#depth = parts.depth;
    this.#handle = handle;
    this.#inFile = checkpoint;
    this.#log = new TransactionLog(
      parts.calls,
      parts.files,
      {
        group: parts.group.name,
        closed: (generation, records) => this.#closed({ generation, records }),
        failed: () => {
          this.#isOpen = false;
          this.#handle.close();
          failed(this);
        },
      },
      log,
    );
  }

  /** Whether items can be written and read. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Generation of the log that is written to. */
  get generation(): number {
    return this.#log.generation;
  }

  /** Items that the scanner has not come back with. */
  get scans(): number {
    return this.#scans;
  }

  /** Changes the database; `committed` when that stands in the log. */
  write(record: LogRecord, committed: () => void): void {
    this.#log.append(record, () => {
      this.content.apply(record);
      committed();
    });
  }

  roll(): void {
    this.#log.roll();
  }

  /** The whole database as a file: what is in the current log, which is not closed, is copied with its log once more. */
  snapshot(): Uint8Array {
    const { content } = this;
    const records = content.mailboxes.flatMap((mailbox) =>
      content.itemsOf(mailbox).map((item): LogRecord => ({ k: 'item', mailbox, ...item })),
    );
    return databaseBytes(records, { generation: this.generation - 1, records: 0, state: 'copy' });
  }

  scanBegins(): void {
    this.#scans += 1;
  }

  scanEnds(): void {
    this.#scans -= 1;
    if (this.#scans === 0) for (const idle of this.#whenIdle.splice(0)) idle();
  }

  /**
   * Brings everything into the database file and gives the files back; takes nothing more from now on.
   * @param waitsForScans - Whether the calls into the scanner must have come back before.
   */
  dismount(waitsForScans: boolean, done: () => void): void {
    this.#isOpen = false;
    if (waitsForScans && this.#scans > 0) {
      this.#whenIdle.push(() => this.dismount(waitsForScans, done));
      return;
    }
    this.#log.close(() => {
      for (const log of this.#behind.splice(0)) this.#flush(log, 'dirty');
      this.#flush({ generation: this.#log.generation, records: this.#log.records }, 'clean');
      this.#handle.close();
      done();
    });
  }

  /** @source LOST-LOGS: writes to the database are delayed, so that the newest logs may be lost. */
  #closed(log: ClosedLog): void {
    this.#behind.push(log);
    while (this.#behind.length > this.#depth) this.#flush(this.#behind.shift() as ClosedLog, 'dirty');
  }

  #flush({ generation, records }: ClosedLog, state: Checkpoint['state']): void {
    if (!this.#handle.isOpen) return;
    const known = generation === this.#inFile.generation ? this.#inFile.records : 0;
    this.#inFile = { generation, records: records.length, state };
    this.#handle.append(databaseBytes(records.slice(known), this.#inFile));
    const { program } = this.#calls;
    const checkpoint = new TextEncoder().encode(`${generation}`);
    if (program.isRunning) program.write(this.#files.checkpoint, checkpoint, () => {});
  }
}
