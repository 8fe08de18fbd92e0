import type { EventIdentity, Program } from '@scanclash/simulator';
import type { Item } from '../ese/database-content.ts';
import { FileCalls } from '../ese/file-calls.ts';
import type { ExchangeHost } from '../exchange-host.ts';
import type { Delivery, DeliveryOutcome, ReadMailbox, RunningStore } from '../running-services.ts';
import { databaseName, REGISTRATIONS, type StorageGroup, systemMailboxOf } from '../storage-group.ts';
import { recover } from './mount.ts';
import { MountedDatabase } from './mounted-database.ts';
import { StoreScanner } from './store-scanner.ts';

/** What a running store.exe does: mounts databases, puts mail into them, and hands it out. */
export class InformationStore implements RunningStore {
  readonly program: Program;
  readonly #exchange: ExchangeHost;
  readonly #calls: FileCalls;
  readonly #scanner: StoreScanner | undefined;
  readonly #mounted = new Map<StorageGroup, MountedDatabase>();
  /** Databases that are on their way up or down, and what is to be done when they are there. */
  readonly #moving = new Map<StorageGroup, (() => void)[]>();
  /** What keeps databases from being dismounted. */
  readonly #obstacles = new Map<StorageGroup, EventIdentity>();

  constructor(exchange: ExchangeHost, program: Program) {
    this.program = program;
    this.#exchange = exchange;
    this.#calls = new FileCalls(program);
    this.#scanner = StoreScanner.load(exchange, this.#calls);
  }

