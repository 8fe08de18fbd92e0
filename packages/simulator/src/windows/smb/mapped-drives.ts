import { asText, dword, foldName, type RegistryEditor, sz } from '@scanclash/core';
import type { FileSystem, Win32Error } from '../files/index.ts';
import type { SmbClient } from './smb-client.ts';
import { ERROR_ALREADY_ASSIGNED, ERROR_NOT_CONNECTED } from './smb-error.ts';
import { type UserProfile, userKey } from './user-profile.ts';

/** The remembered drives of all users, as the read set of a world names settings. */
export const MAPPED_DRIVES_SETTING = 'windows.mappedDrives';

const DISK = 1;
/** WNNC_NET_LANMAN. */
const LANMAN = 0x20000;
/** Credentials are those of the logon. */
const DEFERRED = 4;

export type MapResult = { readonly ok: true } | { readonly ok: false; readonly error: Win32Error };

/** Writes a drive into a user's settings, from which the next logon restores it. */
export function rememberDrive(registry: RegistryEditor, user: UserProfile, drive: string, unc: string): void {
  const key = keyOf(user, drive);
  registry.setValue(key, 'RemotePath', sz(unc));
  registry.setValue(key, 'UserName', sz(''));
  registry.setValue(key, 'ProviderName', sz('Microsoft Windows Network'));
  registry.setValue(key, 'ProviderType', dword(LANMAN));
  registry.setValue(key, 'ConnectionType', dword(DISK));
  registry.setValue(key, 'DeferFlags', dword(DEFERRED));
}

/**
 * The drive letters that a host has for shares of others, as its logged-on user sees them.
 * @source HKCU\Network, Microsoft Windows Registry Guide, table B-1. @assumed Services see the drives of the user too.
 */
export class MappedDrives {
  readonly #registry: RegistryEditor;
  readonly #files: FileSystem;
  readonly #client: SmbClient;
  #user: UserProfile | undefined;

  constructor(registry: RegistryEditor, files: FileSystem, client: SmbClient) {
    this.#registry = registry;
    this.#files = files;
    this.#client = client;
  }

  /**
   * Maps a letter to a share, possibly with folders below it, after connecting to it. With `persistent`, which it is when
   * nothing else is said, the drive is there again after the next logon; without a user nothing is remembered.
   */
  map(drive: string, unc: string, options: { readonly persistent?: boolean } = {}): MapResult {
    const { drives } = this.#files;
    const letter = drive.slice(0, 2).toUpperCase();
    if (this.#inUse(letter)) return { ok: false, error: ERROR_ALREADY_ASSIGNED };
    const connected = this.#client.connect(unc);
    if (!connected.ok) return connected;
    drives.mapDrive(letter, unc);
    if (this.#user !== undefined && options.persistent !== false)
      rememberDrive(this.#registry, this.#user, letter, unc);
    return { ok: true };
  }

  /** Takes a letter away, from now and from later logons; what is open through it stays open. */
  unmap(drive: string): MapResult {
    const { drives } = this.#files;
    const letter = drive.slice(0, 2).toUpperCase();
    if (!drives.mappedDrives().some((mapped) => mapped.drive === letter))
      return { ok: false, error: ERROR_NOT_CONNECTED };
    drives.unmapDrive(letter);
    if (this.#user !== undefined) this.#registry.deleteKey(keyOf(this.#user, letter));
    return { ok: true };
  }

  /** Somebody has logged on: the drives that are remembered are there again, whether or not their servers answer. */
  restore(user: UserProfile): void {
    this.#user = user;
    const letters = this.#registry.subkeys(`${userKey(user)}\\Network`);
    for (const name of letters.kind === 'known' ? [...letters.value].sort() : []) {
      const letter = `${name.toUpperCase()}:`;
      const stored = this.#registry.value(keyOf(user, letter), 'RemotePath');
      const unc = stored.kind === 'known' ? asText(stored.value) : undefined;
      if (unc === undefined || !/^[A-Z]:$/.test(letter) || this.#inUse(letter)) continue;
      this.#files.drives.mapDrive(letter, unc);
      this.#client.connect(unc);
    }
  }

  /** The user has logged off, or the host went down. */
  forget(): void {
    const { drives } = this.#files;
    for (const { drive } of drives.mappedDrives()) drives.unmapDrive(drive);
    this.#user = undefined;
  }

  #inUse(letter: string): boolean {
    const { drives } = this.#files;
    return [...drives.drives(), ...drives.mappedDrives()].some(({ drive }) => foldName(drive) === letter);
  }
}

const keyOf = (user: UserProfile, drive: string): string =>
  `${userKey(user)}\\Network\\${drive.slice(0, 1).toUpperCase()}`;
