import type { Microseconds, Program } from '@scanclash/simulator';
import { lastMountedOn, ownerOf } from '../cluster/server-resources.ts';
import { FileCalls } from '../ese/file-calls.ts';
import { readLog } from '../ese/log-content.ts';
import type { ExchangeHost } from '../exchange-host.ts';
import type { MailboxServer } from '../organisation.ts';
import type { CopyCounters, CopyStatus, RunningCopy } from '../running-services.ts';
import type { StorageGroup } from '../storage-group.ts';
import type { CopyDatabase } from './copy-database.ts';
import { copyFailed, noteLost } from './copy-events.ts';
import { CopyProgress } from './copy-progress.ts';
import { type CopyResult, copyLog } from './inspector.ts';
import { LogSource } from './log-source.ts';
import { openCopy } from './open-copy.ts';
import { readShared } from './read-shared.ts';
import { newestClosed } from './reconcile.ts';
import { seedDatabase } from './seed-database.ts';

/** What is missing after everything was copied that could be; undefined where the copy is of no use. */
export type Missing = number | undefined;

/**
 * The copy of one storage group on this node: logs are pulled from the active node as they are closed there, inspected,
 * and replayed into the database. It rests while the database is mounted here.
 *
 * @source LOG-SHIPPING (pull, closed logs, inspector), CCR-CMDLETS (status, counters).
 */
export class StorageGroupCopy implements RunningCopy {
  readonly group: StorageGroup;
  readonly #exchange: ExchangeHost;
  readonly #server: MailboxServer;
  readonly #program: Program;
  readonly #calls: FileCalls;
  readonly #source: LogSource;
  #status: CopyStatus = 'Initializing';
  #failure: string | undefined;
  readonly #progress = new CopyProgress();
  #database: CopyDatabase | undefined;
  /** Each beginning makes whatever was going on before void. */
  #run = 0;
  #isPulling = false;
  #unwatch: (() => void) | undefined;

  constructor(exchange: ExchangeHost, server: MailboxServer, program: Program, group: StorageGroup) {
    this.#exchange = exchange;
    this.#server = server;
    this.#program = program;
    this.group = group;
    this.#calls = new FileCalls(program);
    const other = server.nodes.find(({ name }) => name !== exchange.name)?.name ?? exchange.name;
    this.#source = new LogSource(exchange.host, other, group);
  }

  get status(): CopyStatus {
    return this.#exchange.suspendedCopies.has(this.group) && this.#status !== 'Seeding' ? 'Suspended' : this.#status;
  }

  get failure(): string | undefined {
    return this.#failure;
  }

  get counters(): CopyCounters {
    return this.#progress.counters;
  }

  get lastInspectedAt(): Microseconds | undefined {
    return this.#progress.inspectedAt;
  }

  suspend(): void {
    this.#exchange.suspendedCopies.add(this.group);
    this.rest();
    this.begin();
  }

  resume(): void {
    this.#exchange.suspendedCopies.delete(this.group);
    this.#failure = undefined;
    this.begin();
  }

  seed(done: (failure: string | undefined) => void): void {
    this.rest();
    this.#status = 'Seeding';
    const from = { node: this.#source.node, group: this.group };
    seedDatabase(this.#exchange, this.#calls, from, (failure) => {
      this.#status = failure === undefined ? 'Initializing' : 'Failed';
      this.#failure = failure;
      if (failure === undefined) this.resume();
      done(failure);
    });
  }

