import type { EventIdentity, Microseconds, ScheduledStep, World } from '../../kernel/index.ts';
import type { Connection } from '../../network/tcp-stack.ts';
import {
  ERROR_BAD_NET_NAME,
  type FileHandle,
  type FileSystem,
  type Refused,
  type Rights,
  type RightsList,
} from '../files/index.ts';
import type { Process } from '../process-table.ts';
import { localPathOf, type Share } from './shares.ts';
import { ERROR_INVALID_HANDLE } from './smb-error.ts';
import type { SharePath, SmbAnswer, SmbLook, SmbMessage, SmbQuestion, SmbRequest, SmbResult } from './smb-protocol.ts';

/** What a session needs of the server that it belongs to. */
export interface SessionHost {
  readonly world: World;
  readonly host: string;
  readonly files: FileSystem;
  /** In whose name files are opened. */
  readonly system: Process;
  /** A share by its name, case aside. */
  share(name: string): Share | undefined;
  nextFile(): number;
  /** Idle sessions without open files end after this time, µs; never where it is undefined. */
  readonly idleLimit: Microseconds | undefined;
  ended(session: SmbSession): void;
}

/** Who has a session: the computer, its user, and the name by which that computer calls this one. */
export interface SessionClient {
  readonly computer: string;
  readonly address: string;
  readonly user: string;
  readonly target: string;
}

/** A file that a client has open, as `net file` lists it. */
export interface SharedFile {
  readonly id: number;
  /** On the server: `D:\Spool\Invirus\A000000001.MSG`. */
  readonly path: string;
  readonly share: string;
  readonly computer: string;
  readonly user: string;
  readonly access: RightsList;
  readonly sharing: Partial<Rights>;
  readonly since: Microseconds;
}

interface Open {
  readonly file: Omit<SharedFile, 'path'>;
  readonly handle: FileHandle;
}

/**
 * The server's side of one client's connection. Whatever the client opens is opened by System through the server's own
 * filters and share modes, with the session as its origin.
 */
export class SmbSession {
  readonly id: number;
  readonly client: SessionClient;
  readonly since: Microseconds;
  /** That the session was opened: a cause of all that is done in it. */
  readonly opened: EventIdentity;
  readonly #host: SessionHost;
  readonly #connection: Connection;
  readonly #opens = new Map<number, Open>();
  /** What ends each watch, by the number that the client gave it. */
  readonly #watches = new Map<number, () => void>();
  #usedAt: Microseconds;
  #isOpen = true;
  #idleTimer: ScheduledStep | undefined;

