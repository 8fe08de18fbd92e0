import { foldName } from '@scanclash/core';

/** Names that Windows takes for devices, with any extension. @source Naming Files, Paths, and Namespaces (Microsoft). */
const DEVICE = /^(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]|CONIN\$|CONOUT\$)(?:\.|$)/i;

/** Longest name of one file or folder in NTFS. */
const MAX_NAME = 255;
const MAX_PATH = 1024;

/**
 * The name of an archive entry with forward slashes and without one at its end. Some Windows packers write backslashes,
 * so they are taken for what they mean there, before anything is checked.
 */
export function entryPath(name: string): string {
  const path = name.replaceAll('\\', '/');
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Why a path may not be unpacked, on any system; undefined: it may. Nothing is mended: what is odd is refused. */
export function unsafePath(path: string, depth: number): string | undefined {
  if (path.includes('\0')) return 'has a NUL in its name';
  if (path.startsWith('/')) return 'has an absolute path';
  if (/^[A-Za-z]:/.test(path)) return 'names a drive';
  if (path.length > MAX_PATH) return 'has a path that is too long';
  const segments = path.split('/');
  if (segments.includes('..')) return 'climbs out of the archive';
  if (segments.length - 1 > depth) return `lies deeper than ${depth} folders`;
  for (const segment of segments) {
    if (segment === '' || segment === '.') return 'has an empty step in its path';
    if (segment.length > MAX_NAME) return 'has a name that is too long';
    if (DEVICE.test(segment)) return 'is named like a device of Windows';
    if (/[. ]$/.test(segment)) return 'ends in a dot or a blank, which Windows drops';
    if (/[\u0000-\u001f\u007f-\u009f<>:"|?*\u202a-\u202e\u2066-\u2069]/.test(segment)) {
      return 'has characters that no file of a bundle has';
    }
  }
  return undefined;
}

/**
 * Why paths cannot stand beside each other: two that Windows takes for one, or a file where another has its folder;
 * undefined: they can.
 *
 * @param folders - Paths among `paths` that are folders.
 */
export function clashOf(
  paths: readonly string[],
  folders: ReadonlySet<string>,
): { readonly path: string; readonly why: string } | undefined {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const folded = foldName(path);
    const other = seen.get(folded);
    if (other !== undefined)
      return { path, why: other === path ? 'is there twice' : 'differs from another in case only' };
    seen.set(folded, path);
  }
  const files = new Set(paths.filter((path) => !folders.has(path)).map((path) => foldName(path)));
  for (const path of paths) {
    let folded = foldName(path);
    for (let cut = folded.lastIndexOf('/'); cut > 0; cut = folded.lastIndexOf('/')) {
      folded = folded.slice(0, cut);
      if (files.has(folded)) return { path, why: 'lies below a file' };
    }
  }
  return undefined;
}

/** Folder names for hosts, safe on every system: letters, digits, dot, hyphen and underscore; no two alike. */
export function hostFolders(names: readonly string[]): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    const plain = name
      .replace(/[^A-Za-z0-9._-]/g, '_')
      .slice(0, 60)
      .replace(/[. ]+$/, '');
    const base = plain === '' || plain.startsWith('.') || DEVICE.test(plain) ? `_${plain}` : plain;
    let folder = base;
    for (let i = 2; taken.has(foldName(folder)); i++) folder = `${base}-${i}`;
    taken.add(foldName(folder));
    folders.set(name, folder);
  }
  return folders;
}
