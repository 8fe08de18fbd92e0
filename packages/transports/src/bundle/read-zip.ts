import type { Buffer } from 'node:buffer';
import { crc32, inflateRawSync } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { bundleError, shown } from './bundle-error.ts';
import { layoutOf } from './bundle-layout.ts';
import { type BundleLimits, RATIO_FLOOR } from './bundle-limits.ts';
import { clashOf, entryPath, unsafePath } from './entry-name.ts';
import { UnpackedBundle } from './unpacked-bundle.ts';

interface ZipEntry {
  readonly path: string;
  readonly isFolder: boolean;
  readonly entry: Entry;
}

const ENCRYPTED = 0x0001 | 0x0040 | 0x2000;
const STORED = 0;
const DEFLATED = 8;
const CENTRAL_HEADER = 0x0201_4b50;

/**
 * Unpacks a zip into memory. Headers are believed in nothing that matters: names are checked, sizes are counted while
 * inflating, and an entry that is not part of a bundle is never inflated.
 *
 * @throws SC-BUN-001 for what is no zip or no bundle, SC-BUN-003 for what no honest bundle holds.
 */
export async function readZip(path: string, bytes: Buffer, limits: BundleLimits): Promise<UnpackedBundle> {
  const unreadable = (error: unknown) => {
    const message = shown(error instanceof Error ? error.message : String(error));
    if (/encryption/.test(message)) return encrypted(path, 'its content');
    const hint = 'Ask for the file again; a zip made with deflate can be read.';
    return bundleError('SC-BUN-001', path, `it is no zip that can be read: ${message}`, hint);
  };
  // Names are checked here, so that the reasons are ours; see unsafePath.
  const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: false };
  const zip = await fromBufferPromise(bytes, options).catch((error: unknown) => {
    throw unreadable(error);
  });
  if (zip.entryCount > limits.entries) throw tooMany(path, limits);

  const found: ZipEntry[] = [];
  const iterator = zip.eachEntry();
  for (;;) {
    const step = await iterator.next().catch((error: unknown) => {
      throw unreadable(error);
    });
    if (step.done === true) break;
    found.push(checkedEntry(path, step.value, limits));
  }
  refuseHiddenEntries(path, zip, bytes);
  return unpack(path, zip, bytes, found, limits);
}

function checkedEntry(bundle: string, entry: Entry, limits: BundleLimits): ZipEntry {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  const path = entryPath(name);
  const refuse = (why: string) =>
    bundleError('SC-BUN-003', bundle, `the entry ${JSON.stringify(shown(name))} ${why}`, 'Nothing was unpacked.');
  const unsafe = unsafePath(path, limits.depth);
  if (unsafe !== undefined) throw refuse(unsafe);
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) throw encrypted(bundle, `the entry ${shown(name)}`);
  const type = (entry.externalFileAttributes >>> 16) & 0xf000;
  if (type === 0xa000) throw refuse('is a symbolic link');
  if (type !== 0 && type !== 0x8000 && type !== 0x4000) throw refuse('is neither a file nor a folder');
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw refuse(`is packed by method ${entry.compressionMethod}; a bundle is stored or deflated`);
  }
  if (entry.uncompressedSize > limits.entryBytes) throw refuse(`unpacks to ${entry.uncompressedSize} bytes`);
  return { path, isFolder: /[/\\]$/.test(name) || type === 0x4000, entry };
}

/** A directory that goes on behind the entries that it counts shows other files to other programs. */
function refuseHiddenEntries(path: string, zip: ZipFile, bytes: Buffer): void {
  const end = Number(zip.readEntryCursor);
  if (end + 4 <= bytes.length && bytes.readUInt32LE(end) === CENTRAL_HEADER) {
    throw bundleError('SC-BUN-003', path, 'its directory holds more entries than it counts', 'Nothing was unpacked.');
  }
}

async function unpack(
  bundle: string,
  zip: ZipFile,
  bytes: Buffer,
  found: readonly ZipEntry[],
  limits: BundleLimits,
): Promise<UnpackedBundle> {
  const folders = new Set(found.filter(({ isFolder }) => isFolder).map(({ path }) => path));
  const clash = clashOf(
    found.map(({ path }) => path),
    folders,
  );
  if (clash !== undefined) {
    const problem = `the entry ${JSON.stringify(shown(clash.path))} ${clash.why}`;
    throw bundleError('SC-BUN-003', bundle, problem, 'Nothing was unpacked.');
  }
  const files = new Map(found.filter(({ isFolder }) => !isFolder).map(({ path, entry }) => [path, entry]));
  const unpacked = new UnpackedBundle(bundle, layoutOf([...files.keys()], bundle), limits);
  for (const [from, to] of unpacked.layout.files) {
    const entry = files.get(from);
    if (entry === undefined) continue;
    const content = await contentOf(zip, bytes, entry, from, unpacked, limits);
    if (content instanceof Uint8Array) unpacked.add(to, content);
    else unpacked.addDamaged(to, content.damage);
  }
  return unpacked;
}

/** The content of an entry, or how it is damaged. @throws SC-BUN-003 where it is more than it says, or than fits. */
async function contentOf(
  zip: ZipFile,
  bytes: Buffer,
  entry: Entry,
  path: string,
  unpacked: UnpackedBundle,
  limits: BundleLimits,
): Promise<Uint8Array | { readonly damage: string }> {
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > unpacked.room) throw unpacked.tooLarge(path);
  const suspicious = Math.max(RATIO_FLOOR, compressedSize * limits.ratio);
  if (uncompressedSize > suspicious) {
    const problem = `${shown(path)} unpacks to more than ${limits.ratio} times its size`;
    throw bundleError('SC-BUN-003', unpacked.path, problem, 'Nothing was unpacked.');
  }
  let start: number;
  try {
    ({ fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true }));
  } catch (error) {
    return { damage: shown(error instanceof Error ? error.message : String(error)) };
  }
  const packed = bytes.subarray(start, start + compressedSize);
  const content = entry.compressionMethod === STORED ? packed : inflate(packed, uncompressedSize);
  if (content === undefined) return { damage: 'it cannot be inflated' };
  if (content === 'too long' || content.length > uncompressedSize) {
    const problem = `${shown(path)} unpacks to more than the ${uncompressedSize} bytes that it says`;
    throw bundleError('SC-BUN-003', unpacked.path, problem, 'Nothing was unpacked.');
  }
  if (content.length < uncompressedSize) return { damage: 'it is shorter than it says' };
  return crc32(content) === entry.crc32 ? content : { damage: 'its checksum is wrong' };
}

/** Stops as soon as there is more than `size`; undefined for what was not deflated. */
function inflate(packed: Uint8Array, size: number): Uint8Array | 'too long' | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    return (error as { readonly code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too long' : undefined;
  }
}

function encrypted(bundle: string, what: string): Error {
  return bundleError('SC-BUN-003', bundle, `${what} is encrypted`, 'Unpack it with its password, and name the folder.');
}

function tooMany(bundle: string, { entries }: BundleLimits): Error {
  return bundleError('SC-BUN-003', bundle, `it holds more than ${entries} entries`, 'Nothing was unpacked.');
}
