/** A storage group and its one database: continuous replication allows no second one. */
export interface StorageGroup {
  readonly name: string;
  readonly database: string;
  readonly kind: 'mailbox' | 'public-folder';
  /** Of the names of its logs: `E00`. */
  readonly prefix: string;
  /** Names its hidden share, and its system mailbox. */
  readonly guid: string;
  /** Addresses of the mailboxes, or of the folders that take mail, in its database. */
  readonly addresses: readonly string[];
}

/** The system mailbox of a database. @source SYSTEM-MAILBOX: named by the GUID of the store. */
export const systemMailboxOf = ({ guid }: StorageGroup): string => `SystemMailbox{${guid}}`;

/** What holds the registrations for events in a system mailbox: an item of this name, with a document. */
export const REGISTRATIONS = 'StoreEvents';

export const databaseName = ({ name, database }: StorageGroup): string => `${name}\\${database}`;
