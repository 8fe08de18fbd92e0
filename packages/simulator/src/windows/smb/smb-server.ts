import { asDword, foldName, type RegistryTree } from '@scanclash/core';
import type { Microseconds, World } from '../../kernel/index.ts';
import { type Connection, SMB_PORT, type TcpStack } from '../../network/tcp-stack.ts';
import type { FileSystem } from '../files/index.ts';
import type { ProcessTable } from '../process-table.ts';
import {
  ADMINISTRATIVE_SHARES_SETTING,
  addShare,
  administrativeShares,
  makesAdministrativeShares,
  namedShare,
  namedShares,
  removeShare,
  SHARES_SETTING,
  type Share,
} from './shares.ts';
import type { SmbQuestion } from './smb-protocol.ts';
import { type SessionHost, type SharedFile, SmbSession } from './smb-session.ts';

const LANMAN_SERVER = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer';
const DISABLED = 4;
/** `autodisconnect` where the registry says nothing, minutes; KB297684. */
const IDLE_MINUTES = 15;
const NEVER = 0xffff_ffff;
/** A limit of 0 ends idle sessions "within a few seconds": KB138365. */
const SOONEST_IDLE: Microseconds = 5_000_000;
const MINUTE: Microseconds = 60_000_000;

export interface SmbServerParts {
  readonly world: World;
  readonly host: string;
  readonly registry: RegistryTree;
  readonly files: FileSystem;
  readonly processes: ProcessTable;
  readonly tcp: TcpStack;
  readonly systemRoot: string;
  /** The computer at an address, or the address. */
  nameOf(address: string): string;
}

/** A session as `net session` lists it. */
export interface SessionEntry {
  readonly id: number;
  readonly computer: string;
  readonly address: string;
  readonly user: string;
  readonly since: Microseconds;
  readonly idleFor: Microseconds;
  readonly opens: number;
}

/**
 * The shares of a host, and the sessions that others have on it: what the Server service does.
 *
 * @source KB138365 and KB297684 (idle sessions), registry reference (`AutoShareServer`: read when the service starts).
 * @assumed The Server service is part of the System process: it runs while the host is up, unless `LanmanServer` is
 * disabled at boot. Every user may use every share.
 */
export class SmbServer {
  readonly #parts: SmbServerParts;
  readonly #sessions = new Map<number, SmbSession>();
  /** Administrative shares that somebody has removed; they come back when the server starts. */
  readonly #removed = new Set<string>();
  #lastSession = 0;
  #lastFile = 0;
  #isRunning = false;
  #offersAdministrative = true;

