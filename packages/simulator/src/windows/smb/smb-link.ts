import { type EventIdentity, type Microseconds, type ScheduledStep, violated, type World } from '../../kernel/index.ts';
import type { Connection } from '../../network/tcp-stack.ts';
import { ERROR_NETNAME_DELETED, type FileHandle, type Refused } from '../files/index.ts';
import type { SharePath, SmbAnswer, SmbLook, SmbQuestion, SmbReply, SmbRequest, SmbResult } from './smb-protocol.ts';

/** The answer to a question, or the event that explains why there is none. */
export type Looked<K extends SmbLook> =
  | { readonly ok: true; readonly answer: SmbAnswer<K> }
  | { readonly ok: false; readonly event: EventIdentity };

/** A request that the server has not answered. */
interface Outstanding {
  readonly since: Microseconds;
  readonly done: (result: SmbResult) => void;
}

/** A folder of the server that somebody wants to hear of. */
interface Watch {
  readonly changed: () => void;
  readonly lost: () => void;
}

export interface LinkParts {
  readonly world: World;
  readonly host: string;
  /** As the client calls it. */
  readonly server: string;
  readonly connection: Connection;
  /** `SessTimeout`: so long an answer may take before the client asks for a sign of life, µs. */
  readonly patience: Microseconds;
}

/**
 * The client's side of one connection to a server. When it ends, whatever was asked and whatever is open fails with
 * ERROR_NETNAME_DELETED; the next use makes another connection.
 *
 * @source KB102067 (SessTimeout). @assumed A late answer is asked after by an echo, which breaks the connection where the
 * server is not there any more, and does not where a scanner keeps the open waiting.
 */
export class SmbLink {
  readonly #parts: LinkParts;
  readonly #outstanding = new Map<number, Outstanding>();
  readonly #handles = new Set<FileHandle>();
  readonly #watches = new Map<number, Watch>();
  #lastId = 0;
  #impatience: ScheduledStep | undefined;
  /** Why there is no connection any more. */
  #ended: EventIdentity | undefined;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    parts.connection.onMessage((message) => this.#take(message as SmbReply));
    parts.connection.onClosed((reset) => this.#end(reset));
  }

  get isOpen(): boolean {
    return this.#parts.connection.isOpen;
  }

  request(request: SmbRequest, done: (result: SmbResult) => void): void {
    const { world, connection } = this.#parts;
    this.#lastId += 1;
    this.#outstanding.set(this.#lastId, { since: world.now, done });
    connection.send({ id: this.#lastId, request });
    if (this.#impatience === undefined) this.#wait(this.#parts.patience);
  }

  ask<K extends SmbLook>(question: SmbQuestion<K>): Looked<K> {
    const { connection } = this.#parts;
    if (!connection.isOpen) return { ok: false, event: this.#ended ?? violated(`${this.#name} ended without a word`) };
    const asked = connection.ask(question);
    return asked.ok ? { ok: true, answer: asked.answer as SmbAnswer<K> } : { ok: false, event: asked.event };
  }

  /** The function that ends it, or undefined where there is nothing to watch. */
  watch(path: SharePath, changed: () => void, lost: () => void): (() => void) | undefined {
    this.#lastId += 1;
    const id = this.#lastId;
    const answered = this.ask({ kind: 'watch', path, watch: id });
    if (!answered.ok || !answered.answer) return undefined;
    this.#watches.set(id, { changed, lost });
    return () => {
      if (this.#watches.delete(id)) this.#parts.connection.send({ unwatch: id });
    };
  }

  /** A file was opened over this link. */
  holds(handle: FileHandle): void {
    this.#handles.add(handle);
  }

  /** @param bytes - Written to the file, and sent before the close. */
  close(handle: FileHandle, file: number, bytes: number): void {
    this.#handles.delete(handle);
    this.#parts.connection.send({ close: file }, bytes);
  }

  /** Ends the session in order. */
  disconnect(): void {
    this.#parts.connection.close();
  }

  /** The host has stopped dead: nobody is answered. */
  forget(): void {
    this.#outstanding.clear();
    this.#watches.clear();
    this.#cancelWait();
  }

  get #name(): string {
    return `the SMB session of ${this.#parts.host} with ${this.#parts.server}`;
  }

  #take(reply: SmbReply): void {
    if ('changed' in reply) return this.#watches.get(reply.changed)?.changed();
    const { id, result } = reply;
    const outstanding = this.#outstanding.get(id);
    this.#outstanding.delete(id);
    outstanding?.done(result);
  }

  #wait(us: Microseconds): void {
    const { world, patience } = this.#parts;
    this.#impatience = world.schedule(us, 'smb session time-out', () => {
      this.#impatience = undefined;
      const [oldest] = this.#outstanding.values();
      if (oldest === undefined) return;
      const waited = world.now - oldest.since;
      if (waited < patience) return this.#wait(patience - waited);
      this.#parts.connection.send({ id: 0, request: { kind: 'echo' } });
      this.#wait(patience);
    });
  }

  #cancelWait(): void {
    if (this.#impatience !== undefined) this.#parts.world.cancel(this.#impatience);
  }

  #end(reset: boolean): void {
    const { world, host, server } = this.#parts;
    this.#cancelWait();
    const lost = { requests: this.#outstanding.size, files: this.#handles.size };
    const kind = reset || lost.requests + lost.files > 0 ? 'smb.session-cut' : 'smb.session-closed';
    const event = world.emit({ host, component: 'smb', kind, subject: server, details: lost });
    this.#ended = event;
    const outstanding = [...this.#outstanding.values()];
    this.#outstanding.clear();
    const watches = [...this.#watches.values()];
    this.#watches.clear();
    const failure: Refused = { ok: false, error: ERROR_NETNAME_DELETED, event };
    world.because(event, () => {
      for (const { done } of outstanding) done(failure);
      for (const { lost } of watches) lost();
    });
  }
}
