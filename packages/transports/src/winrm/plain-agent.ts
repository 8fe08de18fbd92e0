import { Agent } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { whenConnected } from '../tls/when-connected.ts';

export interface PlainAgentOptions {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** Ends an attempt. */
  readonly signal?: () => AbortSignal | undefined;
  readonly unreached: (reason: string) => Error;
  /** Told of each connection. */
  readonly connected: () => void;
}

/** Opens connections without TLS, one at a time. Whoever answers may be anyone. */
export class PlainAgent extends Agent {
  readonly #options: PlainAgentOptions;

  constructor(options: PlainAgentOptions) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#options = options;
  }

  override createConnection(_options: object, done?: (error: Error | null, stream: Duplex) => void): undefined {
    const { host, port, timeoutMs, signal, unreached, connected } = this.#options;
    const look = () => {
      connected();
      return null;
    };
    whenConnected(
      connect({ host, port }),
      { event: 'connect', timeoutMs, signal: signal?.(), unreached, look },
      (error, socket) => done?.(error, socket),
    );
    return undefined;
  }
}