  /** Databases that are mounted, or still hold their files on the way down. */
  get databases(): readonly MountedDatabase[] {
    return [...this.#mounted.values()];
  }

  /** Items that the scanner has been given and has not come back with. */
  get scans(): number {
    return this.databases.reduce((sum, database) => sum + database.scans, 0);
  }

  isMounted(group: StorageGroup): boolean {
    return this.#mounted.get(group)?.isOpen === true;
  }

  database(group: StorageGroup): MountedDatabase | undefined {
    return this.#mounted.get(group);
  }

  /** Mounts a database; `done` with whether it is. */
  mount(group: StorageGroup, done: (isMounted: boolean) => void): void {
    this.#inTurn(group, (finished) => {
      if (this.#mounted.has(group)) {
        finished();
        return done(this.isMounted(group));
      }
      const { host } = this.#exchange;
      const files = this.#exchange.logsOf(group);
      const what = { group: group.name, database: this.#exchange.databaseOf(group), files };
      recover(this.#calls, what, (result) => {
        if (!result.ok) {
          host.emit('exchange/store', 'exchange.mount-failed', databaseName(group), { error: result.error });
          finished();
          return done(false);
        }
        const depth = this.#exchange.assume<number>('lost-log-depth');
        const parts = { calls: this.#calls, files, group, depth };
        const database = new MountedDatabase(parts, result.recovered, (stopped) => this.#stopped(stopped));
        this.#mounted.set(group, database);
        const generation = database.generation;
        const event = host.emit('exchange/store', 'exchange.database-mounted', databaseName(group), { generation });
        host.world.because(event, () => {
          this.#readRegistrations(database);
          this.#scanner?.sweep(database);
          finished();
          done(true);
        });
      });
    });
  }

  /** Dismounts a database; `done` when its files are free. Nothing happens to one that is not mounted. */
  dismount(group: StorageGroup, done: () => void): void {
    this.#inTurn(group, (finished) => {
      const database = this.#mounted.get(group);
      if (database === undefined) {
        finished();
        return done();
      }
      const waits = this.#exchange.isOn('store-waits-for-scanner');
      const { scans } = database;
      if (waits && scans > 0) {
        const { host } = this.#exchange;
        const why = this.#scanner?.obstacle;
        const event = host.emit('exchange/store', 'exchange.dismount-waits', databaseName(group), { scans }, why);
        this.#obstacles.set(group, event);
      }
      database.dismount(waits, () => {
        this.#mounted.delete(group);
        this.#obstacles.delete(group);
        const event = this.#exchange.host.emit('exchange/store', 'exchange.database-dismounted', databaseName(group));
        this.#exchange.host.world.because(event, () => {
          finished();
          done();
        });
      });
    });
  }

  /** Dismounts whatever is mounted. */
  dismountAll(done: () => void): void {
    const groups = [...new Set([...this.#mounted.keys(), ...this.#moving.keys()])];
    let open = groups.length;
    if (open === 0) return done();
    for (const group of groups) {
      this.dismount(group, () => {
        open -= 1;
        if (open === 0) done();
      });
    }
  }

  obstacle(group: StorageGroup): EventIdentity | undefined {
    return this.#obstacles.get(group);
  }

  deliver(delivery: Delivery, done: (outcome: DeliveryOutcome) => void): void {
    const { mailbox, sender, subject, size, attachments } = delivery;
    const group = this.#groupOf(mailbox);
    if (group === undefined) return done('no-such-mailbox');
    const database = this.#mounted.get(group);
    if (database === undefined || !database.isOpen) return done('unavailable');
    const isKnown = database.content.find(mailbox, delivery.id) !== undefined;
    if (isKnown && this.#exchange.isOn('store-discards-duplicates')) return done('duplicate');
    const id = isKnown ? `${delivery.id} (${database.content.items})` : delivery.id;
    const record = {
      k: 'item',
      mailbox,
      id,
      ...(sender === undefined ? {} : { sender }),
      subject,
      size,
      ...(attachments.length === 0 ? {} : { attachments }),
    } as const;
    database.write(record, () => {
      const event = this.#exchange.host.emit('exchange/store', 'exchange.delivered', id, { mailbox });
      if (this.#scanner?.scansWhatComes === true) {
        const item = database.content.find(mailbox, id);
        const { world } = this.#exchange.host;
        if (item !== undefined) world.because(event, () => this.#scanner?.scan(database, mailbox, item, () => {}));
      }
      this.#answerEvent(database, event);
      done('delivered');
    });
  }

  /**
   * Gives out a mailbox; undefined where its database is not mounted.
   * @param patient - Whether the client waits for scans, up to the time-out; a device does not.
   */
  read(mailbox: string, patient: boolean, done: (read: ReadMailbox | undefined) => void): void {
    const group = this.#groupOf(mailbox);
    const database = group === undefined ? undefined : this.#mounted.get(group);
    if (database === undefined || !database.isOpen) return done(undefined);
    const scanner = this.#scanner;
    const items = database.content.itemsOf(mailbox);
    if (scanner === undefined) return done(given(items, []));
    const late = new Set<string>();
    let open = items.length + 1;
    const settled = (): void => {
      open -= 1;
      if (open > 0) return;
      const left = database.content.itemsOf(mailbox).filter(({ id }) => !late.has(id));
      if (late.size > 0) {
        this.#exchange.host.emit('exchange/store', 'exchange.items-withheld', mailbox, { items: late.size });
      }
      done(given(left, [...late]));
    };
    const waits = patient || !this.#exchange.isOn('activesync-skips-unscanned-items');
    for (const item of items) {
      if (waits) {
        scanner.scanFor(database, mailbox, item, (isLate) => {
          if (isLate) late.add(item.id);
          settled();
        });
      } else {
        scanner.scan(database, mailbox, item, () => {});
        if (!scanner.hasScanned(item)) late.add(item.id);
        settled();
      }
    }
    settled();
  }

  /** Whoever has registered for what comes is called; where the registrations are gone nobody is. */
  #answerEvent(database: MountedDatabase, delivered: EventIdentity): void {
    if (!this.#exchange.isOn('system-mailbox-holds-registrations') || hasRegistrations(database)) return;
    this.#exchange.host.emit(
      'exchange/store',
      'exchange.event-unanswered',
      databaseName(database.group),
      {},
      delivered,
    );
  }

  /** The store finds its registrations in the system mailbox: as any client, it has them scanned before. */
  #readRegistrations(database: MountedDatabase): void {
    const mailbox = systemMailboxOf(database.group);
    for (const item of database.content.itemsOf(mailbox)) this.#scanner?.scan(database, mailbox, item, () => {});
  }

  #groupOf(mailbox: string): StorageGroup | undefined {
    const { server } = this.#exchange;
    const found = this.#exchange.organisation.find(mailbox);
    if (found !== undefined) return found.server === server ? found.group : undefined;
    return server?.groups.find((group) => systemMailboxOf(group) === mailbox);
  }

  /** A database whose log failed is in use no more. */
  #stopped(database: MountedDatabase): void {
    this.#mounted.delete(database.group);
    this.#exchange.host.emit('exchange/store', 'exchange.database-stopped', databaseName(database.group));
  }

  #inTurn(group: StorageGroup, step: (finished: () => void) => void): void {
    const waiting = this.#moving.get(group);
    if (waiting !== undefined) {
      waiting.push(() => this.#inTurn(group, step));
      return;
    }
    this.#moving.set(group, []);
    step(() => {
      const next = this.#moving.get(group) ?? [];
      this.#moving.delete(group);
      for (const resume of next) resume();
    });
  }
}

const given = (items: readonly Item[], waiting: readonly string[]): ReadMailbox => ({
  items: items.map(({ id }) => id),
  attachments: items.flatMap(({ attachments }) => attachments),
  waiting,
});

function hasRegistrations({ group, content }: MountedDatabase): boolean {
  const item = content.find(systemMailboxOf(group), `${REGISTRATIONS} ${group.guid}`);
  return item?.attachments.some(({ name }) => name === `${REGISTRATIONS}.xml`) === true;
}
