import { type EventIdentity, type Microseconds, violated, type World } from '../kernel/index.ts';
import type { Process } from '../windows/process-table.ts';
import { WINSOCK, type WinsockError } from './winsock-error.ts';

/** One end of a connection: whose socket it is. */
export interface End {
  readonly address: string;
  readonly port: number;
  readonly process: Process;
}

/** The way from one end to the other. */
export interface Way {
  /** One way, µs. */
  readonly latency: Microseconds;
  /** Bytes per second. */
  readonly bandwidth: number;
  /** The event that keeps packets from arriving now. */
  obstacle(): EventIdentity | undefined;
}

/** What a connection tells the host that it belongs to. */
export interface ConnectionKeeper {
  /** The connection has ended, in order or not. */
  released(connection: Connection): void;
  /** It broke: the event that says so. */
  broke(connection: Connection, error: WinsockError, causes: readonly EventIdentity[]): EventIdentity;
}

/** What an end is made of. */
export interface Socket {
  readonly end: End;
  readonly way: Way;
  readonly keeper: ConnectionKeeper;
}

/** The answer to a question that is asked over a connection at no cost in time. */
export type Answer =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly error: WinsockError; readonly event: EventIdentity };

/** Something on its way to the other end. */
interface Parcel {
  readonly due: Microseconds;
  readonly causes: readonly EventIdentity[];
  /** Sent again while it does not arrive. A reset is not: the other end then stays half open. */
  readonly insists: boolean;
  deliver(): void;
}

/**
 * TcpMaxDataRetransmissions is 5, each wait twice the one before; KB170359.
 * @assumed First wait on a local network, whose round trip is far shorter: 300 ms, the least that TCPInitialRtt may be.
 */
const RETRANSMISSIONS = 5;
const FIRST_RETRANSMISSION: Microseconds = 300_000;

/**
 * After so long without a sign of the other end an idle connection is found dead: KeepAliveTime of two hours and
 * five probes a second apart.
 * @assumed Every program asks for keep-alive, as the Server service and most servers do.
 */
const KEEP_ALIVE: Microseconds = 7_205_000_000;

/**
 * One end of an established connection. Messages are whole application messages, not bytes; they arrive in the order in
 * which they were sent. What does not arrive is sent again for some twenty seconds, then the connection breaks at the
 * end that sent it; the other end notices when it sends something itself, or by keep-alive.
 */
export class Connection {
  readonly local: End;
  readonly remote: End;
  /** The port of the service, whichever end this is. */
  readonly port: number;
  readonly #world: World;
  readonly #way: Way;
  readonly #keeper: ConnectionKeeper;
  readonly #closed: ((reset: boolean, error?: WinsockError) => void)[] = [];
  #peer: Connection | undefined;
  #open = true;
  /** Why this end is gone without the other having been told in order. */
  #gone: readonly EventIdentity[] | undefined;
  #underway: Parcel[] = [];
  /** From when on the line takes the next message. */
  #lineFree: Microseconds = 0;
  #stalled = false;
  #receive: ((message: unknown) => void) | undefined;
  #unread: unknown[] = [];
  #answer: ((question: unknown) => unknown) | undefined;

  private constructor(world: World, socket: Socket, remote: End, port: number) {
    this.#world = world;
    this.#way = socket.way;
    this.#keeper = socket.keeper;
    this.local = socket.end;
    this.remote = remote;
    this.port = port;
  }

