import { posix } from 'node:path';
import { Volume } from 'memfs';
import { bundleError } from './bundle-error.ts';
import type { BundleLayout } from './bundle-layout.ts';
import type { BundleLimits } from './bundle-limits.ts';

/** The files of a bundle in memory. Nothing of it is ever on a disk. */
export class UnpackedBundle {
  readonly path: string;
  readonly layout: BundleLayout;
  /** Paths begin with `/`. */
  readonly volume = new Volume();
  readonly #files = new Set<string>();
  readonly #damaged = new Map<string, string>();
  readonly #limits: BundleLimits;
  #bytes = 0;

  constructor(path: string, layout: BundleLayout, limits: BundleLimits) {
    this.path = path;
    this.layout = layout;
    this.#limits = limits;
  }

  /** Paths of the files, in order; those that could not be read are not among them. */
  get files(): readonly string[] {
    return [...this.#files].sort();
  }

  /** Files that are there but cannot be read, and why. */
  get damaged(): ReadonlyMap<string, string> {
    return this.#damaged;
  }

  /** How many bytes the next file may have. */
  get room(): number {
    return Math.min(this.#limits.entryBytes, this.#limits.totalBytes - this.#bytes);
  }

  add(path: string, bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.volume.mkdirSync(posix.dirname(`/${path}`), { recursive: true });
    this.volume.writeFileSync(`/${path}`, bytes);
    this.#files.add(path);
  }

  /** Notes a file that is there but cannot be read: the answers in it are unread, the rest is not. */
  addDamaged(path: string, why: string): void {
    this.#damaged.set(path, why);
  }

  /** The bytes of a file, or why there are none. */
  read(path: string): Uint8Array | { readonly failed: string } {
    const damage = this.#damaged.get(path);
    if (damage !== undefined) return { failed: `${path} in the bundle is damaged: ${damage}` };
    if (!this.#files.has(path)) return { failed: `${path} is missing from the bundle` };
    const { buffer, byteOffset, byteLength } = this.volume.readFileSync(`/${path}`) as Uint8Array;
    return new Uint8Array(buffer, byteOffset, byteLength);
  }

  tooLarge(path: string): Error {
    return bundleError(
      'SC-BUN-003',
      this.path,
      `${path} takes more room than a bundle may: ${this.#limits.entryBytes} bytes a file, ${this.#limits.totalBytes} in all`,
      'Nothing was unpacked.',
    );
  }
}
