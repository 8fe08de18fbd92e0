import { INDEX_FILE } from '../script/script-index.ts';
import { bundleError } from './bundle-error.ts';

/** What a folder or zip is, by the names of its files. */
export interface BundleLayout {
  readonly kind: 'collected' | 'by-script' | 'by-hand';
  /** The files that belong to it: where they are → their path in the bundle. */
  readonly files: ReadonlyMap<string, string>;
  /** What lies beside them and is not looked at. */
  readonly ignored: readonly string[];
}

export const MANIFEST = 'manifest.json';

/**
 * Tells a collected bundle (a manifest at the top, or in the one folder that was packed) from what collector scripts wrote
 * (an index beside the answers of each host) and from one made by hand (.reg files).
 * @throws SC-BUN-001 where it is neither, or several.
 */
export function layoutOf(paths: readonly string[], bundle: string): BundleLayout {
  const base = baseOf(paths, bundle);
  const scripted = base === undefined ? scriptFolders(paths) : new Set<string>();
  const kind = base !== undefined ? 'collected' : scripted.size > 0 ? 'by-script' : 'by-hand';
  const files = new Map<string, string>();
  const ignored: string[] = [];
  for (const path of paths) {
    const inside = base === undefined ? path : path.startsWith(base) ? path.slice(base.length) : '';
    const belongs = {
      collected: inside === MANIFEST || inside.startsWith('hosts/'),
      'by-script': scripted.has(folderOf(path)),
      'by-hand': /\.reg$/i.test(path),
    }[kind];
    if (belongs) files.set(path, inside);
    else ignored.push(path);
  }
  if (files.size === 0) {
    throw bundleError(
      'SC-BUN-001',
      bundle,
      `there is neither a manifest.json nor a ${INDEX_FILE} nor a .reg file in it`,
      'Collect one: scanclash collect TARGET -o FILE.zip; or put exports into it: reg export KEY FILE.reg',
    );
  }
  return { kind, files, ignored };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const scriptFolders = (paths: readonly string[]): ReadonlySet<string> =>
  new Set(paths.map(folderOf).filter((folder) => paths.includes(`${folder}${INDEX_FILE}`)));

/** What stands before the paths of a collected bundle; undefined: there is no manifest. */
function baseOf(paths: readonly string[], bundle: string): string | undefined {
  if (paths.includes(MANIFEST)) return '';
  const wrapped = paths.filter((path) => /^[^/]+\/manifest\.json$/.test(path));
  if (wrapped.length > 1) {
    const hint = 'Check each of them by itself.';
    throw bundleError('SC-BUN-001', bundle, `there are ${wrapped.length} bundles in it`, hint);
  }
  return wrapped[0]?.slice(0, -MANIFEST.length);
}
