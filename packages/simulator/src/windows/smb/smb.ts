import type { RegistryTree } from '@scanclash/core';
import type { World } from '../../kernel/index.ts';
import type { HostNetwork, TcpStack } from '../../network/tcp-stack.ts';
import type { FileSystem } from '../files/index.ts';
import type { ProcessTable } from '../process-table.ts';
import { MAPPED_DRIVES_SETTING, MappedDrives, type MapResult, rememberDrive } from './mapped-drives.ts';
import type { Share } from './shares.ts';
import { SmbClient } from './smb-client.ts';
import { SmbServer } from './smb-server.ts';
import { ensureProfile, type UserProfile } from './user-profile.ts';

export interface SmbParts {
  readonly world: World;
  readonly host: string;
  readonly network: HostNetwork;
  readonly registry: RegistryTree;
  readonly files: FileSystem;
  readonly processes: ProcessTable;
  readonly tcp: TcpStack;
  readonly systemRoot: string;
  /** The folder of user profiles. */
  readonly profiles: string;
}

/** The file sharing of one host: what it offers to others, and what it uses of them. */
export class Smb {
  readonly server: SmbServer;
  readonly client: SmbClient;
  readonly #parts: SmbParts;
  readonly #drives: MappedDrives;
  #user: UserProfile | undefined;

  constructor(parts: SmbParts) {
    const { network, host, registry, files } = parts;
    this.#parts = parts;
    this.server = new SmbServer({ ...parts, nameOf: (address) => this.#nameOf(address) });
    this.client = new SmbClient({
      ...parts,
      latency: network.latency,
      // Services and the System process present themselves as the computer's account.
      user: () => this.#user?.name ?? `${host}$`,
    });
    this.#drives = new MappedDrives(registry, files, this.client);
    files.connect(this.client);
  }

  /** Who is logged on, undefined where nobody is. */
  get user(): UserProfile | undefined {
    return this.#user;
  }

  shares(): readonly Share[] {
    return this.server.shares();
  }

  /** Offers a folder under a name. */
  addShare(name: string, path: string): void {
    this.server.addShare(name, path);
  }

  removeShare(name: string): boolean {
    return this.server.removeShare(name);
  }

  /** Maps a drive letter for the user who is logged on; remembered for later logons unless `persistent` is false. */
  mapDrive(drive: string, unc: string, options: { readonly persistent?: boolean } = {}): MapResult {
    return this.#drives.map(drive, unc, options);
  }

  unmapDrive(drive: string): MapResult {
    return this.#drives.unmap(drive);
  }

  /** Puts a mapped drive into the settings of a user, for the next logon: for setting a world up. */
  rememberDrive(user: string, drive: string, unc: string): void {
    rememberDrive(this.#parts.registry, this.profile(user), drive, unc);
  }

  /** A user has logged on: the profile, and the drives that are remembered in it. */
  logon(user: string): UserProfile {
    const { world, host } = this.#parts;
    this.#user = this.profile(user);
    world.reads.note(`${host}:${MAPPED_DRIVES_SETTING}`);
    this.#drives.restore(this.#user);
    return this.#user;
  }

  /** The profile of a user, made where there is none yet: for setting a world up. */
  profile(user: string): UserProfile {
    const { registry, host, profiles } = this.#parts;
    return ensureProfile(registry, host, profiles, user);
  }

  logoff(): void {
    this.#user = undefined;
    this.#drives.forget();
  }

  start(): void {
    this.server.start();
  }

  /** Ends all sessions, own and of others, in order. */
  stop(): void {
    this.client.stop();
    this.server.stop();
  }

  /** The host has stopped dead. */
  halt(): void {
    this.logoff();
    this.client.halt();
    this.server.halt();
  }

  #nameOf(address: string): string {
    return address.startsWith('127.') ? this.#parts.host : this.#parts.network.nameOf(address);
  }
}
