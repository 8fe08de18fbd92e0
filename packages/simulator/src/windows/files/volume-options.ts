import type { ByteStore } from './byte-store.ts';
import type { RightsMask } from './share-mode.ts';

/** What CreateFile does with a file that is there, and with one that is not. */
export type Disposition = 'create-new' | 'create-always' | 'open-existing' | 'open-always' | 'truncate-existing';

export interface VolumeOptions {
  /** The clock of file times, µs: a world. */
  readonly clock: { readonly now: number };
  readonly store: ByteStore;
  /** `\Device\HarddiskVolume1` */
  readonly device: string;
  readonly label?: string;
  /** `1C3A-0F2B`, as `dir` and `vol` show it. */
  readonly serial?: string;
  /** On for disks whose driver shows them to filters by device: SAN and NAS emulation, some RAID controllers. Off when not given. */
  readonly presentedByDevice?: boolean;
  /** Size in bytes; without it there is always room. */
  readonly capacity?: number;
  /** Files take whole clusters; bytes, 4096 when not given. */
  readonly clusterBytes?: number;
  /** Off where NtfsDisable8dot3NameCreation is 1. On when not given. */
  readonly shortNames?: boolean;
  /** Off where NtfsDisableLastAccessUpdate is 1. On when not given, as up to Windows Server 2003. */
  readonly accessTimes?: boolean;
}

export interface OpenHow {
  readonly access: RightsMask;
  readonly share: RightsMask;
  readonly disposition: Disposition;
  readonly deleteOnClose?: boolean;
}