  /** Both ends of a new connection: of the host that connected, of the host that was connected to. */
  static pair(world: World, near: Socket, far: Socket): [Connection, Connection] {
    const { port } = far.end;
    const nearEnd = new Connection(world, near, far.end, port);
    const farEnd = new Connection(world, far, near.end, port);
    nearEnd.#peer = farEnd;
    farEnd.#peer = nearEnd;
    return [nearEnd, farEnd];
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Takes messages from now on; those that came before are delivered at once. */
  onMessage(receive: (message: unknown) => void): void {
    this.#receive = receive;
    for (const message of this.#unread.splice(0)) receive(message);
  }

  /** Told once when the connection ends; `reset` where it broke, and with which error. Not told to a program that ended. */
  onClosed(closed: (reset: boolean, error?: WinsockError) => void): void {
    this.#closed.push(closed);
  }

  /** Answers questions of the other end (`ask`). */
  onAsk(answer: (question: unknown) => unknown): void {
    this.#answer = answer;
  }

  /** @param bytes - Its size on the line: transfer takes time by the bandwidth of the way. */
  send(message: unknown, bytes = 0): void {
    if (this.#open) this.#dispatch('tcp message', () => this.#far.#take(message), { bytes });
  }

  /** Has the other end run `action` when this arrives, before what is sent after it. */
  signal(action: () => void): void {
    this.#dispatch('tcp signal', () => {
      if (this.#far.#open) action();
    });
  }

  /** Keeps the line busy for a while, as handshakes do: what is sent after this departs later. */
  occupy(us: Microseconds): void {
    this.#lineFree = Math.max(this.#world.now, this.#lineFree) + us;
  }

  /**
   * Asks the other end and has the answer at once: for looking, which takes no time in a world. Where the other end is
   * gone this breaks the connection, as the reset would that comes back.
   */
  ask(question: unknown): Answer {
    if (!this.#open) violated(`${this.#name} is closed: it cannot be asked`);
    const obstacle = this.#way.obstacle();
    if (obstacle !== undefined) return { ok: false, error: WINSOCK.WSAETIMEDOUT, event: obstacle };
    const far = this.#far;
    if (!far.#open) {
      const error = WINSOCK.WSAECONNRESET;
      return { ok: false, error, event: this.#break(error, far.#gone ?? []) as EventIdentity };
    }
    if (far.#answer === undefined) violated(`${this.#name}: ${far.local.process.imageName} answers no questions`);
    return { ok: true, answer: far.#answer(question) };
  }

  /** Ends the connection in order: what was sent before arrives before. */
  close(): void {
    if (!this.#open) return;
    this.#dispatch('tcp close', () => this.#far.#end());
    this.#end();
  }

  /** Breaks the connection: this end is told at once, the other when the reset arrives. What is under way is lost. */
  abort(): void {
    if (!this.#open) return;
    this.#reset([]);
    this.#break(WINSOCK.WSAECONNABORTED, []);
  }

  /** The program of this end is gone: nobody here is told, the other end gets a reset. */
  abandon(): void {
    if (!this.#open) return;
    this.#reset(this.#underway.filter(({ due }) => due - this.#way.latency <= this.#world.now));
    this.#vanish();
  }

  /** The host of this end stops dead: nobody is told, and what was under way is lost. */
  lose(): void {
    if (!this.#open) return;
    this.#underway = [];
    this.#vanish();
    this.#far.doubt();
  }

  /** Something happened of which this end can only learn by itself: looks at its peer when keep-alive would. */
  doubt(): void {
    if (!this.#open) return;
    this.#world.schedule(KEEP_ALIVE, 'tcp keep-alive', () => {
      const obstacle = this.#way.obstacle();
      if (obstacle !== undefined) this.#break(WINSOCK.WSAETIMEDOUT, [obstacle]);
      else if (this.#far.#gone !== undefined) this.#break(WINSOCK.WSAECONNRESET, this.#far.#gone);
    });
  }

  get #far(): Connection {
    return this.#peer as Connection;
  }

  get #name(): string {
    return `connection ${this.local.address}:${this.local.port} to ${this.remote.address}:${this.remote.port}`;
  }

  #dispatch(label: string, deliver: () => void, how: { bytes?: number; insists?: boolean } = {}): void {
    const { now } = this.#world;
    const { bytes = 0, insists = true } = how;
    this.#lineFree = Math.max(now, this.#lineFree) + Math.ceil((bytes * 1_000_000) / this.#way.bandwidth);
    const due = this.#lineFree + this.#way.latency;
    this.#underway.push({ due, causes: this.#world.causes, insists, deliver });
    this.#world.schedule(due - now, label, () => this.#arrive());
  }

  /** Delivers what is due, in order: two arrivals at one instant may be called in any. */
  #arrive(): void {
    while (!this.#stalled) {
      const next = this.#underway[0];
      if (next === undefined || next.due > this.#world.now) return;
      if (this.#way.obstacle() === undefined) {
        this.#underway.shift();
        if (next.causes === this.#world.causes) next.deliver();
        else this.#world.because(next.causes, () => next.deliver());
      } else if (next.insists) this.#stall(0);
      else this.#underway.shift();
    }
  }

  #stall(attempt: number): void {
    this.#stalled = true;
    this.#world.schedule(FIRST_RETRANSMISSION * 2 ** attempt, 'tcp retransmission', () => {
      if (!this.#stalled) return;
      const obstacle = this.#way.obstacle();
      if (obstacle !== undefined && attempt < RETRANSMISSIONS) return this.#stall(attempt + 1);
      this.#stalled = false;
      if (obstacle === undefined) return this.#arrive();
      this.#underway = [];
      this.#gone ??= [obstacle];
      this.#break(WINSOCK.WSAETIMEDOUT, [obstacle]);
    });
  }

  #take(message: unknown): void {
    if (!this.#open) {
      if (this.#gone !== undefined) this.#answerWithReset(this.#gone);
    } else if (this.#receive === undefined) this.#unread.push(message);
    else this.#receive(message);
  }

  /** This end is no more, but the other does not know. */
  #answerWithReset(why: readonly EventIdentity[]): void {
    this.#world.schedule(this.#way.latency, 'tcp reset', () => {
      if (this.#way.obstacle() === undefined) this.#far.#break(WINSOCK.WSAECONNRESET, why);
    });
  }

  #reset(before: Parcel[]): void {
    const why = this.#world.causes;
    this.#stalled = false;
    this.#underway = before;
    this.#lineFree = this.#world.now;
    this.#dispatch('tcp reset', () => this.#far.#break(WINSOCK.WSAECONNRESET, why), { insists: false });
  }

  /** The event that tells of it; undefined for an end that was closed before. */
  #break(error: WinsockError, causes: readonly EventIdentity[]): EventIdentity | undefined {
    if (!this.#open) return undefined;
    this.#open = false;
    this.#keeper.released(this);
    const event = this.#keeper.broke(this, error, causes);
    this.#gone = [event];
    this.#world.because(event, () => {
      for (const closed of this.#closed) closed(true, error);
    });
    return event;
  }

  #vanish(): void {
    this.#open = false;
    this.#gone = this.#world.causes;
    this.#keeper.released(this);
  }

  #end(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#keeper.released(this);
    for (const closed of this.#closed) closed(false);
  }
}
