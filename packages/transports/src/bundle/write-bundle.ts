import { Buffer } from 'node:buffer';
import { open, unlink } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import type { ScanclashError } from '@scanclash/core';
import { ZipFile } from 'yazl';
import { type BundleContent, bundleContent, type Collection } from './bundle-content.ts';
import { bundleError } from './bundle-error.ts';
import { BUNDLE_LIMITS, RATIO_FLOOR } from './bundle-limits.ts';
import type { BundleManifest } from './bundle-manifest.ts';
import { codeOf } from './read-folder.ts';

/** A zip knows no zone and no year before 1980; the same moment for all makes the same bytes of the same content. */
const TIMELESS = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };

/**
 * The zip of a bundle: entries sorted, times fixed. The same content makes the same bytes with the same zlib; another
 * Node may pack it otherwise.
 */
export async function zipBundle({ files }: BundleContent): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [path, bytes] of files) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    zip.addBuffer(buffer, path, { ...TIMELESS, compress: !looksLikeBomb(buffer) });
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

/** An export full of zeros packs so well that readers would refuse it: it is stored. */
function looksLikeBomb(bytes: Buffer): boolean {
  return bytes.length > RATIO_FLOOR && deflateRawSync(bytes).length * BUNDLE_LIMITS.ratio < bytes.length;
}

/**
 * Writes the zip of a collection, without its secrets, to a file that is not there yet.
 *
 * @returns what it says of itself: the questions, the redactions.
 * @throws ScanclashError SC-USE-005 where the file exists, SC-USE-003 where it cannot be written, and as `bundleContent`.
 */
export async function writeBundle(path: string, collection: Collection): Promise<BundleManifest> {
  const content = bundleContent(collection);
  const bytes = await zipBundle(content);
  const handle = await open(path, 'wx').catch((error: unknown) => {
    const code = codeOf(error);
    if (code === 'EEXIST')
      throw bundleError('SC-USE-005', path, 'it is there already', 'Name another file, or remove it.');
    throw unwritable(path, code);
  });
  try {
    await handle.writeFile(bytes);
  } catch (error) {
    await unlink(path);
    throw unwritable(path, codeOf(error));
  } finally {
    await handle.close();
  }
  return content.manifest;
}

function unwritable(path: string, code: string): ScanclashError {
  const problem = code === 'ENOENT' ? 'its folder is not there' : `it cannot be written (${code})`;
  return bundleError('SC-USE-003', path, problem, 'Name a file in a folder that you may write to.');
}
