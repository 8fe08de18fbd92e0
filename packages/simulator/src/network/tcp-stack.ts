import { type EventIdentity, type Microseconds, type ScheduledStep, violated, type World } from '../kernel/index.ts';
import type { Process, ProcessTable } from '../windows/process-table.ts';
import { Connection, type ConnectionKeeper, type Socket, type Way } from './connection.ts';
import { LocalPorts } from './local-ports.ts';
import type { Attached, Network } from './network.ts';
import type { ConnectionAttempt, PortFilter, PortVerdict } from './port-filter.ts';
import { WINSOCK, type WinsockError } from './winsock-error.ts';

export { type Answer, Connection, type End } from './connection.ts';
export type { ConnectionAttempt, PortFilter, PortVerdict } from './port-filter.ts';

export type ConnectResult =
  | { readonly ok: true; readonly connection: Connection }
  | { readonly ok: false; readonly error: WinsockError; readonly event: EventIdentity };

/** `event`: the attempt, or its failure; `after`: how long a program would have waited for that, µs. */
export type ConnectAtOnceResult =
  | { readonly ok: true; readonly connection: Connection; readonly event: EventIdentity }
  | { readonly ok: false; readonly error: WinsockError; readonly event: EventIdentity; readonly after: Microseconds };

/** A port that a program listens on, or has tried to. */
export type ListenResult = { readonly ok: true } | { readonly ok: false; readonly error: WinsockError };

interface Listener {
  readonly process: Process;
  readonly accept: (connection: Connection) => void;
}

/** Where an attempt goes, once its name is resolved. */
interface Route {
  readonly address: string;
  /** Undefined where nobody has that address. */
  readonly stack: TcpStack | undefined;
}

interface Attempt {
  readonly process: Process;
  readonly port: number;
  /** Name of the pipe, of an attempt to open one. */
  readonly pipe: string | undefined;
  readonly subject: string;
  readonly event: EventIdentity;
  readonly since: Microseconds;
}

interface Failure {
  readonly kind: string;
  readonly error: WinsockError;
  /** From the attempt on. */
  readonly after: Microseconds;
  readonly by?: string;
  readonly causes?: readonly EventIdentity[];
}

/** Somebody who waits for an answer of the network. */
interface Waiting {
  readonly process: Process;
  readonly step: ScheduledStep;
}

export const SMB_PORT = 445;

/** TcpMaxConnectRetransmissions 2 and TCPInitialRtt 3 s: waits of 3, 6 and 12 s. Windows Server 2003 registry reference. */
const SYN_TIMEOUT: Microseconds = 21_000_000;
const LOOPBACK = '127.0.0.1';

/** The network that hosts are attached to. */
export type HostNetwork = Network<TcpStack>;

/** The TCP side of one host: listeners, connects by process, port filters. */
export class TcpStack implements Attached, ConnectionKeeper {
  readonly address: string;
  readonly #world: World;
  readonly #host: string;
  readonly #network: HostNetwork;
  readonly #processes: ProcessTable;
  readonly #listeners = new Map<number, Listener>();
  /** Named pipes of this host, by name: reached over SMB, so port filters see port 445. */
  readonly #pipes = new Map<string, Listener>();
  #filters: readonly PortFilter[] = [];
  readonly #connections = new Set<Connection>();
  readonly #waiting = new Set<Waiting>();
  readonly #localPorts = new LocalPorts();
  #downSince: EventIdentity | undefined;

  constructor(world: World, network: HostNetwork, host: string, address: string, processes: ProcessTable) {
    this.#world = world;
    this.#network = network;
    this.#host = host;
    this.address = address;
    this.#processes = processes;
    network.attach(host, address, this);
  }

  get downSince(): EventIdentity | undefined {
    return this.#downSince;
  }

  /** In the order in which they are asked. */
  get filters(): readonly PortFilter[] {
    return this.#filters;
  }

  addFilter(filter: PortFilter): void {
    if (this.#filters.some(({ name }) => name === filter.name)) {
      violated(`port filter ${filter.name} is loaded on ${this.#host} already`);
    }
    this.#filters = [...this.#filters, filter];
  }

