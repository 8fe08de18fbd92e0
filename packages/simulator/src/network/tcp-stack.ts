import type { EventIdentity, Microseconds, World } from '../kernel/index.ts';
import type { Process } from '../windows/process-table.ts';
import type { Network } from './network.ts';
import { WINSOCK, type WinsockError } from './winsock-error.ts';

/** A connection attempt as a port filter of the connecting or the accepting host sees it. */
export interface ConnectionAttempt {
  readonly direction: 'outbound' | 'inbound';
  readonly process: Process;
  readonly remoteAddress: string;
  /** The port that is connected to: remote when outbound, local when inbound. */
  readonly port: number;
}

export type PortVerdict =
  | { readonly kind: 'pass' }
  /** The connecting process gets `error` after `after` µs; `by` names the rule. */
  | { readonly kind: 'refuse'; readonly error: WinsockError; readonly after: Microseconds; readonly by: string };

/** Something that watches the connections of a host: a firewall, the port rules of an anti-virus. */
export interface PortFilter {
  readonly name: string;
  check(attempt: ConnectionAttempt): PortVerdict;
}

export type ConnectResult =
  | { readonly ok: true; readonly connection: Connection }
  | { readonly ok: false; readonly error: WinsockError; readonly event: EventIdentity };

interface Listener {
  readonly process: Process;
  readonly accept: (connection: Connection) => void;
}

export const SMB_PORT = 445;

/** SYN retries of Windows 2000 and 2003: 3, 6 and 12 s. General knowledge, modus.md 6.3. */
const SYN_TIMEOUT: Microseconds = 21_000_000;

/** The network that hosts are attached to. */
export type HostNetwork = Network<TcpStack>;

/** The TCP side of one host: listeners, connects by process, port filters. */
export class TcpStack {
  readonly address: string;
  readonly #world: World;
  readonly #host: string;
  readonly #network: HostNetwork;
  readonly #listeners = new Map<number, Listener>();
  /** Named pipes of this host, by name: reached over SMB, so port filters see port 445. */
  readonly #pipes = new Map<string, Listener>();
  readonly #filters: PortFilter[] = [];
  readonly #connections = new Set<Connection>();

  constructor(world: World, network: HostNetwork, host: string, address: string) {
    this.#world = world;
    this.#network = network;
    this.#host = host;
    this.address = address;
    network.attach(host, address, this);
  }

  addFilter(filter: PortFilter): void {
    this.#filters.push(filter);
  }

  removeFilter(name: string): void {
    const i = this.#filters.findIndex((filter) => filter.name === name);
    if (i >= 0) this.#filters.splice(i, 1);
  }

  listen(process: Process, port: number, accept: (connection: Connection) => void): void {
    this.#listeners.set(port, { process, accept });
  }

  listenPipe(process: Process, pipe: string, accept: (connection: Connection) => void): void {
    this.#pipes.set(pipe.toUpperCase(), { process, accept });
  }

