import { asDword, foldName, type RegistryReader } from '@scanclash/core';
import type { EventIdentity, Microseconds, World } from '../../kernel/index.ts';
import { SMB_PORT, type TcpStack } from '../../network/tcp-stack.ts';
import {
  type AttributeChanges,
  type ChangeResult,
  ERROR_BAD_NET_NAME,
  ERROR_BAD_NETPATH,
  ERROR_NETNAME_DELETED,
  ERROR_NOT_SAME_DEVICE,
  type FileStat,
  type FolderResult,
  type ListResult,
  type OpenRequest,
  type OpenResult,
  type Refused,
  type RemoteFiles,
  type RemoveRequest,
  type RenameRequest,
  type Win32Error,
} from '../files/index.ts';
import type { ProcessTable } from '../process-table.ts';
import { splitUnc } from './shares.ts';
import { SmbHandle } from './smb-handle.ts';
import { SmbLink } from './smb-link.ts';
import type { SharePath, SmbAnswer, SmbLook, SmbQuestion, SmbRequest, SmbResult } from './smb-protocol.ts';

const WORKSTATION = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanWorkstation\\Parameters';
/** `SessTimeout` where the registry says nothing, seconds; KB102067. */
const SESSION_TIMEOUT = 45;
/** Round trips before the first request: TCP, negotiation, session setup, tree connect. */
const SETUP_ROUND_TRIPS = 4;

export interface SmbClientParts {
  readonly world: World;
  readonly host: string;
  readonly registry: RegistryReader;
  readonly processes: ProcessTable;
  readonly tcp: TcpStack;
  /** One way, µs. */
  readonly latency: Microseconds;
  /** In whose name the host asks others now. */
  user(): string;
}

/** A server that does not answer, and who waits for it. */
interface Outage {
  readonly waiting: ((refused: Refused) => void)[];
}

type Reached = { readonly link: SmbLink } | { readonly outage: Outage };

/**
 * The redirector of a host: reaches the files of others over one connection to each server name, made at the first use
 * and again after it was cut.
 *
 * Requests take two latencies and the time of their content; a connection takes some round trips more. What fails brings
 * ERROR_BAD_NETPATH where no connection comes about (after as long as TCP tries), and ERROR_NETNAME_DELETED where the
 * connection broke under it.
 */
export class SmbClient implements RemoteFiles {
  readonly #parts: SmbClientParts;
  /** By folded name of the server, as all that follow. */
  readonly #links = new Map<string, SmbLink>();
  readonly #outages = new Map<string, Outage>();
  /** Counts boots: what an earlier one has begun is not answered. */
  #epoch = 0;

  constructor(parts: SmbClientParts) {
    this.#parts = parts;
  }

