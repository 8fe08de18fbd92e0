import {
  asDword,
  asTexts,
  baseName,
  joinPath,
  multiSz,
  type RegistryEditor,
  type RegistryReader,
} from '@scanclash/core';

const SHARES_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Shares';
const PARAMETERS_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters';

/** A folder that a host offers to others. Administrative shares exist by themselves unless `AutoShareServer` is 0. */
export interface Share {
  readonly name: string;
  readonly path: string;
  readonly administrative: boolean;
}

/** The shares of a host: those in the registry, as the Server service stores them, and the administrative ones. */
export function sharesOf(registry: RegistryReader, drives: readonly string[], systemRoot: string): readonly Share[] {
  const stored = registry.values(SHARES_KEY);
  const shares: Share[] = [];
  for (const [name, value] of stored.kind === 'known' ? stored.value : []) {
    const path = asTexts(value)
      ?.find((text) => text.startsWith('Path='))
      ?.slice('Path='.length);
    if (path !== undefined) shares.push({ name, path, administrative: false });
  }
  const auto = registry.value(PARAMETERS_KEY, 'AutoShareServer');
  if (auto.kind === 'known' && asDword(auto.value) === 0) return shares;
  const administrative = [
    ...drives.map((drive) => ({ name: `${drive}$`, path: `${drive}:\\` })),
    { name: 'ADMIN$', path: systemRoot },
  ];
  return [...shares, ...administrative.map((share) => ({ ...share, administrative: true }))];
}

/** Offers a folder under a name, as `net share NAME=PATH` stores it. */
export function addShare(registry: RegistryEditor, name: string, path: string): void {
  registry.setValue(
    SHARES_KEY,
    name,
    multiSz(['CSCFlags=0', 'MaxUses=4294967295', `Path=${path}`, 'Permissions=0', 'Type=0']),
  );
}

/** `\\SERVER\SHARE\rest` in its parts; undefined where it is no UNC path with a share. */
export function splitUnc(path: string): { server: string; share: string; rest: string } | undefined {
  const match = /^\\\\([^\\]+)\\([^\\]+)\\?(.*)$/.exec(path);
  return match === null
    ? undefined
    : { server: match[1] as string, share: match[2] as string, rest: match[3] as string };
}

/** The local path behind a UNC path on the host that offers the share. */
export function localPathOf(share: Share, rest: string): string {
  return rest === '' ? share.path : joinPath(share.path, rest);
}

export const fileNameOf = baseName;
