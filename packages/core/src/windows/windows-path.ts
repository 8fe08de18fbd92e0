import { remembered } from './remembered.ts';

/**
 * Folds a name as Windows does to compare it: two names are the same file, key or value when they fold alike.
 *
 * Each UTF-16 unit is upcased by itself, so `ß` is not `SS`, and nothing but ASCII folds to ASCII (`ı` is not `I`).
 * Limit: the upcase table is the one of the JavaScript engine, not the one stored in the volume or the kernel; they
 * agree on ASCII and on accented Latin, Greek and Cyrillic letters, and may differ on letters added to Unicode later.
 *
 * @source NTFS and the registry compare by their upcase table (RtlUpcaseUnicodeChar), unit by unit and without a locale.
 */
export const foldName: (name: string) => string = remembered((name) => {
  if (isAscii(name)) return name.toUpperCase();
  let folded = '';
  for (let i = 0; i < name.length; i++) folded += upcaseUnit(name.charAt(i));
  return folded;
});

/**
 * Folds a path to compare it: case as `foldName`, `/` to `\`, separators single but for the leading `\\` of a UNC
 * path, no separator at the end but that of a drive root. `.`, `..`, 8.3 names, trailing dots and environment variables
 * are left as they stand: those need the host.
 *
 * @assumed A bare drive `D:` is its root `D:\`: a path kept in a setting has no current directory to be relative to.
 */
export function foldPath(path: string): string {
  return foldName(tidyPath(path));
}

/** Joins with single separators; a later part with a drive or a UNC root of its own replaces what stands before it. */
export function joinPath(first: string, ...rest: readonly string[]): string {
  let joined = first;
  for (const part of rest) {
    if (driveOf(part) !== undefined || isUnc(part)) joined = part;
    else if (part !== '') joined = joined === '' ? part : `${joined}\\${part}`;
  }
  return tidyPath(joined);
}

/** The folder that holds `path`, as written; undefined for a drive root, a share root and a name without a folder. */
export function parentOf(path: string): string | undefined {
  const tidied = tidyPath(path);
  const root = rootLength(tidied);
  if (tidied.length <= root) return undefined;
  const cut = tidied.lastIndexOf('\\');
  if (cut < 0) return undefined;
  return tidied.slice(0, Math.max(cut, root));
}

/** The last name of `path`, as written; empty for a drive root and a share root. */
export function baseName(path: string): string {
  const tidied = tidyPath(path);
  if (tidied.length <= rootLength(tidied)) return '';
  const name = tidied.slice(tidied.lastIndexOf('\\') + 1);
  return name.length === tidied.length && driveOf(name) !== undefined ? name.slice(2) : name;
}

/** What follows the last dot of the last name, as written and without the dot; empty when there is none. */
export function extensionOf(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1);
}

/** The drive of `path` as `D:`, upcased; undefined for UNC, device and relative paths. */
export function driveOf(path: string): string | undefined {
  if (path.charAt(1) !== ':' || !isDriveLetter(path.charCodeAt(0))) return undefined;
  return path.slice(0, 2).toUpperCase();
}

/** True for `\\server\share` and its verbatim form `\\?\UNC\server\share`; false for the device paths `\\?\` and `\\.\`. */
export function isUnc(path: string): boolean {
  if (!isSeparator(path, 0) || !isSeparator(path, 1)) return false;
  const device = (path.charAt(2) === '?' || path.charAt(2) === '.') && isSeparator(path, 3);
  return !device || (foldName(path.slice(4, 7)) === 'UNC' && isSeparator(path, 7));
}

/** True when `child` lies in the folder `ancestor` or deeper, by folders: `D:\Spool2` is not below `D:\Spool`. */
export function isBelow(child: string, ancestor: string): boolean {
  const inner = foldPath(child);
  const outer = foldPath(ancestor);
  if (outer === '' || inner.startsWith('\\\\') !== outer.startsWith('\\\\')) return false;
  return inner.length > outer.length && inner.startsWith(outer.endsWith('\\') ? outer : `${outer}\\`);
}

export function samePath(a: string, b: string): boolean {
  return a === b || foldPath(a) === foldPath(b);
}

/** Compares file names, image names of processes, service names: no folders, no path rules, case aside. */
export function sameName(a: string, b: string): boolean {
  // Folding goes unit by unit: it changes no length.
  return a === b || (a.length === b.length && foldName(a) === foldName(b));
}

/** What a tidy path does not have, but for the root of a drive. */
const UNTIDY = /\/|.\\\\|\\$|^.:$/;

function tidyPath(path: string): string {
  if (!UNTIDY.test(path)) return path;
  let tidied = path.includes('/') ? path.replaceAll('/', '\\') : path;
  const start = tidied.startsWith('\\\\') ? 1 : 0;
  if (tidied.includes('\\\\', start)) tidied = tidied.slice(0, start) + tidied.slice(start).replace(/\\{2,}/g, '\\');
  if (tidied.length === 2 && driveOf(tidied) !== undefined) return `${tidied}\\`;
  if (tidied.endsWith('\\') && tidied.length > rootLength(tidied)) return tidied.slice(0, -1);
  return tidied;
}

/** How much of a tidied path is its root: `C:\`, `\`, `\\server\share`. A share may still end in a separator. */
function rootLength(tidied: string): number {
  if (driveOf(tidied) !== undefined) return tidied.charAt(2) === '\\' ? 3 : 0;
  if (!tidied.startsWith('\\\\')) return tidied.startsWith('\\') ? 1 : 0;
  const share = tidied.indexOf('\\', 2);
  if (share < 0) return tidied.length;
  const end = tidied.indexOf('\\', share + 1);
  if (end >= 0) return end;
  return share === tidied.length - 1 ? share : tidied.length;
}

function isSeparator(path: string, at: number): boolean {
  return path.charAt(at) === '\\' || path.charAt(at) === '/';
}

function isDriveLetter(unit: number): boolean {
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

function upcaseUnit(unit: string): string {
  const upper = unit.toUpperCase();
  if (upper.length !== 1) return unit;
  return upper.charCodeAt(0) > 0x7f || unit.charCodeAt(0) <= 0x7f ? upper : unit;
}
