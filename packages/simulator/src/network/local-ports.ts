import type { Connection } from './connection.ts';

/** Windows 2000 and 2003 give local ports from 1025 to MaxUserPort, which is 5000 where the registry says nothing. */
const FIRST = 1025;
const LAST = 5000;

/** The local ports of the connections that a host has made: given one after the other, again when all others were. */
export class LocalPorts {
  readonly #inUse = new Map<number, Connection>();
  #next = FIRST;

  get size(): number {
    return this.#inUse.size;
  }

  /** A port that no connection has and that is not `taken` otherwise; undefined where there is none. */
  next(taken: (port: number) => boolean): number | undefined {
    for (let tried = FIRST; tried <= LAST; tried++) {
      const port = this.#next;
      this.#next = port === LAST ? FIRST : port + 1;
      if (!this.#inUse.has(port) && !taken(port)) return port;
    }
    return undefined;
  }

  take(connection: Connection): void {
    this.#inUse.set(connection.local.port, connection);
  }

  /** Nothing happens for a connection that others have made: its local port is that of a listener. */
  giveBack(connection: Connection): void {
    const { port } = connection.local;
    if (this.#inUse.get(port) === connection) this.#inUse.delete(port);
  }
}
