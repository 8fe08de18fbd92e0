import { foldName } from '@scanclash/core';
import type { FileStat, Win32Error } from '../files/index.ts';
import { ERROR_FILE_NOT_FOUND, ERROR_INVALID_NAME, hasWildcard, namePattern } from '../files/index.ts';
import { parseLocalPath, uncOf } from '../files/local-path.ts';
import type { SimulatedHost } from '../simulated-host.ts';

/** The current folder of every console; `cd` is not played. */
const CURRENT_DRIVE = 'C:';

/** The full path of what was typed. Paths without a drive are below `C:\`. */
export function fullPath(typed: string): string | undefined {
  const path = typed.replaceAll('/', '\\');
  const rooted = /^(?:[A-Za-z]:|\\\\)/.test(path) ? path : `${CURRENT_DRIVE}\\${path.replace(/^\\/, '')}`;
  const parsed = parseLocalPath(rooted);
  if (parsed.kind === 'unusable') return undefined;
  return parsed.kind === 'unc' ? uncOf(parsed) : `${parsed.drive}\\${parsed.names.join('\\')}`;
}

/** `folder\name`, where the folder may be the root of a drive. */
export function within(folder: string, name: string): string {
  return folder.endsWith('\\') ? folder + name : `${folder}\\${name}`;
}

/** A path cut into its folder and the last name, which may be a pattern; the name is empty for a root. */
export function cutPath(path: string): { readonly folder: string; readonly name: string } {
  if (/^[A-Z]:\\$/.test(path) || /^\\\\[^\\]+\\[^\\]+$/.test(path)) return { folder: path, name: '' };
  const cut = path.lastIndexOf('\\');
  const folder = path.slice(0, cut);
  return { folder: /^[A-Z]:$/.test(folder) ? `${folder}\\` : folder, name: path.slice(cut + 1) };
}

export interface Match {
  /** The folder as it was typed, to be shown before the name; empty where only a name was typed. */
  readonly typedFolder: string;
  readonly path: string;
  readonly stat: FileStat;
}

export type Matches =
  | { readonly ok: true; readonly matches: readonly Match[] }
  | { readonly ok: false; readonly error: Win32Error };

/** The files that a path or a pattern means, in the order of the folder; at least one, or an error. */
export function matchingFiles(host: SimulatedHost, typed: string): Matches {
  const path = fullPath(typed);
  if (path === undefined) return { ok: false, error: ERROR_INVALID_NAME };
  const { folder, name } = cutPath(path);
  const typedFolder = typed.slice(0, typed.replaceAll('/', '\\').lastIndexOf('\\') + 1);
  if (!hasWildcard(name)) {
    const stat = host.files.stat(path);
    if (stat !== undefined) return { ok: true, matches: [{ typedFolder, path, stat }] };
  }
  const listed = host.files.list(folder, name === '' ? '*' : name);
  if (!listed.ok) return listed;
  const matches = listed.entries
    .filter((entry) => entry.kind === 'file')
    .map((stat) => ({ typedFolder, path: within(folder, stat.name), stat }));
  return matches.length === 0 ? { ok: false, error: ERROR_FILE_NOT_FOUND } : { ok: true, matches };
}

export function isFolder(host: SimulatedHost, path: string): boolean {
  return host.files.stat(path)?.kind === 'folder';
}

/** Whether a volume is shown in place of a folder. */
export function isMountPoint(host: SimulatedHost, path: string): boolean {
  const folded = foldName(path);
  return host.files.drives.mountPoints().some((point) => foldName(point.path) === folded);
}

/** As `matchingFiles`, in the folder and in all below it, each after what lies in it itself. */
export function matchingFilesBelow(host: SimulatedHost, typed: string): Matches {
  const { folder, name } = cutPath(typed.replaceAll('/', '\\'));
  const fits = namePattern(foldName(name));
  const matches: Match[] = [];
  const visit = (at: string): void => {
    const listed = host.files.list(at);
    if (!listed.ok) return;
    for (const stat of listed.entries) {
      const path = within(at, stat.name);
      if (stat.kind === 'file' && fits(foldName(stat.name))) matches.push({ typedFolder: within(at, ''), path, stat });
    }
    for (const stat of listed.entries) if (stat.kind === 'folder') visit(within(at, stat.name));
  };
  visit(folder);
  return matches.length === 0 ? { ok: false, error: ERROR_FILE_NOT_FOUND } : { ok: true, matches };
}
