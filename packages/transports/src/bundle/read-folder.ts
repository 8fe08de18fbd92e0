import { Buffer } from 'node:buffer';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleError, shown } from './bundle-error.ts';
import { layoutOf } from './bundle-layout.ts';
import type { BundleLimits } from './bundle-limits.ts';
import { clashOf, unsafePath } from './entry-name.ts';
import { UnpackedBundle } from './unpacked-bundle.ts';

/**
 * Reads a folder into memory, without following a link, and nothing but what belongs to a bundle.
 *
 * @throws SC-BUN-001 for what is no bundle, SC-BUN-003 for a link or a name that no bundle holds, and above the limits.
 */
export async function readFolder(path: string, limits: BundleLimits): Promise<UnpackedBundle> {
  const { files, odd } = await list(path, limits);
  const unpacked = new UnpackedBundle(path, layoutOf(files, path), limits);
  const belonging = unpacked.layout.files;
  const clash = clashOf([...belonging.values()], new Set());
  if (clash !== undefined) throw refused(path, clash.path, clash.why);
  for (const [from, to] of belonging) {
    const why = odd.get(from) ?? unsafePath(to, limits.depth);
    if (why !== undefined) throw refused(path, to, why);
    const content = await readBounded(join(path, from), unpacked.room).catch((error: unknown) => ({
      damage: `it cannot be read (${codeOf(error)})`,
    }));
    if (content === undefined) throw unpacked.tooLarge(to);
    if (content instanceof Uint8Array) unpacked.add(to, content);
    else unpacked.addDamaged(to, content.damage);
  }
  return unpacked;
}

interface FolderList {
  /** Paths with forward slashes, in an order that is the same on every machine. */
  readonly files: readonly string[];
  /** Those among them that are no plain files, and what they are. */
  readonly odd: ReadonlyMap<string, string>;
}

async function list(root: string, limits: BundleLimits): Promise<FolderList> {
  const files: string[] = [];
  const odd = new Map<string, string>();
  const pending = [''];
  let count = 0;
  for (let folder = pending.shift(); folder !== undefined; folder = pending.shift()) {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
      throw bundleError('SC-BUN-001', join(root, folder), `the folder cannot be read (${codeOf(error)})`);
    });
    count += entries.length;
    if (count > limits.entries) {
      const hint = 'Name the folder of the bundle itself.';
      throw bundleError('SC-BUN-003', root, `it holds more than ${limits.entries} files and folders`, hint);
    }
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (path.split('/').length <= limits.depth) pending.push(path);
        continue;
      }
      files.push(path);
      if (!entry.isFile())
        odd.set(path, entry.isSymbolicLink() ? 'is a symbolic link' : 'is neither a file nor a folder');
    }
  }
  return { files: files.sort(), odd };
}

/**
 * The bytes of a plain file; undefined: there are more than `limit`. Where the file became a link or a pipe since it
 * was listed, this fails.
 *
 * @param options - `follow`: a link may stand there, because a person named it.
 */
export async function readBounded(
  path: string,
  limit: number,
  options: { readonly follow?: boolean } = {},
): Promise<Buffer | undefined> {
  // Windows has neither of the two.
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>;
  const handle = await open(path, constants.O_RDONLY | O_NONBLOCK | (options.follow === true ? 0 : O_NOFOLLOW));
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw Object.assign(new Error('no file'), { code: 'no plain file' });
    return stats.size > limit ? undefined : await readAll(handle, limit);
  } finally {
    await handle.close();
  }
}

/** A file may grow while it is read. */
async function readAll(handle: FileHandle, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(65_536));
    if (bytesRead === 0) return Buffer.concat(chunks);
    length += bytesRead;
    if (length > limit) return undefined;
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

/** `EACCES` and the like. */
export function codeOf(error: unknown): string {
  return String((error as { readonly code?: unknown }).code ?? error);
}

function refused(bundle: string, path: string, why: string): Error {
  return bundleError('SC-BUN-003', bundle, `${JSON.stringify(shown(path))} ${why}`, 'Nothing was read.');
}