  constructor(host: SessionHost, id: number, client: SessionClient, connection: Connection) {
    this.id = id;
    this.client = client;
    this.since = host.world.now;
    this.#host = host;
    this.#usedAt = this.since;
    this.#connection = connection;
    this.opened = this.#emit('smb.session-opened', { user: client.user, address: client.address });
    connection.onMessage((message) => this.#take(message as SmbMessage));
    connection.onClosed((reset) => this.#end(reset ? 'smb.session-cut' : 'smb.session-closed'));
    this.#watchIdle(host.idleLimit);
  }

  /** µs since the client last asked for anything. */
  get idleFor(): Microseconds {
    return this.#host.world.now - this.#usedAt;
  }

  /** In the order of opening. */
  get files(): readonly SharedFile[] {
    return Array.from(this.#opens.values(), ({ file, handle }) => ({ ...file, path: handle.path }));
  }

  /** The host has stopped dead: nothing is closed, nobody is told. */
  forget(): void {
    this.#isOpen = false;
    this.#cancelIdleTimer();
    this.#unwatchAll();
  }

  /** Ends the session in order; what the client had open is closed. */
  disconnect(): void {
    this.#connection.close();
  }

  /** Closes a file over the head of its client. */
  closeFile(id: number): boolean {
    const open = this.#opens.get(id);
    if (open === undefined) return false;
    const event = this.#emit('smb.file-closed', { path: open.handle.path });
    this.#host.world.because(event, () => this.#close(id));
    return true;
  }

  /** Answers what is asked at once. */
  answer(question: SmbQuestion<Exclude<SmbLook, 'setup'>>): SmbAnswer<Exclude<SmbLook, 'setup'>> {
    const { files } = this.#host;
    this.#usedAt = this.#host.world.now;
    switch (question.kind) {
      case 'tree':
        return this.#host.share(question.share) !== undefined;
      case 'read':
        return this.#opens.get(question.file)?.handle.read();
      case 'write': {
        const handle = this.#opens.get(question.file)?.handle;
        if (handle === undefined) return this.#refuse(ERROR_INVALID_HANDLE, String(question.file));
        return question.append ? handle.append(question.bytes) : handle.write(question.bytes);
      }
      case 'watch':
        return this.#watch(question.path, question.watch);
      case 'held':
        return this.#opens.get(question.file)?.handle.event ?? this.opened;
      default: {
        const path = this.#localPath(question.path);
        if (path === undefined) {
          return question.kind === 'stat' ? undefined : { ok: false, error: ERROR_BAD_NET_NAME };
        }
        if (question.kind === 'list') return files.list(path, question.pattern, question.limit);
        if (question.kind === 'stat') return files.stat(path);
        if (question.kind === 'make-folder') return files.makeFolder(path);
        if (question.kind === 'remove-folder') return files.removeFolder(path);
        return files.setAttributes(path, question.changes);
      }
    }
  }

  #take(message: SmbMessage): void {
    const { world } = this.#host;
    this.#usedAt = world.now;
    if ('close' in message) return this.#close(message.close);
    if ('unwatch' in message) {
      this.#watches.get(message.unwatch)?.();
      this.#watches.delete(message.unwatch);
      return;
    }
    const { id, request } = message;
    const causes = [...world.causes, this.opened];
    world.because(causes, () => {
      this.#serve(request, (result, bytes) => this.#connection.send({ id, result }, bytes));
    });
  }

  #serve(request: SmbRequest, reply: (result: SmbResult, bytes?: number) => void): void {
    if (request.kind === 'echo') return reply({ ok: true });
    const { files, system: process } = this.#host;
    const path = this.#localPath(request.path);
    if (path === undefined) return reply(this.#refuse(ERROR_BAD_NET_NAME, uncOf(this.#host.host, request.path)));
    const origin = { kind: 'smb', client: this.client.computer, session: this.id } as const;
    if (request.kind === 'remove') return files.remove({ process, origin, path }, reply);
    if (request.kind === 'rename') {
      const to = this.#localPath(request.to);
      if (to === undefined) return reply(this.#refuse(ERROR_BAD_NET_NAME, uncOf(this.#host.host, request.to)));
      return files.rename({ process, origin, path, to, replaceExisting: request.replaceExisting }, reply);
    }
    const { access, share, disposition, deleteOnClose } = request;
    files.open({ process, origin, path, access, share, disposition, deleteOnClose }, (result) => {
      if (!result.ok) return reply(result);
      // While a scanner kept the open waiting the client has gone.
      if (!this.#isOpen) return result.handle.close();
      const id = this.#host.nextFile();
      const { computer, user } = this.client;
      const since = this.#host.world.now;
      const file = { id, share: request.path.share, computer, user, access, sharing: share, since };
      this.#opens.set(id, { file, handle: result.handle });
      const content = includesRead(access) ? files.peek(result.handle.path) : undefined;
      const bytes = content?.ok === true ? content.bytes : undefined;
      reply({ ok: true, file: id, content: bytes }, bytes?.length ?? 0);
    });
  }

  /** Tells the client of changes, once for all that come at one instant. */
  #watch(path: SharePath, id: number): boolean {
    const { files, world } = this.#host;
    const folder = this.#localPath(path);
    let isDue = false;
    const changed = (): void => {
      if (isDue) return;
      isDue = true;
      world.schedule(0, 'smb change notification', () => {
        isDue = false;
        if (this.#watches.has(id)) this.#connection.send({ changed: id });
      });
    };
    const stop = folder === undefined ? undefined : files.watch(folder, changed);
    if (stop === undefined) return false;
    this.#watches.set(id, stop);
    return true;
  }

  #unwatchAll(): void {
    for (const stop of this.#watches.values()) stop();
    this.#watches.clear();
  }

  #close(id: number): void {
    const open = this.#opens.get(id);
    this.#opens.delete(id);
    open?.handle.close();
  }

  #end(kind: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#cancelIdleTimer();
    this.#unwatchAll();
    const event = this.#emit(kind, { files: this.#opens.size });
    this.#host.ended(this);
    this.#host.world.because(event, () => {
      for (const id of this.#opens.keys()) this.#close(id);
    });
  }

  #watchIdle(limit: Microseconds | undefined): void {
    if (limit === undefined) return;
    const look = (): void => {
      const isInUse = this.#opens.size > 0 || this.#watches.size > 0;
      const left = isInUse ? limit : limit - this.idleFor;
      if (left <= 0) return this.disconnect();
      this.#idleTimer = this.#host.world.schedule(left, 'smb idle time-out', look);
    };
    this.#idleTimer = this.#host.world.schedule(limit, 'smb idle time-out', look);
  }

  #cancelIdleTimer(): void {
    if (this.#idleTimer !== undefined) this.#host.world.cancel(this.#idleTimer);
  }

  #localPath({ share, rest }: SharePath): string | undefined {
    const found = this.#host.share(share);
    return found === undefined ? undefined : localPathOf(found, rest);
  }

  #refuse(error: Refused['error'], what: string): Refused {
    return { ok: false, error, event: this.#emit('smb.refused', { path: what, error: error.code }) };
  }

  #emit(kind: string, details: Readonly<Record<string, string | number>>): EventIdentity {
    const { world, host } = this.#host;
    return world.emit({ host, component: 'smb', kind, subject: this.client.computer, details });
  }
}

function includesRead(access: RightsList): boolean {
  return (typeof access === 'string' ? [access] : access).some((right) => right === 'read' || right === 'readwrite');
}

const uncOf = (host: string, { share, rest }: SharePath): string => ['\\', host, share, rest].join('\\');
