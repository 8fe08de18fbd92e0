import { driveOf, isBelow, joinPath, samePath } from '@scanclash/core';

export interface MountPoint {
  readonly folder: string;
  readonly volume: string;
}

/**
 * How a filter sees a path: by the letter of its volume, or, where the volume has none, by a device name that nobody but
 * the host knows. `volume` is as `mountvol` names it; `rest` follows the device, with its backslash, empty for the root.
 * @source KB61000, KB61143
 */
export type PresentedPath =
  | { readonly kind: 'by-letter'; readonly path: string }
  | { readonly kind: 'by-device'; readonly volume: string; readonly rest: string };

/** How a filter sees a file or folder, by its path with a drive letter. */
export const presentedPath = (path: string, points: readonly MountPoint[]): PresentedPath =>
  presented(follow(spelledPlace(path, points, isAtOrBelow), foldersWithVolumes(points)), points);

/** How a filter sees what lies in a folder and below: the folder itself first, then each volume that is mounted in it. */
export function presentedRoots(folder: string, points: readonly MountPoint[]): PresentedPath[] {
  const mounts = foldersWithVolumes(points);
  const seen = new Set<string>();
  const walk = (root: Place): PresentedPath[] => {
    const key = root.volume + root.path;
    if (seen.has(key)) return [];
    seen.add(key);
    const inside = mounts.filter((mount) => {
      const { volume, path } = follow(mount.on, mounts, mount);
      return volume === root.volume && isBelow(path, root.path || '\\');
    });
    return [presented(root, points), ...inside.flatMap(({ volume }) => walk({ volume, path: '' }))];
  };
  return walk(follow(spelledPlace(folder, points, isAtOrBelow), mounts));
}

/** Where something is: `path` on the volume begins with a backslash, or is empty for the root. */
interface Place {
  readonly volume: string;
  readonly path: string;
}

/** A volume that is mounted in a folder. */
interface Mount {
  readonly on: Place;
  readonly volume: string;
}

const foldersWithVolumes = (points: readonly MountPoint[]): Mount[] =>
  points
    .filter(({ folder }) => !isDriveRoot(folder))
    .map(({ folder, volume }) => ({ on: spelledPlace(folder, points, isBelow), volume }));

/** The place as the path spells it, by the deepest of the mount points that it leads through; a drive of which none is told is a volume. */
function spelledPlace(
  path: string,
  points: readonly MountPoint[],
  leadsThrough: (path: string, folder: string) => boolean,
): Place {
  const tidied = withoutEnd(joinPath(path));
  const drive = driveOf(tidied) ?? '';
  return points
    .filter(({ folder }) => leadsThrough(tidied, folder))
    .map(({ folder, volume }): Place => ({ volume, path: tidied.slice(withoutEnd(joinPath(folder)).length) }))
    .reduce(shorter, { volume: drive, path: tidied.slice(drive.length) });
}

/** Enters the volumes that are mounted on the way, whichever way they were mounted by: a volume can have several. */
function follow(place: Place, mounts: readonly Mount[], except?: Mount): Place {
  const entered = mounts
    .filter((mount) => mount !== except && mount.on.volume === place.volume && isAtOrBelow(place.path, mount.on.path))
    .map(({ on, volume }): Place => ({ volume, path: place.path.slice(on.path.length) }));
  return entered.length === 0 ? place : follow(entered.reduce(shorter), mounts, except);
}

function presented({ volume, path }: Place, points: readonly MountPoint[]): PresentedPath {
  const letter = points.find((point) => point.volume === volume && isDriveRoot(point.folder))?.folder ?? volume;
  const drive = driveOf(letter);
  return drive === undefined ? { kind: 'by-device', volume, rest: path } : { kind: 'by-letter', path: drive + path };
}

const shorter = (one: Place, other: Place) => (other.path.length <= one.path.length ? other : one);
const withoutEnd = (path: string) => path.replace(/\\+$/, '');
const isAtOrBelow = (path: string, folder: string) => samePath(path, folder) || isBelow(path, folder);
export const isDriveRoot = (folder: string) => /^[A-Za-z]:\\?$/.test(folder);
