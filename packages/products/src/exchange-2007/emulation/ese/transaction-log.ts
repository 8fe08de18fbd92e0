import type { FileHandle, Refused } from '@scanclash/simulator';
import { type FailedOperation, reportFailure } from './ese-error.ts';
import type { FileCalls } from './file-calls.ts';
import { type LogHeader, type LogRecord, lineOf, linesOf } from './log-content.ts';
import { LOG_BYTES, type LogFiles } from './log-files.ts';

const RETRY_FOR_EVER = 10_000_000;

interface Pending {
  readonly record: LogRecord;
  readonly committed: () => void;
}

export interface LogOwner {
  readonly group: string;
  /** A log was closed under its generation name. */
  closed(generation: number, records: readonly LogRecord[]): void;
  /** The log cannot be written any more. */
  failed(): void;
}

/** What a database was found with at its mount. */
export interface OpenLog {
  readonly generation: number;
  readonly records: readonly LogRecord[];
  readonly handle: FileHandle;
}

/**
 * The logs of a mounted storage group: records are appended to the current one, which nobody else can open, until it is
 * full or old enough; then it is closed and renamed, and the prepared one takes its name.
 *
 * @source LOG-ANTIVIRUS: between the close and the second rename no lock protects the two files.
 */
export class TransactionLog {
  readonly #calls: FileCalls;
  readonly #files: LogFiles;
  readonly #owner: LogOwner;
  #handle: FileHandle;
  #next: FileHandle | undefined;
  #generation: number;
  #records: LogRecord[];
  #size: number;
  #isRolling = false;
  #isEnded = false;
  #waiting: Pending[] = [];
  #whenRolled: (() => void)[] = [];
  /** The current log has its generation name, and the next one is still being prepared. */
  #awaitsNext = false;

  constructor(calls: FileCalls, files: LogFiles, owner: LogOwner, open: OpenLog) {
    this.#calls = calls;
    this.#files = files;
    this.#owner = owner;
    this.#handle = open.handle;
    this.#generation = open.generation;
    this.#records = [...open.records];
    this.#size = open.records.reduce((sum, record) => sum + sizeOf(record), 0);
    this.#prepareNext();
    if (this.#records.length > 0) this.#rollLater();
  }

  /** The generation of the current log. */
  get generation(): number {
    return this.#generation;
  }

  /** What the current log holds. */
  get records(): readonly LogRecord[] {
    return this.#records;
  }

  /** `committed` when the record is in the log; never, where the log fails before. */
  append(record: LogRecord, committed: () => void): void {
    if (this.#isEnded) return;
    if (this.#isRolling) {
      this.#waiting.push({ record, committed });
      return;
    }
    const written = this.#handle.append(lineOf(record));
    if (!written.ok) return this.#fail({ kind: 'write', path: this.#files.current }, written);
    this.#records.push(record);
    this.#size += sizeOf(record);
    if (this.#records.length === 1) this.#rollLater();
    committed();
    if (this.#size >= LOG_BYTES) this.roll();
  }

  /** Closes the current log under its generation name and goes on with a new one. */
  roll(): void {
    if (this.#isRolling || this.#isEnded || !this.#isOn('logs-roll-by-renaming')) return;
    this.#isRolling = true;
    this.#handle.close();
    this.#giveName();
  }

  /** Gives the files back, after the last record: the current log keeps its name, and anybody may read it. */
  close(done: () => void): void {
    if (this.#isRolling && !this.#isEnded) {
      this.#whenRolled.push(() => this.close(done));
      return;
    }
    this.#isEnded = true;
    this.#handle.close();
    const next = this.#next;
    this.#next = undefined;
    if (next === undefined) return done();
    next.close();
    this.#calls.program.remove(this.#files.next, () => done());
  }

  #giveName(): void {
    const { current } = this.#files;
    const to = this.#files.closed(this.#generation);
    this.#calls.rename(current, to, (renamed) => {
      if (!renamed.ok) return this.#fail({ kind: 'move', path: current, to }, renamed, () => this.#giveName());
      if (this.#next !== undefined) return this.#takeNext();
      this.#awaitsNext = true;
    });
  }

  #takeNext(): void {
    const { current, next } = this.#files;
    this.#next?.close();
    this.#next = undefined;
    this.#calls.rename(next, current, (renamed) => {
      if (!renamed.ok) {
        return this.#fail({ kind: 'move', path: next, to: current }, renamed, () => this.#takeNext());
      }
      this.#begin();
    });
  }

