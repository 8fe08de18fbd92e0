import { parseLocalPath, uncOf } from './local-path.ts';
import type { Volume } from './volume.ts';
import type { Folder } from './volume-entry.ts';
import { ERROR_INVALID_NAME, ERROR_PATH_NOT_FOUND, type Win32Error } from './win32-error.ts';

/** A folder of a volume, and how its path was come by. */
export interface Place {
  readonly volume: Volume;
  readonly folder: Folder;
  /** What stands before paths of the volume: `D:`, or the mount point `C:\Mounts\Spool`. */
  readonly base: string;
}

export type Location =
  /** `name` is the last one of the path, which need not exist; empty for the root of a drive. */
  | { readonly kind: 'local'; readonly place: Place; readonly name: string }
  /** On another host. `presented`: with the letter of the mapped drive, if it was used. */
  | { readonly kind: 'remote'; readonly unc: string; readonly presented: string }
  | { readonly kind: 'nowhere'; readonly error: Win32Error };

export interface MountPoint {
  /** `C:\Mounts\Spool` */
  readonly path: string;
  readonly volume: Volume;
}

const ordinaryName = /^[^"*/:<>?|\u0000-\u001f]*[^"*/:<>?|\u0000-\u001f. ]$/;

/** The last folder on the way of a path that is there, and the names below it that are no folders yet. */
interface Reached {
  readonly place: Place;
  readonly missing: readonly string[];
}

const MOST_REMEMBERED = 4096;

/** What the letters and mount points of one host lead to. */
export class DriveMap {
  readonly #volumes = new Map<string, Volume>();
  readonly #mapped = new Map<string, string>();
  /** By the folder in whose place the root of the volume is shown. */
  readonly #mounts = new Map<Folder, { readonly on: Volume; readonly volume: Volume }>();
  /** Folders by the spelling in which they were asked for. */
  readonly #remembered = new Map<string, Place>();
  readonly #watched = new Map<Volume, () => void>();

  /** Gives a volume a drive letter, `D:`. */
  attach(drive: string, volume: Volume): void {
    const letter = this.#free(drive);
    this.#volumes.set(letter, volume);
    this.#watch(volume);
  }

  /** Takes a drive letter away; files that are open stay open. */
  detach(drive: string): void {
    this.#volumes.delete(letterOf(drive));
    this.#remembered.clear();
  }

  /** Maps a letter to `\\server\share`, possibly with folders below it. */
  mapDrive(drive: string, unc: string): void {
    if (parseLocalPath(unc).kind !== 'unc') throw new Error(`cannot map ${drive} to ${unc}: give \\\\server\\share`);
    this.#mapped.set(this.#free(drive), unc.replace(/\\+$/, ''));
  }

  unmapDrive(drive: string): void {
    this.#mapped.delete(letterOf(drive));
  }

  /** Shows the root of a volume in an empty folder of another. */
  mount(path: string, volume: Volume): void {
    const place = this.folderAt(path);
    if (place.kind !== 'local') throw new Error(`cannot mount a volume at ${path}: there is no such folder`);
    const { folder, volume: on } = place.place;
    if (folder.parent === undefined || !folder.isEmpty) {
      throw new Error(`cannot mount a volume at ${path}: the folder must be empty, and not the root of a volume`);
    }
    this.#mounts.set(folder, { on, volume });
    this.#watch(volume);
    this.#remembered.clear();
  }