  removeFilter(name: string): void {
    this.#filters = this.#filters.filter((filter) => filter.name !== name);
  }

  /** Fails with WSAEADDRINUSE where another program, or this one, listens on that port. */
  listen(process: Process, port: number, accept: (connection: Connection) => void): ListenResult {
    const holder = this.#listeners.get(port);
    if (holder === undefined) {
      this.#listeners.set(port, { process, accept });
      return { ok: true };
    }
    const error = WINSOCK.WSAEADDRINUSE;
    this.#world.emit({
      host: this.#host,
      component: 'tcp',
      kind: 'tcp.port-in-use',
      subject: String(port),
      details: { process: process.imageName, port, holder: holder.process.imageName, error: error.code },
      causes: [holder.process.started],
    });
    return { ok: false, error };
  }

  /** Offers a named pipe, `\pipe\sql\query`; one of that name that was there is replaced. */
  listenPipe(process: Process, pipe: string, accept: (connection: Connection) => void): void {
    this.#pipes.set(pipe.toUpperCase(), { process, accept });
  }

  /** Takes no more connections for a program; those it has stay. */
  stopListening(process: Process): void {
    for (const [pipe, listener] of this.#pipes) if (listener.process === process) this.#pipes.delete(pipe);
    for (const [port, listener] of this.#listeners) if (listener.process === process) this.#listeners.delete(port);
  }

  /** In order of port. */
  listeners(): readonly { readonly port: number; readonly process: Process }[] {
    return [...this.#listeners].map(([port, { process }]) => ({ port, process })).sort((a, b) => a.port - b.port);
  }

  /** Open ends on this host, oldest first. */
  connections(): readonly Connection[] {
    return [...this.#connections];
  }

  /** Connects to a name or address. The local filters are asked first, then the way, then the remote host. */
  connect(process: Process, target: string, port: number, done: (result: ConnectResult) => void): void {
    this.#connect({ process, target, port, pipe: undefined }, done);
  }

  /**
   * Opens a named pipe of another host. Named pipes travel over SMB, in whose name System connects: whatever stops SMB
   * stops them.
   */
  connectPipe(process: Process, target: string, pipe: string, done: (result: ConnectResult) => void): void {
    this.#connect({ process, target, port: SMB_PORT, pipe }, done);
  }

  /**
   * Connects at no cost in time, for the redirector: what looks into another host's folders is answered at once. It
   * charges the time itself, for a connection by `Connection.occupy`, for a failure by waiting `after`.
   */
  connectAtOnce(process: Process, target: string, port: number): ConnectAtOnceResult {
    const route = this.#route(target);
    const attempt = this.#attempt({ process, target, port, pipe: undefined }, route);
    return this.#world.because(attempt.event, () => {
      const found = this.#leave(attempt, route) ?? this.#reach(attempt, route as Route);
      if ('error' in found) {
        const event = this.#failed(attempt, found);
        return { ok: false, error: found.error, event, after: found.after };
      }
      const [near, far] = this.#establish(attempt, route as Route, found);
      found.accept(far);
      return { ok: true, connection: near, event: attempt.event };
    });
  }

  /** Breaks the connections with the remote addresses and ports of services chosen. */
  abort(chosen: (remoteAddress: string, port: number) => boolean): void {
    for (const connection of this.connections()) {
      if (chosen(connection.remote.address, connection.port)) connection.abort();
    }
  }

  doubt(remoteAddress: string): void {
    for (const connection of this.#connections) if (connection.remote.address === remoteAddress) connection.doubt();
  }

  lost(address: string): void {
    for (const connection of this.connections()) if (connection.local.address === address) connection.lose();
  }

  /** A program has ended: its ports are free, its connections are reset, its attempts are given up. */
  processEnded(process: Process): void {
    this.stopListening(process);
    for (const waiting of this.#waiting) {
      if (waiting.process !== process) continue;
      this.#world.cancel(waiting.step);
      this.#waiting.delete(waiting);
    }
    for (const connection of this.connections()) if (connection.local.process === process) connection.abandon();
  }

  /** The host answers no more from now on, because of `event`. Who is connected is not told. */
  goDown(event: EventIdentity): void {
    this.#downSince = event;
    this.#network.waysChanged();
    this.#listeners.clear();
    this.#pipes.clear();
    for (const waiting of this.#waiting) this.#world.cancel(waiting.step);
    this.#waiting.clear();
    for (const connection of this.connections()) connection.lose();
  }

  comeUp(): void {
    this.#downSince = undefined;
    this.#network.rejoin(this);
  }

  released(connection: Connection): void {
    this.#connections.delete(connection);
    this.#localPorts.giveBack(connection);
  }

  broke(connection: Connection, error: WinsockError, causes: readonly EventIdentity[]): EventIdentity {
    const kinds = new Map<WinsockError, string>([
      [WINSOCK.WSAETIMEDOUT, 'tcp.timed-out'],
      [WINSOCK.WSAECONNABORTED, 'tcp.aborted'],
    ]);
    return this.#world.emit({
      host: this.#host,
      component: 'tcp',
      kind: kinds.get(error) ?? 'tcp.reset',
      subject: `${connection.remote.address}:${connection.remote.port}`,
      details: { process: connection.local.process.imageName, port: connection.port, error: error.code },
      causes,
    });
  }

  #connect(
    wish: { process: Process; target: string; port: number; pipe: string | undefined },
    done: (result: ConnectResult) => void,
  ): void {
    const world = this.#world;
    const { process } = wish;
    const { latency } = this.#network;
    const route = this.#route(wish.target);
    const attempt = this.#attempt(wish, route);
    const fail = (failure: Failure): void => {
      const report = (): void => {
        const event = this.#failed(attempt, failure);
        world.because(event, () => done({ ok: false, error: failure.error, event }));
      };
      const left = attempt.since + failure.after - world.now;
      if (left > 0) this.#wait(process, left, 'tcp refusal', report);
      else report();
    };
    world.because(attempt.event, () => {
      const refused = this.#leave(attempt, route);
      if (refused !== undefined) return fail(refused);
      const there = route as Route;
      this.#wait(process, this.#latencyTo(there), 'tcp connect', () => {
        const found = this.#reach(attempt, there);
        if ('error' in found) return fail(found);
        this.#wait(process, this.#latencyTo(there), 'tcp connected', () => {
          const lost = this.#network.obstacle((there.stack as TcpStack).address, this.address);
          if (lost !== undefined) return fail(unreachable([lost]));
          if (this.#listenerAt(attempt, there) !== found) return fail(noListener(2 * latency));
          const [near, far] = this.#establish(attempt, there, found);
          near.signal(() => found.accept(far));
          done({ ok: true, connection: near });
        });
      });
    });
  }

  #attempt(
    { process, target, port, pipe }: { process: Process; target: string; port: number; pipe: string | undefined },
    route: Route | undefined,
  ): Attempt {
    const subject = `${route?.address ?? target}:${port}`;
    const event = this.#world.emit({
      host: this.#host,
      component: 'tcp',
      kind: 'tcp.connect',
      subject,
      details: { process: process.imageName, port },
    });
    return { process, port, pipe, subject, event, since: this.#world.now };
  }

  /** What keeps an attempt from leaving this host. */
  #leave({ process, port, pipe }: Attempt, route: Route | undefined): Failure | undefined {
    if (route === undefined) return { kind: 'tcp.unresolved', error: WINSOCK.WSAHOST_NOT_FOUND, after: 0 };
    const connecting = pipe === undefined ? process : this.#processes.system;
    const refused = this.#ask({ direction: 'outbound', process: connecting, remoteAddress: route.address, port });
    return refused === undefined ? undefined : { kind: 'tcp.refused', ...refused };
  }

  /** What an attempt finds that has left: the listener, or the reason why it does not get there. */
  #reach(attempt: Attempt, route: Route): Listener | Failure {
    const { stack } = route;
    const obstacle = this.#downSince ?? this.#network.obstacle(this.address, stack?.address ?? route.address);
    if (stack === undefined || obstacle !== undefined) return unreachable(obstacle === undefined ? [] : [obstacle]);
    const listener = this.#listenerAt(attempt, route);
    const roundTrip = 2 * this.#latencyTo(route);
    const dropped = stack.#ask({
      direction: 'inbound',
      process: attempt.pipe === undefined ? (listener?.process ?? stack.#processes.system) : stack.#processes.system,
      remoteAddress: stack === this ? route.address : this.address,
      port: attempt.port,
    });
    if (dropped !== undefined) return { kind: 'tcp.dropped', ...dropped, after: Math.max(dropped.after, roundTrip) };
    return listener ?? noListener(roundTrip);
  }

  #listenerAt({ port, pipe }: Attempt, { stack }: Route): Listener | undefined {
    if (stack === undefined) return undefined;
    const onPort = stack.#listeners.get(port);
    return pipe === undefined || onPort === undefined ? onPort : stack.#pipes.get(pipe.toUpperCase());
  }

  #establish(attempt: Attempt, route: Route, listener: Listener): [Connection, Connection] {
    const { process, port } = attempt;
    const remote = route.stack as TcpStack;
    const local = { address: remote === this ? route.address : this.address, port: this.#freePort(), process };
    const near: Socket = { end: local, way: this.#way(route, this, remote), keeper: this };
    const far: Socket = {
      end: { address: route.address, port, process: listener.process },
      way: this.#way(route, remote, this),
      keeper: remote,
    };
    const pair = Connection.pair(this.#world, near, far);
    this.#localPorts.take(pair[0]);
    this.#connections.add(pair[0]);
    remote.#connections.add(pair[1]);
    return pair;
  }

  #way(route: Route, from: TcpStack, to: TcpStack): Way {
    const network = this.#network;
    return {
      latency: this.#latencyTo(route),
      bandwidth: network.bandwidth,
      obstacle: () => network.obstacle(from.address, to.address),
    };
  }

  #latencyTo(route: Route): Microseconds {
    return route.stack === this ? 0 : this.#network.latency;
  }

  /** Undefined for a name that nobody has. An address that nobody has is a route to nowhere. */
  #route(target: string): Route | undefined {
    if (target.toLowerCase() === 'localhost') return { address: LOOPBACK, stack: this };
    if (target.startsWith('127.')) return { address: target, stack: this };
    const address = this.#network.resolve(target) ?? (/^\d+(\.\d+){3}$/.test(target) ? target : undefined);
    return address === undefined ? undefined : { address, stack: this.#network.stackAt(address) };
  }

  #freePort(): number {
    const port = this.#localPorts.next((candidate) => this.#listeners.has(candidate));
    return port ?? violated(`${this.#host} has no local port left: ${this.#localPorts.size} connections are open`);
  }

  #failed({ process, port, subject }: Attempt, { kind, error, by, causes }: Failure): EventIdentity {
    return this.#world.emit({
      host: this.#host,
      component: 'tcp',
      kind,
      subject,
      details: { process: process.imageName, port, error: error.code, ...(by === undefined ? {} : { by }) },
      ...(causes === undefined ? {} : { causes }),
    });
  }

  #wait(process: Process, delay: Microseconds, label: string, then: () => void): void {
    const step = this.#world.schedule(delay, label, () => {
      this.#waiting.delete(waiting);
      then();
    });
    const waiting: Waiting = { process, step };
    this.#waiting.add(waiting);
  }

  #ask(attempt: ConnectionAttempt): Omit<PortVerdict & { kind: 'refuse' }, 'kind'> | undefined {
    for (const filter of this.#filters) {
      const verdict = filter.check(attempt);
      if (verdict.kind === 'refuse') return { error: verdict.error, after: verdict.after, by: verdict.by };
    }
    return undefined;
  }
}

const unreachable = (causes: readonly EventIdentity[]): Failure => ({
  kind: 'tcp.unreachable',
  error: WINSOCK.WSAETIMEDOUT,
  after: SYN_TIMEOUT,
  causes,
});

const noListener = (after: Microseconds): Failure => ({
  kind: 'tcp.no-listener',
  error: WINSOCK.WSAECONNREFUSED,
  after,
});