  /** Finds out what this node is for the storage group, and copies if it is the passive one. */
  begin(): void {
    const run = this.#stop();
    const { host, store } = this.#exchange;
    const last = lastMountedOn(host, this.#server, this.group);
    if (last === undefined || last === host.name) {
      const isHere = ownerOf(host, this.#server) === host.name;
      this.#status = isHere ? 'NotConfigured' : 'Initializing';
      // Somebody else may take over: there is no message for that.
      if (store?.isMounted(this.group) !== true) this.#later(run);
      return;
    }
    if (this.#exchange.suspendedCopies.has(this.group) || this.#failure !== undefined) return this.#look(run);
    if (this.#status === 'NotConfigured') this.#status = 'Initializing';
    this.#prepare(run, (isReady) => (isReady ? this.#follow(run) : this.#later(run)));
  }

  /** Copies no more, and leaves the database to others. */
  rest(): void {
    this.#stop();
    this.#database?.close();
    this.#database = undefined;
  }

  /** The database is mounted here. */
  activated(): void {
    this.rest();
    this.#status = 'NotConfigured';
    this.#failure = undefined;
  }

  /** Copies what can still be copied, the last log too, and tells how many logs are missing then. */
  takeLastLogs(done: (missing: Missing) => void): void {
    const run = this.#stop();
    if (this.#failure !== undefined) return done(undefined);
    this.#prepare(run, (isReady) => {
      if (!isReady) return done(undefined);
      this.#pullAll(run, () => {
        const hasCurrent = this.#source.hasCurrent();
        if (hasCurrent === false) return done(this.#progress.behind);
        // The open log of a node that does not answer is lost as well.
        if (hasCurrent === undefined || this.#failure !== undefined) return done(this.#progress.behind + 1);
        this.#takeCurrent(run, done);
      });
    });
  }

  #takeCurrent(run: number, done: (missing: Missing) => void): void {
    readShared(this.#program, this.#source.current, (read) => {
      if (run !== this.#run) return;
      if (!read.ok) {
        copyFailed(this.#exchange, this.#server, this.group, this.#source.current, read);
        return done(this.#progress.behind + 1);
      }
      const generation = readLog(read.bytes)?.header.generation ?? 0;
      if (generation <= this.counters.inspected) return done(this.#progress.behind);
      if (generation > this.counters.inspected + 1) return done(this.#progress.behind + 1);
      this.#copy(run, this.#source.current, generation, (result) =>
        done(result.kind === 'copied' ? 0 : this.#progress.behind + 1),
      );
    });
  }

  /** Opens the database and makes sure that the logs of this node are those of the other. */
  #prepare(run: number, done: (isReady: boolean) => void): void {
    if (this.#database !== undefined) return done(true);
    const path = this.#exchange.databaseOf(this.group);
    const files = this.#exchange.logsOf(this.group);
    openCopy(this.#calls, { path, files, source: this.#source }, (opened) => {
      if (run !== this.#run) {
        if (opened.kind === 'ready') opened.database.close();
        return;
      }
      if (opened.kind === 'later') return done(false);
      noteLost(this.#exchange, this.group, opened.foreign);
      if (opened.kind === 'failed') {
        this.#fail(opened.why);
        return done(false);
      }
      this.#database = opened.database;
      if (opened.foreign.length > 0) this.#status = 'Resynchronizing';
      this.#catchUp(run, opened.newest, done);
    });
  }

  /** Replays what lies in the log folder. */
  #catchUp(run: number, generation: number, done: (isReady: boolean) => void): void {
    const files = this.#exchange.logsOf(this.group);
    let newest = generation;
    while (this.#exchange.host.files.exists(files.closed(newest + 1))) newest += 1;
    this.#replay(run, newest, (replayed) => {
      this.#progress.present(newest);
      done(replayed);
    });
  }

  #follow(run: number): void {
    if (!this.#watch(run, () => this.#pull(run))) return;
    this.#status = 'Healthy';
    this.#pull(run);
  }

  /** Copies nothing, but counts what there would be: who decides about a mount must know. */
  #look(run: number): void {
    const newest = newestClosed(this.#program, this.#exchange.logsOf(this.group));
    this.#progress.present(Math.max(this.counters.inspected, newest));
    const count = (): void => this.#progress.known(this.#source.newest(this.counters.notified));
    if (this.#watch(run, count)) count();
  }

  /** Whether the logs of the other node can be watched; if not, it is tried later. */
  #watch(run: number, changed: () => void): boolean {
    this.#unwatch = this.#exchange.host.files.watch(this.#source.folder, changed, () => {
      this.#unwatch = undefined;
      this.#later(run);
    });
    if (this.#unwatch === undefined) this.#later(run);
    return this.#unwatch !== undefined;
  }

  #pull(run: number): void {
    if (run !== this.#run || this.#isPulling) return;
    this.#isPulling = true;
    this.#pullAll(run, (isDone) => {
      this.#isPulling = false;
      if (!isDone && this.#failure === undefined) this.#later(run);
    });
  }

  /** Copies all closed logs; `done` with whether there are no more. */
  #pullAll(run: number, done: (isDone: boolean) => void): void {
    this.#progress.known(this.#source.newest(this.counters.notified));
    const generation = this.counters.inspected + 1;
    if (this.#progress.behind === 0) return done(true);
    this.#copy(run, this.#source.closed(generation), generation, (result) => {
      if (result.kind === 'copied') return this.#pullAll(run, done);
      if (result.kind === 'here') this.#fail(result.why);
      else copyFailed(this.#exchange, this.#server, this.group, this.#source.closed(generation), result.refused);
      done(false);
    });
  }

  #copy(run: number, from: string, generation: number, done: (result: CopyResult) => void): void {
    const files = this.#exchange.logsOf(this.group);
    copyLog(
      this.#calls,
      { from, generation, files },
      () => this.#progress.copied(generation),
      (result) => {
        if (run !== this.#run) return;
        if (result.kind !== 'copied') return done(result);
        this.#progress.inspected(generation, this.#exchange.host.world.now);
        this.#replay(run, generation, (isDone) => done(isDone ? result : { kind: 'here', why: this.#failure ?? '' }));
      },
    );
  }

  #replay(run: number, upTo: number, done: (isDone: boolean) => void): void {
    if (this.#database === undefined) return done(false);
    this.#database.replay(this.#exchange.logsOf(this.group), upTo, (result) => {
      if (run !== this.#run) return;
      if (result.ok) this.#progress.replayed(Math.max(upTo, this.#database?.checkpoint.generation ?? 0));
      else this.#fail(result.why);
      done(result.ok);
    });
  }

  #fail(why: string): void {
    if (this.#failure !== undefined) return;
    this.rest();
    this.#status = 'Failed';
    this.#failure = why;
    this.#exchange.host.emit('exchange/repl', 'exchange.copy-failed', this.group.name, { why });
    this.#later(this.#run);
  }

  #later(run: number): void {
    const seconds = this.#exchange.assume<number>('copy-retry');
    this.#program.after(seconds * 1_000_000, 'copy of a storage group', () => {
      if (run === this.#run) this.begin();
    });
  }

  /** Whatever goes on is void; the number of what begins now. */
  #stop(): number {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#isPulling = false;
    this.#run += 1;
    return this.#run;
  }
}
