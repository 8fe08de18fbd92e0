import type { EventIdentity } from '../kernel/index.ts';
import type { Process } from '../windows/process-table.ts';

/** What Exchange hands to a scanner that it has loaded: an attachment, or a body, of an item of a mailbox. */
export interface ScannedItem {
  /** Name of the attachment; undefined for a body. */
  readonly fileName: string | undefined;
  readonly content: Uint8Array;
  /** Display name of the mailbox: `SystemMailbox{GUID}` for the one of a database. */
  readonly mailbox: string;
  readonly subject: string;
  /** Address of the sender; undefined where nobody sent it, as what a store keeps for itself. */
  readonly sender?: string | undefined;
}

/** What the scanner says; Exchange deletes or replaces, the scanner does not. */
export type ScanVerdict = 'clean' | 'replace' | 'delete';

/**
 * A scanner behind the virus scanning API (VSAPI) of the Exchange store: a library that store.exe loads into its own
 * process. As long as a call does not come back, the store waits for it, at its stop too. Transport agents are asked alike.
 */
export interface VirusScanningLibrary {
  scan(caller: Process, item: ScannedItem, done: (verdict: ScanVerdict) => void): void;
  /** The event that explains why calls do not come back, where the library knows of one. */
  obstacle?(): EventIdentity | undefined;
}