  #begin(): void {
    const { current } = this.#files;
    const share = shareOfLog(this.#calls);
    const opening = { path: current, access: ['read', 'write'], share, disposition: 'open-existing' } as const;
    this.#calls.open(opening, (opened) => {
      if (!opened.ok) return this.#fail({ kind: 'open-write', path: current }, opened, () => this.#begin());
      const closed = { generation: this.#generation, records: this.#records };
      this.#handle = opened.handle;
      this.#generation += 1;
      this.#records = [];
      this.#size = 0;
      const written = this.#handle.write(lineOf(headerOf(this.#calls, this.#generation)));
      if (!written.ok) return this.#fail({ kind: 'write', path: current }, written);
      this.#isRolling = false;
      this.#prepareNext();
      this.#owner.closed(closed.generation, closed.records);
      for (const { record, committed } of this.#waiting.splice(0)) this.append(record, committed);
      for (const rolled of this.#whenRolled.splice(0)) rolled();
    });
  }

  #prepareNext(): void {
    const path = this.#files.next;
    this.#calls.open({ path, access: ['read', 'write'], share: {}, disposition: 'create-always' }, (opened) => {
      if (!opened.ok) return this.#fail({ kind: 'open-write', path }, opened, () => this.#prepareNext());
      if (this.#isEnded) return opened.handle.close();
      this.#next = opened.handle;
      if (!this.#awaitsNext) return;
      this.#awaitsNext = false;
      this.#takeNext();
    });
  }

  /** A log with something in it does not stay open for ever. */
  #rollLater(): void {
    const { world } = this.#calls.program.host;
    const minutes = world.behaviours.value<number>('exchange-2007/log-roll-time');
    const generation = this.#generation;
    this.#calls.program.after(minutes * 60_000_000, 'log roll', () => {
      if (this.#generation === generation) this.roll();
    });
  }

  #isOn(name: string): boolean {
    return this.#calls.program.host.world.behaviours.on(`exchange-2007/${name}`);
  }

  /** @param again - What is done instead of giving up, where that mechanism is off. */
  #fail(operation: FailedOperation, refused: Refused, again?: () => void): void {
    if (this.#isEnded) return;
    if (again !== undefined && !this.#isOn('log-failure-dismounts')) {
      return this.#calls.program.after(RETRY_FOR_EVER, 'log that failed', () => {
        if (!this.#isEnded) again();
      });
    }
    this.#isEnded = true;
    this.#waiting = [];
    const { host, process } = this.#calls.program;
    host.world.because(refused.event, () => {
      reportFailure(host, process, this.#owner.group, operation, refused.error);
      this.#next?.close();
      this.#handle.close();
      this.#owner.failed();
      for (const rolled of this.#whenRolled.splice(0)) rolled();
    });
  }
}

/** So much a record counts in a log. */
const sizeOf = (record: LogRecord): number => (record.k === 'item' ? record.size : 100);

/** What others may do with the current log: nothing. */
export const shareOfLog = ({ program }: FileCalls): { read?: boolean } =>
  program.host.world.behaviours.on('exchange-2007/open-log-is-locked') ? {} : { read: true };

export function headerOf({ program }: FileCalls, generation: number): LogHeader {
  const { world, name } = program.host;
  return { generation, signature: `${name} ${world.now}` };
}

/** The bytes of a log that begins. */
export const newLogBytes = (header: LogHeader, records: readonly LogRecord[] = []): Uint8Array =>
  linesOf([header, ...records]);