  stopListening(process: Process): void {
    for (const [pipe, listener] of this.#pipes) if (listener.process === process) this.#pipes.delete(pipe);
    for (const [port, listener] of this.#listeners) if (listener.process === process) this.#listeners.delete(port);
  }

  /** In order of port. */
  listeners(): readonly { readonly port: number; readonly process: Process }[] {
    return [...this.#listeners].map(([port, { process }]) => ({ port, process })).sort((a, b) => a.port - b.port);
  }

  connections(): readonly Connection[] {
    return [...this.#connections];
  }

  /** Connects to a name or address. The local filters are asked first, then the way, then the remote host. */
  connect(process: Process, target: string, port: number, done: (result: ConnectResult) => void): void {
    this.#connect(process, target, port, (remote) => remote.#listeners.get(port), done);
  }

  /** Opens a named pipe of another host. Named pipes travel over SMB: whatever cuts SMB cuts them. */
  connectPipe(process: Process, target: string, pipe: string, done: (result: ConnectResult) => void): void {
    this.#connect(process, target, SMB_PORT, (remote) => remote.#pipes.get(pipe.toUpperCase()), done);
  }

  #connect(
    process: Process,
    target: string,
    port: number,
    find: (remote: TcpStack) => Listener | undefined,
    done: (result: ConnectResult) => void,
  ): void {
    const world = this.#world;
    const remoteAddress = this.#network.resolve(target);
    const subject = `${remoteAddress ?? target}:${port}`;
    const attempt = world.emit({
      host: this.#host,
      component: 'tcp',
      kind: 'tcp.connect',
      subject,
      details: { process: process.imageName, port },
    });
    const fail = (error: WinsockError, after: Microseconds, how: { by?: string; kind: string }) => {
      const refuse = () => {
        const event = world.emit({
          host: this.#host,
          component: 'tcp',
          kind: how.kind,
          subject,
          details: {
            process: process.imageName,
            port,
            error: error.code,
            ...(how.by === undefined ? {} : { by: how.by }),
          },
        });
        world.because(event, () => done({ ok: false, error, event }));
      };
      world.because(attempt, () => (after === 0 ? refuse() : world.schedule(after, 'tcp refusal', refuse)));
    };

    if (remoteAddress === undefined) return fail(WINSOCK.WSAHOST_NOT_FOUND, 0, { kind: 'tcp.unresolved' });
    const refused = this.#ask({ direction: 'outbound', process, remoteAddress, port });
    if (refused !== undefined) return fail(refused.error, refused.after, { by: refused.by, kind: 'tcp.refused' });

    const remote = this.#network.stackAt(remoteAddress);
    if (remote === undefined || this.#network.isCut(this.address, remoteAddress)) {
      return fail(WINSOCK.WSAETIMEDOUT, SYN_TIMEOUT, { kind: 'tcp.unreachable' });
    }
    const listener = find(remote);
    const listening = listener?.process ?? process;
    const dropped = remote.#ask({ direction: 'inbound', process: listening, remoteAddress: this.address, port });
    if (dropped !== undefined) return fail(dropped.error, dropped.after, { by: dropped.by, kind: 'tcp.dropped' });
    const roundTrip = 2 * this.#network.latency;
    if (listener === undefined) return fail(WINSOCK.WSAECONNREFUSED, roundTrip, { kind: 'tcp.no-listener' });

    world.because(attempt, () => {
      world.schedule(roundTrip, 'tcp connected', () => {
        const [near, far] = Connection.pair(world, this.#network.latency, {
          near: { address: this.address, process },
          far: { address: remoteAddress, process: listener.process, port },
        });
        this.#keep(near);
        remote.#keep(far);
        listener.accept(far);
        done({ ok: true, connection: near });
      });
    });
  }

  /** Breaks the connections with the remote addresses chosen; both ends are told that it was reset. */
  abort(chosen: (remoteAddress: string) => boolean): void {
    for (const connection of [...this.#connections]) if (chosen(connection.remote.address)) connection.abort();
  }

  #keep(connection: Connection): void {
    this.#connections.add(connection);
    connection.onClosed(() => this.#connections.delete(connection));
  }

  #ask(attempt: ConnectionAttempt): (PortVerdict & { kind: 'refuse' }) | undefined {
    for (const filter of this.#filters) {
      const verdict = filter.check(attempt);
      if (verdict.kind === 'refuse') return verdict;
    }
    return undefined;
  }
}

interface End {
  readonly address: string;
  readonly process: Process;
}

/** One end of an established connection. Messages are whole application messages, not bytes. */
export class Connection {
  readonly local: End;
  readonly remote: End;
  readonly port: number;
  readonly #world: World;
  readonly #latency: Microseconds;
  #peer: Connection | undefined;
  #open = true;
  #receive: ((message: unknown) => void) | undefined;
  readonly #closed: ((reset: boolean) => void)[] = [];

  private constructor(world: World, latency: Microseconds, local: End, remote: End, port: number) {
    this.#world = world;
    this.#latency = latency;
    this.local = local;
    this.remote = remote;
    this.port = port;
  }

  static pair(
    world: World,
    latency: Microseconds,
    ends: { near: End; far: End & { readonly port: number } },
  ): [Connection, Connection] {
    const near = new Connection(world, latency, ends.near, ends.far, ends.far.port);
    const far = new Connection(world, latency, ends.far, ends.near, ends.far.port);
    near.#peer = far;
    far.#peer = near;
    return [near, far];
  }

  get isOpen(): boolean {
    return this.#open;
  }

  onMessage(receive: (message: unknown) => void): void {
    this.#receive = receive;
  }

  /** Told once when the connection ends; `reset` where it broke. */
  onClosed(closed: (reset: boolean) => void): void {
    this.#closed.push(closed);
  }

  send(message: unknown): void {
    if (!this.#open) return;
    const peer = this.#peer;
    this.#world.schedule(this.#latency, 'tcp message', () => {
      if (peer !== undefined && peer.#open) peer.#receive?.(message);
    });
  }

  close(): void {
    const peer = this.#peer;
    this.#end(false);
    if (peer !== undefined) this.#world.schedule(this.#latency, 'tcp close', () => peer.#end(false));
  }

  abort(): void {
    if (this.#peer !== undefined) this.#peer.#end(true);
    this.#end(true);
  }

  #end(reset: boolean): void {
    if (!this.#open) return;
    this.#open = false;
    for (const closed of this.#closed) closed(reset);
  }
}
