import type { LogRecord, StoredAttachment } from './log-content.ts';

/** An item of a mailbox. */
export interface Item {
  readonly id: string;
  /** Undefined where nobody sent it. */
  readonly sender?: string;
  readonly subject: string;
  readonly size: number;
  attachments: readonly StoredAttachment[];
}

/** The mailboxes of a database, in memory. */
export class DatabaseContent {
  readonly #mailboxes = new Map<string, Map<string, Item>>();
  #items = 0;

  /** Of all mailboxes. */
  get items(): number {
    return this.#items;
  }

  get mailboxes(): readonly string[] {
    return [...this.#mailboxes.keys()];
  }

  find(mailbox: string, id: string): Item | undefined {
    return this.#mailboxes.get(mailbox)?.get(id);
  }

  /** In the order in which they came. */
  itemsOf(mailbox: string): readonly Item[] {
    return [...(this.#mailboxes.get(mailbox)?.values() ?? [])];
  }

  apply(record: LogRecord): void {
    if (record.k === 'item') {
      const { mailbox, id, sender, subject, size, attachments = [] } = record;
      let items = this.#mailboxes.get(mailbox);
      if (items === undefined) {
        items = new Map();
        this.#mailboxes.set(mailbox, items);
      }
      if (!items.has(id)) this.#items += 1;
      items.set(id, { id, ...(sender === undefined ? {} : { sender }), subject, size, attachments });
      return;
    }
    const { mailbox, id, attachment } = record;
    const item = this.find(mailbox, id);
    if (item === undefined) return;
    if (attachment === undefined) {
      this.#mailboxes.get(mailbox)?.delete(id);
      this.#items -= 1;
    } else item.attachments = item.attachments.filter(({ name }) => name !== attachment);
  }
}
