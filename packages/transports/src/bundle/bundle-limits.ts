/** How much of a bundle is read. A bundle of a large site is far below; an archive above is refused, unpacked or not. */
export interface BundleLimits {
  /** Bytes of the zip itself. */
  readonly archiveBytes: number;
  /** Files and folders, whether they belong to the bundle or not. */
  readonly entries: number;
  /** Bytes of one file, unpacked. */
  readonly entryBytes: number;
  /** Bytes of all files, unpacked. */
  readonly totalBytes: number;
  /** How many times its packed size a file may unpack to; counts for files above 4 MiB. */
  readonly ratio: number;
  /** Folders above a file. */
  readonly depth: number;
}

const MIB = 1024 * 1024;

export const BUNDLE_LIMITS: BundleLimits = {
  archiveBytes: 256 * MIB,
  entries: 20_000,
  entryBytes: 64 * MIB,
  totalBytes: 256 * MIB,
  ratio: 200,
  depth: 8,
};

/** Exports full of zeros pack well: below this nobody minds the ratio. */
export const RATIO_FLOOR = 4 * MIB;
