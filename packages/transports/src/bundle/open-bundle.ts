import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { didYouMean, foldName, type ScanclashError } from '@scanclash/core';
import type { Volume } from 'memfs';
import { scriptHosts } from '../script/script-hosts.ts';
import { bundleError, shown } from './bundle-error.ts';
import { type BundleLayout, MANIFEST } from './bundle-layout.ts';
import { BUNDLE_LIMITS, type BundleLimits } from './bundle-limits.ts';
import { type BundleManifest, readManifest } from './bundle-manifest.ts';
import { collectedHosts } from './collected-hosts.ts';
import { handMadeHosts } from './hand-made-hosts.ts';
import { codeOf, readBounded, readFolder } from './read-folder.ts';
import { readZip } from './read-zip.ts';
import type { RecordedHost } from './recorded-host.ts';
import { UnpackedBundle } from './unpacked-bundle.ts';

/** Recorded answers of hosts, in memory. */
export interface Bundle {
  /** As it was named. */
  readonly path: string;
  /** `by-script`: what a collector script wrote; its secrets are still in it. */
  readonly kind: BundleLayout['kind'];
  /** Of a collected bundle only. */
  readonly manifest: BundleManifest | undefined;
  /** Whether every question was put that the collector wanted to put; never so for one made by hand. */
  readonly complete: boolean;
  /** At least one. */
  readonly hosts: readonly RecordedHost[];
  /** The unpacked files, below `/`: a file system for whoever wants to look. */
  readonly files: Volume;
  /** Files that are no part of the bundle and were not looked at; fit to be shown. */
  readonly ignored: readonly string[];
  /** What is damaged and therefore unread: SC-BUN-004, and SC-REG-001 in a bundle made by hand. */
  readonly warnings: readonly ScanclashError[];
}

export interface OpenBundleOptions {
  /** Picks this host of a collected bundle; names the host of one made by hand. */
  readonly host?: string;
  readonly limits?: Partial<BundleLimits>;
}

/**
 * Opens a bundle: a folder, a zip, or a .reg file. It is unpacked into memory only; nothing is written anywhere.
 *
 * @throws ScanclashError SC-BUN-001 (no bundle), SC-BUN-002 (broken manifest), SC-BUN-003 (unsafe or above a limit),
 *   SC-REG-001 (only .reg files, and none can be read), SC-USE-001 or SC-USE-003 (`host` fits no host, or several).
 */
export async function openBundle(path: string, options: OpenBundleOptions = {}): Promise<Bundle> {
  const limits = { ...BUNDLE_LIMITS, ...options.limits };
  const unpacked = await unpack(path, limits);
  const { layout } = unpacked;
  const shared = { path, kind: layout.kind, files: unpacked.volume };
  if (layout.kind === 'by-hand') {
    const { hosts, warnings } = handMadeHosts(unpacked, nameOf(path), options.host);
    return { ...shared, manifest: undefined, complete: false, hosts, ignored: layout.ignored.map(shown), warnings };
  }
  const pickFrom = (hosts: readonly RecordedHost[]) =>
    options.host === undefined ? hosts : [pick(hosts, options.host, path)];
  const ignoredBeside = (unused: readonly string[]) => [...layout.ignored, ...unused].map(shown);
  if (layout.kind === 'by-script') {
    const { hosts, warnings, complete } = scriptHosts(unpacked);
    return {
      ...shared,
      manifest: undefined,
      complete,
      hosts: pickFrom(hosts),
      ignored: ignoredBeside([]),
      warnings,
    };
  }
  const bytes = unpacked.read(MANIFEST);
  if (!(bytes instanceof Uint8Array)) throw bundleError('SC-BUN-002', path, bytes.failed, 'Collect again.');
  const manifest = readManifest(bytes, `${path}/${MANIFEST}`);
  const { hosts, warnings, unused } = collectedHosts(manifest, unpacked, limits.depth);
  if (hosts.length === 0) throw bundleError('SC-BUN-001', path, 'there is no host in it', 'Collect again.');
  return {
    ...shared,
    manifest,
    complete: manifest.complete,
    hosts: pickFrom(hosts),
    ignored: ignoredBeside(unused),
    warnings,
  };
}

async function unpack(path: string, limits: BundleLimits): Promise<UnpackedBundle> {
  let stats: Stats;
  try {
    stats = await stat(path);
  } catch (error) {
    const problem =
      codeOf(error) === 'ENOENT' ? 'there is no such file or folder' : `it cannot be read (${codeOf(error)})`;
    throw bundleError('SC-BUN-001', path, problem);
  }
  if (stats.isDirectory()) return readFolder(path, limits);
  const isReg = /\.reg$/i.test(path);
  const limit = isReg ? limits.entryBytes : limits.archiveBytes;
  const bytes = await readBounded(resolve(path), limit, { follow: true }).catch((error: unknown) => {
    throw bundleError('SC-BUN-001', path, `it cannot be read (${codeOf(error)})`);
  });
  if (bytes === undefined) {
    throw bundleError('SC-BUN-003', path, `it is larger than ${limit} bytes`, 'It was not opened.');
  }
  if (!isReg) {
    const other = whatElse(bytes);
    if (other === undefined) return readZip(path, bytes, limits);
    throw bundleError('SC-BUN-001', path, other.problem, other.hint);
  }
  const name = basename(path);
  const layout = { kind: 'by-hand', files: new Map([[name, name]]), ignored: [] } as const;
  const unpacked = new UnpackedBundle(dirname(path), layout, limits);
  unpacked.add(name, bytes);
  return unpacked;
}

/** What people name in the place of a bundle, by how it begins; undefined for what may be a zip. */
function whatElse(bytes: Uint8Array): { readonly problem: string; readonly hint: string } | undefined {
  const isWide = bytes[1] === 0 || (bytes[0] === 0xff && bytes[1] === 0xfe);
  const start = new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes.subarray(0, 64)).trimStart();
  if (start === '') return { problem: 'it is empty', hint: 'Ask for the file again.' };
  if (/^(Windows Registry Editor|REGEDIT4)/.test(start))
    return { problem: 'it is a registry export, but is not called so', hint: 'Give it a name that ends in .reg.' };
  if (start.startsWith('{')) {
    const hint = 'Lines of JSON come on stdin: scanclash check - < FILE. A manifest.json: name its folder.';
    return { problem: 'it is JSON, and no bundle', hint };
  }
  if (!/^[\P{C}\r\n\t]+$/u.test(start) || start.startsWith('PK')) return undefined;
  const hint = 'Export whole keys (reg export KEY FILE.reg), or put raw answers below a manifest: docs/bundle.md.';
  return { problem: 'it is a text, neither a zip nor a .reg file', hint };
}

function pick(hosts: readonly RecordedHost[], host: string, path: string): RecordedHost {
  const found = hosts.find(({ name }) => foldName(name) === foldName(host));
  if (found !== undefined) return found;
  const names = hosts.map(({ name }) => name);
  const hint = didYouMean(host, names) ?? `Hosts in it: ${names.join(', ')}`;
  throw bundleError('SC-USE-001', path, `there is no host ${shown(host)} in it`, hint);
}

/** What to call a host that nothing else names: the folder or file, without its extension. */
function nameOf(path: string): string {
  return basename(resolve(path)).replace(/\.(?:zip|reg)$/i, '');
}
