import {
  asDword,
  asTexts,
  joinPath,
  multiSz,
  type RegistryEditor,
  type RegistryReader,
  type RegistryValue,
} from '@scanclash/core';

const SHARES_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Shares';
const PARAMETERS_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters';

/** What is stored there, as the read set of a world names settings. */
export const SHARES_SETTING = 'windows.shares';
export const ADMINISTRATIVE_SHARES_SETTING = 'windows.administrativeShares';

/** A folder that a host offers to others. */
export interface Share {
  readonly name: string;
  readonly path: string;
  /** It exists by itself: `C$`, `ADMIN$`. */
  readonly administrative: boolean;
}

/** The shares that the registry holds, as the Server service stores them; a value without a path is none. */
export function namedShares(registry: RegistryReader): readonly Share[] {
  const stored = registry.values(SHARES_KEY);
  return [...(stored.kind === 'known' ? stored.value : [])].flatMap(([name, value]) => shareOf(name, value) ?? []);
}

/** One of them, by its name in any case. */
export function namedShare(registry: RegistryReader, name: string): Share | undefined {
  const stored = registry.value(SHARES_KEY, name);
  return stored.kind === 'known' ? shareOf(name, stored.value) : undefined;
}

/** Whether the Server service makes administrative shares when it starts: `AutoShareServer` is not 0. */
export function makesAdministrativeShares(registry: RegistryReader): boolean {
  const auto = registry.value(PARAMETERS_KEY, 'AutoShareServer');
  return auto.kind !== 'known' || asDword(auto.value) !== 0;
}

/** @param drives - `C:`, one for each volume with a letter. */
export function administrativeShares(drives: readonly string[], systemRoot: string): readonly Share[] {
  const roots = drives.map((drive) => ({ name: `${drive.slice(0, 1)}$`, path: `${drive}\\`, administrative: true }));
  return [...roots, { name: 'ADMIN$', path: systemRoot, administrative: true }];
}

/** Offers a folder under a name, as `net share NAME=PATH` stores it. */
export function addShare(registry: RegistryEditor, name: string, path: string): void {
  registry.setValue(
    SHARES_KEY,
    name,
    multiSz(['CSCFlags=0', 'MaxUses=4294967295', `Path=${path}`, 'Permissions=0', 'Type=0']),
  );
}

export function removeShare(registry: RegistryEditor, name: string): void {
  registry.deleteValue(SHARES_KEY, name);
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

function shareOf(name: string, value: RegistryValue): Share | undefined {
  const path = asTexts(value)
    ?.find((text) => text.startsWith('Path='))
    ?.slice('Path='.length);
  return path === undefined ? undefined : { name, path, administrative: false };
}
