import { allOf, and, anyOf, type Cursor, driveOf, type FactReader, Unknown, type Value } from '@scanclash/core';
import { coversLevel, type Entry, levelsToAsk } from './entry-covers.ts';
import { EVERY_NAME, SOME_NAME } from './path-pattern.ts';
import { isDriveRoot, type MountPoint, presentedRoots } from './presented-path.ts';

/** An entry of an exclusion list as far as it was read, and whether it counts at all. */
export interface ReadEntry {
  readonly entry: Entry | Unknown;
  readonly counts: Value;
  readonly value: string;
}

/** Reads an entry; `counts` is asked first, so that an entry that does not count leaves no readings but that. */
export function readEntry(read: FactReader, entry: Cursor, counts: Value = true): ReadEntry {
  const value = entry.pathOf('value');
  if (counts === false) return { entry: new Unknown([value]), counts, value };
  const parts = ['type', 'value', 'subfolders'].map((name) => read.field(entry, name));
  const unread = parts.find((part) => part instanceof Unknown);
  if (unread instanceof Unknown) return { entry: unread, counts, value };
  return { entry: { type: parts[0], value: parts[1], subfolders: parts[2] } as Entry, counts, value };
}

/**
 * Whether entries of an exclusion list, together, match every file of a folder, in it and at any depth below, whatever
 * volumes are mounted there. Unknown where that depends on what only the host can tell: what a variable stands for, the
 * long form of an 8.3 name, the device name of a volume without a letter.
 */
export function coverFolder(entries: readonly ReadEntry[], folder: string, mounts: readonly MountPoint[]): Value {
  const places = placesOf(folder, mounts);
  if (places === undefined) return new Unknown([`what ${folder} stands for`]);
  const levels = levelsToAsk(entries.flatMap(({ entry }) => (entry instanceof Unknown ? [] : [loosened(entry)])));
  return allOf(places, (place) =>
    allOf(levels, (level) =>
      anyOf(entries, ({ entry, counts, value }) =>
        and(counts, () => (entry instanceof Unknown ? entry : coverLevel(entry, place, level, value))),
      ),
    ),
  );
}

/** How filters may see a folder. */
interface FolderPlace {
  /** Matched by what matches however the host calls things. */
  readonly every: string;
  /** Matched by what may match; empty where nothing of the path is for the host alone to tell. */
  readonly some: readonly string[];
}

/** @source KB61000: the forms in which devices are presented. */
const DEVICES = [`\\Device\\HarddiskVolume${SOME_NAME}`, `\\Device\\{${SOME_NAME}}`];

function coverLevel(entry: Entry, { every, some }: FolderPlace, level: number, value: string): Value {
  const loose = loosened(entry);
  if (loose === entry && coversLevel(entry, every, level)) return true;
  const spellings = some.length === 0 && loose !== entry ? [every] : some;
  return spellings.some((spelling) => coversLevel(loose, spelling, level)) ? new Unknown([value]) : false;
}

/** An entry that matches at least what the entry matches, whatever its variables and 8.3 names stand for. */
function loosened(entry: Entry): Entry {
  const value = entry.value.replace(/%[^%]+%/g, '**').replace(/[^\\]*~\d[^\\]*/g, '*');
  return value === entry.value ? entry : { ...entry, value };
}

/** How filters see a folder and what is mounted in it; undefined where its path says too little. */
function placesOf(folder: string, mounts: readonly MountPoint[]): FolderPlace[] | undefined {
  const drive = driveOf(folder);
  if (drive === undefined || folder.includes('%')) return undefined;
  const names = plainNames(folder.slice(2));
  const isShort = (name: string) => /~\d/.test(name);
  if (names.some(isShort) && mounts.some((mount) => !isDriveRoot(mount.folder))) return undefined;
  const path = [drive, ...names.map((name) => (isShort(name) ? EVERY_NAME : name))].join('\\');
  return presentedRoots(path, mounts).map((root) => {
    if (root.kind === 'by-device') {
      return { every: `\\Device\\${EVERY_NAME}${root.rest}`, some: DEVICES.map((device) => device + root.rest) };
    }
    const some = root.path.replaceAll(EVERY_NAME, SOME_NAME);
    return { every: root.path, some: some === root.path ? [] : [some] };
  });
}

/** The names of a path as Windows takes it: `.` and `..` followed, dots and blanks at the end of names dropped. */
function plainNames(path: string): string[] {
  const names: string[] = [];
  for (const name of path.split(/[\\/]+/)) {
    if (name === '..') names.pop();
    else if (name.replace(/[. ]+$/, '') !== '') names.push(name.replace(/[. ]+$/, ''));
  }
  return names;
}
