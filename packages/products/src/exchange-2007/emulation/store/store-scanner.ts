import type { EventIdentity, ScannedItem, ScanVerdict, VirusScanningLibrary } from '@scanclash/simulator';
import { vsapiBackground, vsapiEnabled, vsapiLibrary, vsapiProactive, vsapiScanTimeout } from '../../settings.ts';
import type { Item } from '../ese/database-content.ts';
import type { FileCalls } from '../ese/file-calls.ts';
import type { StoredAttachment } from '../ese/log-content.ts';
import type { ExchangeHost } from '../exchange-host.ts';
import type { MountedDatabase } from './mounted-database.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

interface Scanning {
  /** Who waits for the item. */
  readonly waiting: (() => void)[];
}

/**
 * The virus scanner that the store has loaded: items are given to it as they come, or when somebody wants them. It is
 * asked within store.exe; the store acts on what it says.
 *
 * @source VSAPI-KEYS: the key of the scanner; proactive and on-access scanning. KB264731: who opens an item waits.
 */
export class StoreScanner {
  readonly #exchange: ExchangeHost;
  readonly #calls: FileCalls;
  readonly #library: VirusScanningLibrary;
  readonly #scanned = new WeakSet<Item>();
  readonly #underway = new Map<Item, Scanning>();

  private constructor(exchange: ExchangeHost, calls: FileCalls, library: VirusScanningLibrary) {
    this.#exchange = exchange;
    this.#calls = calls;
    this.#library = library;
  }

  /**
   * The scanner that the registry names, or undefined where none is enabled. One that cannot be loaded is none: the
   * store goes on without. @assumed HOLE-vsapi-load: no event is known for that.
   */
  static load(exchange: ExchangeHost, calls: FileCalls): StoreScanner | undefined {
    const { settings, host } = exchange;
    if (!settings.get(vsapiEnabled)) return undefined;
    const path = host.expand(settings.get(vsapiLibrary));
    const library = host.virusScanningLibraries.find(path);
    const isThere = library !== undefined && host.files.stat(path)?.kind === 'file';
    const loaded = host.emit(
      'exchange/store',
      isThere ? 'exchange.scanner-loaded' : 'exchange.scanner-not-loaded',
      path,
    );
    if (!isThere) return undefined;
    // As long as the store runs nobody can replace the file.
    host.world.because(loaded, () =>
      calls.open({ path, access: ['execute'], share: { read: true }, disposition: 'open-existing' }, () => {}),
    );
    return new StoreScanner(exchange, calls, library);
  }

  /** Why the scanner does not come back, where it knows. */
  get obstacle(): EventIdentity | undefined {
    return this.#library.obstacle?.();
  }

  get scansWhatComes(): boolean {
    return this.#exchange.settings.get(vsapiProactive);
  }

  /** Has everything in a database scanned, one item after the other, where that is switched on. */
  sweep(database: MountedDatabase): void {
    if (!this.#exchange.settings.get(vsapiBackground)) return;
    const { content } = database;
    const items = content.mailboxes.flatMap((mailbox) => content.itemsOf(mailbox).map((item) => ({ mailbox, item })));
    const next = (index: number): void => {
      const one = items[index];
      if (one === undefined || !database.isOpen) return;
      this.#calls.program.after(0, 'background scan', () =>
        this.scan(database, one.mailbox, one.item, () => next(index + 1)),
      );
    };
    next(0);
  }

  /** Whether an item may be given to a client as it is. */
  hasScanned(item: Item): boolean {
    return this.#scanned.has(item);
  }

  /** Has an item scanned unless it was; `done` when that is settled. */
  scan(database: MountedDatabase, mailbox: string, item: Item, done: () => void): void {
    if (this.#scanned.has(item)) return done();
    const underway = this.#underway.get(item);
    if (underway !== undefined) {
      underway.waiting.push(done);
      return;
    }
    const scanning: Scanning = { waiting: [done] };
    this.#underway.set(item, scanning);
    this.#scanParts(database, mailbox, item, [undefined, ...item.attachments], () => {
      this.#underway.delete(item);
      this.#scanned.add(item);
      for (const waiting of scanning.waiting) waiting();
    });
  }

  /** As `scan`, for a client that does not wait for ever: `late` where the scan is not over in time. */
  scanFor(database: MountedDatabase, mailbox: string, item: Item, done: (late: boolean) => void): void {
    let isSettled = false;
    const settle = (late: boolean): void => {
      if (isSettled) return;
      isSettled = true;
      done(late);
    };
    this.scan(database, mailbox, item, () => settle(false));
    if (isSettled) return;
    const limit = this.#exchange.settings.get(vsapiScanTimeout) * 1_000_000;
    this.#calls.program.after(limit, 'scan time-out', () => settle(true));
  }

  /** The body (undefined), then the attachments in turn; none, where the body is condemned. */
  #scanParts(
    database: MountedDatabase,
    mailbox: string,
    item: Item,
    [attachment, ...rest]: readonly (StoredAttachment | undefined)[],
    done: () => void,
  ): void {
    const part: ScannedItem = {
      fileName: attachment?.name,
      content: bytesOf(attachment?.content ?? item.subject),
      mailbox,
      subject: item.subject,
      sender: item.sender,
    };
    database.scanBegins();
    let isAnswered = false;
    this.#library.scan(this.#calls.program.process, part, (verdict) => {
      if (isAnswered || !this.#calls.program.isRunning) return;
      isAnswered = true;
      const isGone = this.#act(database, mailbox, item, part, verdict);
      if (rest.length === 0 || (isGone && attachment === undefined)) done();
      else this.#scanParts(database, mailbox, item, rest, done);
      database.scanEnds();
    });
  }

  /** Whether the part is gone. */
  #act(database: MountedDatabase, mailbox: string, item: Item, part: ScannedItem, verdict: ScanVerdict): boolean {
    if (verdict === 'clean' || !this.#exchange.isOn('store-obeys-scanner')) return false;
    const { host } = this.#exchange;
    const { fileName } = part;
    const event = host.emit('exchange/store', 'exchange.item-condemned', item.id, {
      mailbox,
      verdict,
      ...(fileName === undefined ? {} : { attachment: fileName }),
    });
    host.world.because(event, () => {
      database.write({ k: 'scanned', mailbox, id: item.id, attachment: fileName }, () => {});
    });
    return true;
  }
}
