import { driveOf, foldPath, isBelow, samePath } from '@scanclash/core';

export interface MountPoint {
  readonly folder: string;
  readonly volume: string;
}

/**
 * How a filter sees a path: by drive letter, or, below a folder at which a volume without a letter is mounted, by a
 * device name that nobody but the host knows. `rest` is what follows the device, with its backslash.
 * @source KB61000, KB61143
 */
export type PresentedPath =
  | { readonly kind: 'by-letter'; readonly path: string }
  | { readonly kind: 'by-device'; readonly rest: string };

export function presentedPath(path: string, mountPoints: readonly MountPoint[]): PresentedPath {
  const above = mountPoints
    .filter(({ folder }) => samePath(path, folder) || isBelow(path, folder))
    .sort((a, b) => foldPath(b.folder).length - foldPath(a.folder).length)[0];
  if (above === undefined || isDriveRoot(above.folder)) return { kind: 'by-letter', path };
  const rest = path.slice(above.folder.replace(/\\+$/, '').length);
  const letter = mountPoints.find(({ folder, volume }) => volume === above.volume && isDriveRoot(folder));
  return letter === undefined
    ? { kind: 'by-device', rest }
    : { kind: 'by-letter', path: `${driveOf(letter.folder)}${rest}` };
}

const isDriveRoot = (folder: string) => /^[A-Za-z]:\\?$/.test(folder);
