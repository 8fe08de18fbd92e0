import type { HostSettings, SmtpTransaction } from '@scanclash/simulator';
import type { ExchangeContext } from '../../context.ts';
import { dumpsterSize, dumpsterTime } from '../../settings.ts';
import type { StorageGroup } from '../storage-group.ts';
import { Dumpster, type DumpsterLimits } from './dumpster.ts';
import type { Mail } from './mail.ts';

const HOUR = 3_600_000_000;

/**
 * The queue database of a Hub Transport server: mail that waits, and mail that is kept.
 * @assumed HOLE-delivery-retry: whatever the transport has answered for stands in it, so that it outlives the program.
 */
export class MailQueue {
  /** Mail that was not delivered yet, in the order in which it came. */
  readonly waiting = new Map<string, Mail>();
  /** Mail for others that no server elsewhere has taken yet, in the order in which it came. */
  readonly outgoing = new Set<SmtpTransaction>();
  /** Mail that a store has taken; where it is now is another question. */
  readonly delivered = new Map<string, Pick<Mail, 'id' | 'mailbox'>>();
  readonly #settings: HostSettings<ExchangeContext>;
  readonly #dumpsters = new Map<string, Dumpster>();
  #last = 0;

  constructor(settings: HostSettings<ExchangeContext>) {
    this.#settings = settings;
  }

  nextId(host: string): string {
    this.#last += 1;
    return `${host}-${this.#last}`;
  }

  keep(group: StorageGroup, mail: Mail, now: number): void {
    this.#dumpster(group.guid).keep(mail, now, this.#limits);
  }

  keptFor(guid: string, now: number): readonly Mail[] {
    return this.#dumpster(guid).mail(now, this.#limits);
  }

  #dumpster(guid: string): Dumpster {
    let dumpster = this.#dumpsters.get(guid);
    if (dumpster === undefined) {
      dumpster = new Dumpster();
      this.#dumpsters.set(guid, dumpster);
    }
    return dumpster;
  }

  get #limits(): DumpsterLimits {
    return { bytes: this.#settings.get(dumpsterSize) * 1024, age: this.#settings.get(dumpsterTime) * HOUR };
  }
}
