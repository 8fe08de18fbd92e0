import type { Process } from '../windows/process-table.ts';

/** What a store hands to the scanner that it has loaded: an attachment, or a body, of an item of a mailbox. */
export interface ScannedItem {
  /** Name of the attachment; undefined for a body. */
  readonly fileName: string | undefined;
  readonly content: Uint8Array;
  /** Display name of the mailbox: `SystemMailbox{GUID}` for the one of a database. */
  readonly mailbox: string;
  readonly subject: string;
}

/** What the scanner says; the store deletes or replaces, the scanner does not. */
export type ScanVerdict = 'clean' | 'replace' | 'delete';

/**
 * A scanner behind the virus scanning API (VSAPI) of the Exchange store: a library that store.exe loads into its own
 * process. As long as a call does not come back, the store waits for it, at its stop too.
 */
export interface VirusScanningLibrary {
  scan(store: Process, item: ScannedItem, done: (verdict: ScanVerdict) => void): void;
}