  /** The servers that it has sessions with, by the names that it knows them by. */
  get servers(): readonly string[] {
    return [...this.#links].filter(([, link]) => link.isOpen).map(([server]) => server);
  }

  open(request: OpenRequest, done: (result: OpenResult) => void): void {
    const { path, access, share, disposition, deleteOnClose = false } = request;
    const target = this.#target(path);
    const wish: SmbRequest = { kind: 'open', path: target, access, share, disposition, deleteOnClose };
    this.#request(target.server, wish, (result, link) => {
      if (!result.ok) return done(result);
      const { file, content } = result as { readonly file: number; readonly content: Uint8Array | undefined };
      done({ ok: true, handle: new SmbHandle(link as SmbLink, { path, file, content }) });
    });
  }

  rename(request: RenameRequest, done: (result: ChangeResult) => void): void {
    const from = this.#target(request.path);
    const to = this.#target(request.to);
    if (foldName(from.server) !== foldName(to.server) || foldName(from.share) !== foldName(to.share)) {
      return this.#refuse(ERROR_NOT_SAME_DEVICE, request.path, done);
    }
    const { replaceExisting = false } = request;
    const wish: SmbRequest = { kind: 'rename', path: from, to, replaceExisting };
    this.#request(from.server, wish, (result) => done(result as ChangeResult));
  }

  remove(request: RemoveRequest, done: (result: ChangeResult) => void): void {
    const target = this.#target(request.path);
    this.#request(target.server, { kind: 'remove', path: target }, (result) => done(result as ChangeResult));
  }

  list(folder: string, pattern: string, limit: number): ListResult {
    const path = this.#target(folder);
    return answerOf(this.#look(path.server, { kind: 'list', path, pattern, limit }));
  }

  stat(file: string): FileStat | undefined {
    const path = this.#target(file);
    const looked = this.#look(path.server, { kind: 'stat', path });
    return looked.ok ? looked.answer : undefined;
  }

  makeFolder(folder: string): FolderResult {
    const path = this.#target(folder);
    return answerOf(this.#look(path.server, { kind: 'make-folder', path }));
  }

  removeFolder(folder: string): FolderResult {
    const path = this.#target(folder);
    return answerOf(this.#look(path.server, { kind: 'remove-folder', path }));
  }

  setAttributes(file: string, changes: AttributeChanges): FolderResult {
    const path = this.#target(file);
    return answerOf(this.#look(path.server, { kind: 'set-attributes', path, changes }));
  }

  watch(folder: string, changed: () => void, lost: () => void): (() => void) | undefined {
    const path = this.#target(folder);
    const reached = this.#reach(path.server);
    return 'link' in reached ? reached.link.watch(path, changed, lost) : undefined;
  }

  /** Connects to a share, `\\SERVER\SHARE`, without using it yet. */
  connect(unc: string): FolderResult {
    const { server, share } = this.#target(unc);
    const looked = this.#look(server, { kind: 'tree', share });
    if (!looked.ok) return looked;
    return looked.answer ? { ok: true } : { ok: false, error: ERROR_BAD_NET_NAME };
  }

  /** Ends all sessions in order; what waits is not answered. */
  stop(): void {
    for (const link of this.#links.values()) link.disconnect();
    this.halt();
  }

  /** The host has stopped dead. */
  halt(): void {
    for (const link of this.#links.values()) link.forget();
    this.#links.clear();
    this.#outages.clear();
    this.#epoch += 1;
  }

  #request(server: string, request: SmbRequest, done: (result: SmbResult, link: SmbLink | undefined) => void): void {
    const reached = this.#reach(server);
    if ('outage' in reached) reached.outage.waiting.push((refused) => done(refused, undefined));
    else reached.link.request(request, (result) => done(result, reached.link));
  }

  /** What was lost without a word (the server was booted, say) is found out by asking, and asked again. */
  #look<K extends SmbLook>(
    server: string,
    question: SmbQuestion<K>,
  ): { readonly ok: true; readonly answer: SmbAnswer<K> } | { readonly ok: false; readonly error: Win32Error } {
    for (let attempt = 0; attempt < 2; attempt++) {
      const reached = this.#reach(server);
      if ('outage' in reached) return { ok: false, error: ERROR_BAD_NETPATH };
      const looked = reached.link.ask(question);
      if (looked.ok) return looked;
      if (reached.link.isOpen) break;
    }
    return { ok: false, error: ERROR_NETNAME_DELETED };
  }

  #reach(server: string): Reached {
    const key = foldName(server);
    const present = this.#links.get(key);
    if (present?.isOpen === true) return { link: present };
    const known = this.#outages.get(key);
    if (known !== undefined) return { outage: known };
    const { world, host, tcp, processes, latency } = this.#parts;
    const result = tcp.connectAtOnce(processes.system, server, SMB_PORT);
    if (!result.ok) return { outage: this.#unreachable(server, result.event, result.after) };
    const { connection, event } = result;
    connection.occupy(2 * SETUP_ROUND_TRIPS * latency);
    const link = new SmbLink({ world, host, server, connection, patience: this.#patience() });
    world.because([...world.causes, event], () =>
      link.ask({ kind: 'setup', user: this.#parts.user(), target: server }),
    );
    this.#links.set(key, link);
    return { link };
  }

  #unreachable(server: string, why: EventIdentity, after: Microseconds): Outage {
    const { world, host } = this.#parts;
    const key = foldName(server);
    const epoch = this.#epoch;
    const outage: Outage = { waiting: [] };
    this.#outages.set(key, outage);
    world.because(why, () =>
      world.schedule(after, 'smb unreachable', () => {
        if (this.#epoch !== epoch) return;
        this.#outages.delete(key);
        if (outage.waiting.length === 0) return;
        const error = ERROR_BAD_NETPATH;
        const details = { error: error.code, requests: outage.waiting.length };
        const event = world.emit({ host, component: 'smb', kind: 'smb.unreachable', subject: server, details });
        for (const answer of outage.waiting) answer({ ok: false, error, event });
      }),
    );
    return outage;
  }

  #refuse(error: Win32Error, path: string, done: (refused: Refused) => void): void {
    const { world, host } = this.#parts;
    const details = { path, error: error.code };
    const event = world.emit({ host, component: 'smb', kind: 'smb.refused', subject: host, details });
    done({ ok: false, error, event });
  }

  #target(unc: string): SharePath & { readonly server: string } {
    const parts = splitUnc(unc);
    if (parts === undefined) throw new Error(`no path of a share: ${unc}, write it as \\\\server\\share\\name`);
    return parts;
  }

  #patience(): Microseconds {
    const stored = this.#parts.registry.value(WORKSTATION, 'SessTimeout');
    const seconds = stored.kind === 'known' ? asDword(stored.value) : undefined;
    return (seconds ?? SESSION_TIMEOUT) * 1_000_000;
  }
}

function answerOf<T>(
  looked: { readonly ok: true; readonly answer: T } | { readonly ok: false; readonly error: Win32Error },
): T | { readonly ok: false; readonly error: Win32Error } {
  return looked.ok ? looked.answer : looked;
}
