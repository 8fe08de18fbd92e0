import { remembered } from '@scanclash/core';

/** A path taken apart, before any volume is asked: no `.` or `..`, no `/`, no trailing dots and spaces. */
export type LocalPath =
  | { readonly kind: 'drive'; readonly drive: string; readonly names: readonly string[] }
  | { readonly kind: 'unc'; readonly server: string; readonly share: string; readonly names: readonly string[] }
  /** Not absolute, or a device: a host without a current folder can make nothing of it. */
  | { readonly kind: 'unusable' };

const drivePath = /^([A-Za-z]):(?:\\|$)/;

/**
 * Takes an absolute path apart as GetFullPathName does, without asking whether any of it exists; once for all worlds.
 * `\\?\` paths are accepted, and taken apart in the same way. `D:` and `D:name` start at the root of the drive.
 */
export const parseLocalPath: (path: string) => LocalPath = remembered((path) => {
  let text = path.replaceAll('/', '\\');
  if (/^\\\\\?\\UNC\\/i.test(text)) text = `\\${text.slice(7)}`;
  else if (text.startsWith('\\\\?\\')) text = text.slice(4);
  if (text.startsWith('\\\\')) {
    const [server, share, ...rest] = text.slice(2).split('\\');
    if (server === undefined || server === '' || server === '.' || server === '?') return { kind: 'unusable' };
    if (share === undefined || share === '') return { kind: 'unusable' };
    return { kind: 'unc', server, share, names: plainNames(rest) };
  }
  if (/^[A-Za-z]:[^\\]/.test(text)) text = `${text.slice(0, 2)}\\${text.slice(2)}`;
  const drive = drivePath.exec(text)?.[1];
  if (drive === undefined) return { kind: 'unusable' };
  return { kind: 'drive', drive: `${drive.toUpperCase()}:`, names: plainNames(text.slice(3).split('\\')) };
});

function plainNames(names: readonly string[]): readonly string[] {
  const plain: string[] = [];
  for (const name of names) {
    if (name === '' || name === '.') continue;
    if (name === '..') plain.pop();
    else plain.push(name.replace(/[. ]+$/, ''));
  }
  return plain.filter((name) => name !== '');
}

export function uncOf(path: LocalPath & { readonly kind: 'unc' }): string {
  return ['\\', path.server, path.share, ...path.names].join('\\');
}
