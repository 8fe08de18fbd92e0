import type { EventIdentity, Microseconds, Program } from '@scanclash/simulator';
import type { StoredAttachment } from './ese/log-content.ts';
import type { StorageGroup } from './storage-group.ts';
import type { MountedDatabase } from './store/mounted-database.ts';

/** A message as it is put into a mailbox. */
export interface Delivery {
  /** An address of this server. */
  readonly mailbox: string;
  /** The same for each copy of a message. */
  readonly id: string;
  readonly sender?: string | undefined;
  readonly subject: string;
  readonly size: number;
  readonly attachments: readonly StoredAttachment[];
}

/** `unavailable`: the database is not mounted, so the message is to be kept and brought again. */
export type DeliveryOutcome = 'delivered' | 'duplicate' | 'unavailable' | 'no-such-mailbox';

export interface ReadMailbox {
  /** The ids of its items, oldest first. */
  readonly items: readonly string[];
  /** What is attached to them. */
  readonly attachments: readonly StoredAttachment[];
  /** Items that were not given because their scan was not over. */
  readonly waiting: readonly string[];
}

/** What a running store.exe does for others on its host. */
export interface RunningStore {
  readonly program: Program;
  /** Databases that are mounted, or still hold their files on the way down. */
  readonly databases: readonly MountedDatabase[];
  /** Items that the scanner has been given and has not come back with. */
  readonly scans: number;
  isMounted(group: StorageGroup): boolean;
  database(group: StorageGroup): MountedDatabase | undefined;
  /** Mounts a database; `done` with whether it is. */
  mount(group: StorageGroup, done: (isMounted: boolean) => void): void;
  /** Dismounts a database; `done` when its files are free. Nothing happens to one that is not mounted. */
  dismount(group: StorageGroup, done: () => void): void;
  /** The event that explains why a database is not dismounted yet, where something stands in the way. */
  obstacle(group: StorageGroup): EventIdentity | undefined;
  deliver(delivery: Delivery, done: (outcome: DeliveryOutcome) => void): void;
  /**
   * Gives out a mailbox; undefined where its database is not mounted.
   * @param patient - Whether the client waits for scans, up to the time-out; a device does not.
   */
  read(mailbox: string, patient: boolean, done: (read: ReadMailbox | undefined) => void): void;
}

/** @source CCR-CMDLETS: the values that Get-StorageGroupCopyStatus shows. */
export type CopyStatus =
  | 'Healthy'
  | 'Failed'
  | 'Suspended'
  | 'Seeding'
  | 'Initializing'
  | 'Resynchronizing'
  | 'NotConfigured';

/** The generations that the copy of a storage group has come to. A queue is the difference of two of them. */
export interface CopyCounters {
  readonly generated: number;
  readonly notified: number;
  readonly copied: number;
  readonly inspected: number;
  readonly replayed: number;
}

/** The copy of a storage group on a node that does not have its database mounted. */
export interface RunningCopy {
  readonly group: StorageGroup;
  readonly status: CopyStatus;
  readonly failure: string | undefined;
  readonly counters: CopyCounters;
  readonly lastInspectedAt: Microseconds | undefined;
  suspend(): void;
  resume(): void;
  /** Copies the whole database anew; `done` with why not, where it could not be. */
  seed(done: (failure: string | undefined) => void): void;
}

/** What was decided about the mount of a database, and the logs that are missing: undefined where nobody can tell. */
export interface MountDecision {
  readonly allowed: boolean;
  readonly missing: number | undefined;
  readonly event: EventIdentity;
}

/** What a running replication service does for others on its host. */
export interface RunningReplication {
  readonly copies: readonly RunningCopy[];
  copy(group: StorageGroup): RunningCopy | undefined;
  /** Copies what can still be copied and says whether the database may be mounted here. */
  allowMount(group: StorageGroup, done: (decision: MountDecision) => void): void;
  /** The database is mounted here: from now on the other node copies from this one. */
  mounted(group: StorageGroup, decision: MountDecision): void;
  /** The server was moved here on purpose. @param seconds - What that took. */
  handedOver(seconds: number): void;
  /** The database is not to be mounted here any more. */
  released(group: StorageGroup): void;
}

/** What a running transport does for others on its host. */
export interface RunningHub {
  readonly queued: number;
}