  unmount(path: string): void {
    const location = this.locate(path);
    const folder = location.kind === 'local' ? location.place.folder.find(location.name) : undefined;
    if (folder?.kind !== 'folder' || !this.#mounts.delete(folder)) throw new Error(`no volume is mounted at ${path}`);
    this.#remembered.clear();
  }

  /** In order of path; those that no letter leads to are left out. */
  mountPoints(): readonly MountPoint[] {
    const points: MountPoint[] = [];
    for (const [folder, { on, volume }] of this.#mounts) {
      const base = this.#baseOf(on, []);
      if (base !== undefined) points.push({ path: base + folder.path, volume });
    }
    return points.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Local volumes with a letter, in order of letters. */
  drives(): readonly { readonly drive: string; readonly volume: Volume }[] {
    return [...this.#volumes].map(([drive, volume]) => ({ drive, volume })).sort(byDrive);
  }

  mappedDrives(): readonly { readonly drive: string; readonly unc: string }[] {
    return [...this.#mapped].map(([drive, unc]) => ({ drive, unc })).sort(byDrive);
  }

  /** Every volume once: those with letters first. */
  volumes(): readonly Volume[] {
    return [
      ...new Set([
        ...this.drives().map(({ volume }) => volume),
        ...[...this.#mounts.values()].map(({ volume }) => volume),
      ]),
    ];
  }

  /** The letter of a volume; undefined where it is reached through a mount point only. */
  letterOf(volume: Volume): string | undefined {
    for (const [drive, attached] of this.#volumes) if (attached === volume) return drive;
    return undefined;
  }

  /** The folder and name that a path means; only its folders must exist. */
  locate(path: string): Location {
    const cut = path.lastIndexOf('\\');
    const name = path.slice(cut + 1);
    if (cut > 0 && ordinaryName.test(name)) {
      const place = this.#remembered.get(path.slice(0, cut));
      if (place !== undefined) return { kind: 'local', place, name };
    }
    const parsed = parseLocalPath(path);
    if (parsed.kind === 'unusable') return { kind: 'nowhere', error: ERROR_INVALID_NAME };
    if (parsed.kind === 'unc') return { kind: 'remote', unc: uncOf(parsed), presented: uncOf(parsed) };
    const mapped = this.#mapped.get(parsed.drive);
    if (mapped !== undefined) {
      return {
        kind: 'remote',
        unc: [mapped, ...parsed.names].join('\\'),
        presented: `${parsed.drive}\\${parsed.names.join('\\')}`,
      };
    }
    const reached = this.#descend(parsed.drive, parsed.names.slice(0, -1));
    if (reached === undefined || reached.missing.length > 0) return { kind: 'nowhere', error: ERROR_PATH_NOT_FOUND };
    const { place } = reached;
    if (cut > 0 && ordinaryName.test(name)) {
      if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
      this.#remembered.set(path.slice(0, cut), place);
    }
    return { kind: 'local', place, name: parsed.names.at(-1) ?? '' };
  }

  /** How far the folders of a local path are there, and the names below that are not folders yet; undefined for any other path. */
  reach(path: string): Reached | undefined {
    const parsed = parseLocalPath(path);
    return parsed.kind === 'drive' && !this.#mapped.has(parsed.drive)
      ? this.#descend(parsed.drive, parsed.names)
      : undefined;
  }

  /** The folder that a path means, mounted volumes entered; its location where it is on another host. */
  folderAt(path: string): { readonly kind: 'local'; readonly place: Place } | Exclude<Location, { kind: 'local' }> {
    const location = this.locate(path);
    if (location.kind !== 'local') return location;
    const { place, name } = location;
    if (name === '') return location;
    const folder = place.folder.find(name);
    if (folder?.kind !== 'folder') return { kind: 'nowhere', error: ERROR_PATH_NOT_FOUND };
    return { kind: 'local', place: this.enter({ ...place, folder }) };
  }

  /** The root of the volume that is mounted in a folder, or the folder itself. */
  enter(place: Place): Place {
    const mount = this.#mounts.get(place.folder);
    if (mount === undefined) return place;
    return { volume: mount.volume, folder: mount.volume.root, base: place.base + place.folder.path };
  }

  isMountPoint(folder: Folder): boolean {
    return this.#mounts.has(folder);
  }

  #descend(drive: string, names: readonly string[]): Reached | undefined {
    const volume = this.#volumes.get(drive);
    if (volume === undefined) return undefined;
    let place: Place = { volume, folder: volume.root, base: drive };
    for (let depth = 0; depth < names.length; depth++) {
      const folder = place.folder.find(names[depth] as string);
      if (folder?.kind !== 'folder') return { place, missing: names.slice(depth) };
      place = this.enter({ volume: place.volume, folder, base: place.base });
    }
    return { place, missing: [] };
  }

  #baseOf(volume: Volume, through: readonly Volume[]): string | undefined {
    const letter = this.letterOf(volume);
    if (letter !== undefined) return letter;
    for (const [folder, mount] of this.#mounts) {
      if (mount.volume !== volume || through.includes(mount.on)) continue;
      const base = this.#baseOf(mount.on, [...through, volume]);
      if (base !== undefined) return base + folder.path;
    }
    return undefined;
  }

  #free(drive: string): string {
    const letter = letterOf(drive);
    if (this.#volumes.has(letter) || this.#mapped.has(letter)) throw new Error(`drive ${letter} is in use already`);
    return letter;
  }

  #watch(volume: Volume): void {
    if (this.#watched.has(volume)) return;
    this.#watched.set(
      volume,
      volume.whenFoldersMove(() => this.#remembered.clear()),
    );
  }
}

/** Display path of a name in a folder: as it is spelt on disk, where it is there. */
export function pathIn(place: Place, name: string): string {
  return `${place.base}${place.folder.path}\\${place.folder.find(name)?.name ?? name}`;
}

function letterOf(drive: string): string {
  if (!/^[A-Za-z]:\\?$/.test(drive)) throw new Error(`no drive letter: ${drive}, write it as D:`);
  return drive.slice(0, 2).toUpperCase();
}

const byDrive = (a: { drive: string }, b: { drive: string }): number => (a.drive < b.drive ? -1 : 1);
