import { Agent } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import type { HostIdentity } from '@scanclash/core';
import { identifyServer, type ServerIdentity } from './server-identity.ts';
import { whenConnected } from './when-connected.ts';

export interface VerifyingAgentOptions {
  readonly host: string;
  readonly port: number;
  readonly identity: ServerIdentity;
  /** Until the server has shown who it is. */
  readonly timeoutMs: number;
  /** Ends an attempt; a request that waits for its connection cannot. */
  readonly signal?: () => AbortSignal | undefined;
  /** At the same time. */
  readonly connections: number;
  readonly unreached: (reason: string) => Error;
  /** The error where the certificate is not the one that was wanted. */
  readonly refused: (identity: HostIdentity & { kind: 'refused' }) => Error;
  /** Told of each connection, before anything is sent over it. */
  readonly identified: (identity: HostIdentity, socket: TLSSocket) => void;
}

/**
 * Opens connections, and hands them out only after the server has shown who it is: nothing is sent before. No session of an
 * earlier connection stands in for that.
 */
export class VerifyingAgent extends Agent {
  readonly #options: VerifyingAgentOptions;

  constructor(options: VerifyingAgentOptions) {
    super({ keepAlive: true, maxSockets: options.connections, maxCachedSessions: 0 });
    this.#options = options;
  }

  override createConnection(_options: object, done?: (error: Error | null, stream: Duplex) => void): undefined {
    const { host, port, identity: wanted, timeoutMs, signal, unreached, refused, identified } = this.#options;
    const servername = /^[\d.]+$|:/.test(host) ? '' : host;
    // Whether it is trusted is looked at below, so that a refusal can name the certificate.
    const socket = connect({ host, port, servername, rejectUnauthorized: false });
    const look = () => {
      const identity = identifyServer(socket, wanted);
      identified(identity, socket);
      return identity.kind === 'refused' ? refused(identity) : null;
    };
    whenConnected(socket, { event: 'secureConnect', timeoutMs, signal: signal?.(), unreached, look }, (error, ready) =>
      done?.(error, ready),
    );
    return undefined;
  }
}