  constructor(parts: SmbServerParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Offers the shares from now on; nothing happens where the service is disabled or runs already. */
  start(): void {
    const { registry, tcp, processes } = this.#parts;
    const start = registry.value(LANMAN_SERVER, 'Start');
    if (this.#isRunning || (start.kind === 'known' && asDword(start.value) === DISABLED)) return;
    this.#removed.clear();
    this.#noteRead(ADMINISTRATIVE_SHARES_SETTING);
    this.#offersAdministrative = makesAdministrativeShares(registry);
    this.#isRunning = tcp.listen(processes.system, SMB_PORT, (connection) => this.#accept(connection)).ok;
  }

  /** Ends all sessions in order, and offers nothing any more. */
  stop(): void {
    if (!this.#isRunning) return;
    for (const session of this.#sessions.values()) session.disconnect();
    this.#parts.tcp.stopListening(this.#parts.processes.system);
    this.#isRunning = false;
  }

  /** The host has stopped dead: no file is closed, no client is told. */
  halt(): void {
    for (const session of this.#sessions.values()) session.forget();
    this.#sessions.clear();
    this.#isRunning = false;
  }

  /** Named shares, then administrative ones. */
  shares(): readonly Share[] {
    this.#noteRead(SHARES_SETTING);
    return [...namedShares(this.#parts.registry), ...this.#administrativeShares()];
  }

  /** Offers a folder, which should exist, under a name. */
  addShare(name: string, path: string): void {
    addShare(this.#parts.registry, name, path);
  }

  /**
   * Takes a share away and closes what is open through it; false where there is none of that name. Administrative shares
   * come back when the server starts, unless `AutoShareServer` is 0 by then.
   */
  removeShare(name: string): boolean {
    const share = this.#share(name);
    if (share === undefined) return false;
    if (share.administrative) this.#removed.add(foldName(name));
    else removeShare(this.#parts.registry, share.name);
    for (const file of this.openFiles()) if (foldName(file.share) === foldName(name)) this.closeFile(file.id);
    return true;
  }

  /** Oldest first. */
  sessions(): readonly SessionEntry[] {
    return Array.from(this.#sessions.values(), ({ id, client, since, idleFor, files }) => {
      const { computer, address, user } = client;
      return { id, computer, address, user, since, idleFor, opens: files.length };
    });
  }

  /** The files that clients have open through shares, in the order of opening. */
  openFiles(): readonly SharedFile[] {
    return [...this.#sessions.values()].flatMap(({ files }) => files).sort((a, b) => a.id - b.id);
  }

  /** Closes a file over the head of its client, as `net file ID /close` does; false where there is none. */
  closeFile(id: number): boolean {
    for (const session of this.#sessions.values()) if (session.closeFile(id)) return true;
    return false;
  }

  /** Ends the sessions of a computer, named by name or address, as `net session \\NAME /delete` does. */
  closeSessions(computer: string): number {
    const wanted = foldName(computer);
    const chosen = [...this.#sessions.values()].filter(
      ({ client }) => foldName(client.computer) === wanted || client.address === computer,
    );
    for (const session of chosen) session.disconnect();
    return chosen.length;
  }

  #accept(connection: Connection): void {
    let session: SmbSession | undefined;
    connection.onAsk((question) => {
      const asked = question as SmbQuestion;
      if (asked.kind !== 'setup') return session?.answer(asked);
      session = this.#open(asked, connection);
      return session.opened;
    });
  }

  #open({ user, target }: SmbQuestion<'setup'>, connection: Connection): SmbSession {
    const { address } = connection.remote;
    const client = { computer: this.#parts.nameOf(address), address, user, target };
    // A client that sets up its only session (VcNumber 0) has lost those that the server still knows: MS-CIFS.
    for (const old of this.#sessions.values()) {
      if (old.client.address === address && foldName(old.client.target) === foldName(target)) old.disconnect();
    }
    this.#lastSession += 1;
    const session = new SmbSession(this.#host(), this.#lastSession, client, connection);
    this.#sessions.set(session.id, session);
    return session;
  }

  #host(): SessionHost {
    const { world, host, files, processes } = this.#parts;
    return {
      world,
      host,
      files,
      system: processes.system,
      share: (name) => this.#share(name),
      nextFile: () => (this.#lastFile += 1),
      idleLimit: this.#idleLimit(),
      ended: (session) => void this.#sessions.delete(session.id),
    };
  }

  #share(name: string): Share | undefined {
    const wanted = foldName(name);
    this.#noteRead(SHARES_SETTING);
    return (
      namedShare(this.#parts.registry, name) ??
      this.#administrativeShares().find((share) => foldName(share.name) === wanted)
    );
  }

  #administrativeShares(): readonly Share[] {
    if (!this.#offersAdministrative) return [];
    const { files, systemRoot } = this.#parts;
    const drives = files.drives.drives().map(({ drive }) => drive);
    return administrativeShares(drives, systemRoot).filter(({ name }) => !this.#removed.has(foldName(name)));
  }

  #noteRead(setting: string): void {
    const { world, host } = this.#parts;
    world.reads.note(`${host}:${setting}`);
  }

  #idleLimit(): Microseconds | undefined {
    const stored = this.#parts.registry.value(`${LANMAN_SERVER}\\Parameters`, 'autodisconnect');
    const minutes = (stored.kind === 'known' ? asDword(stored.value) : undefined) ?? IDLE_MINUTES;
    return minutes === NEVER ? undefined : Math.max(minutes * MINUTE, SOONEST_IDLE);
  }
}
