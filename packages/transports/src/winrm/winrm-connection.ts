import http from 'node:http';
import https, { Agent } from 'node:https';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { readWsman, type WsmanAnswer, type WsmanRequest, wsmanEnvelope } from './wsman-messages.ts';

export interface WinrmLimits {
  readonly connectMs: number;
  /** Of one question, from its command to its last output. */
  readonly questionMs: number;
  /** Of everything that is asked of the host. */
  readonly hostMs: number;
  /** Of what one question may answer. */
  readonly answerBytes: number;
}

export const WINRM_LIMITS: WinrmLimits = {
  connectMs: 10_000,
  questionMs: 60_000,
  hostMs: 300_000,
  answerBytes: 64 * 1024 * 1024,
};

export interface WinrmAccess {
  /** `https://exch01:5986/wsman`; `http:` sends the password in the clear. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** SHA-256 of the certificate, in hexadecimal digits; without it the certificate must be one that Node trusts. */
  readonly fingerprint?: string;
}

/** One connection to a WinRM service, with basic authentication. A second request waits for the first. */
export class WinrmConnection {
  readonly #access: WinrmAccess;
  readonly #limits: WinrmLimits;
  readonly #agent: Agent | undefined;

  constructor(access: WinrmAccess, limits: WinrmLimits) {
    this.#access = access;
    this.#limits = limits;
    this.#agent = access.url.startsWith('https:') ? agentFor(access, limits) : undefined;
  }

  close(): void {
    this.#agent?.destroy();
  }

  /** @throws Error with the phase that failed; never with what was sent. */
  async send(request: WsmanRequest, withinMs: number): Promise<WsmanAnswer> {
    const { url, user, password } = this.#access;
    // The service is to say "nothing yet" before we stop listening.
    const operationMs = Math.max(500, Math.min(20_000, withinMs - 2_000));
    const { status, body } = await this.#post(
      wsmanEnvelope(url, request, { operationMs, envelopeBytes: 153_600 }),
      `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      withinMs,
    );
    if (status === 401) throw new Error(`log-on: ${user} was refused, or basic authentication is off at the host`);
    const answer = readWsman(body);
    if (answer === undefined)
      throw new Error(`the service answered with status ${status}, and not in the words of WS-Management`);
    return answer;
  }

  #post(envelope: string, authorization: string, withinMs: number): Promise<{ status: number; body: string }> {
    const { url } = this.#access;
    const start = this.#agent === undefined ? http.request : https.request;
    return new Promise((resolve, reject) => {
      const request = start(
        url,
        {
          method: 'POST',
          headers: {
            authorization,
            'content-type': 'application/soap+xml;charset=UTF-8',
            'content-length': Buffer.byteLength(envelope),
          },
          signal: AbortSignal.timeout(withinMs),
          ...(this.#agent === undefined ? { timeout: this.#limits.connectMs } : { agent: this.#agent }),
        },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          response.on('data', (chunk: Buffer) => {
            size += chunk.length;
            chunks.push(chunk);
            if (size > ENVELOPE_LIMIT)
              response.destroy(new Error('the service answers with more than an envelope may hold'));
          });
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
          );
          response.on('error', reject);
        },
      );
      request.on('error', (error: NodeJS.ErrnoException) =>
        reject(
          error.name === 'AbortError' || error.name === 'TimeoutError'
            ? new Error(`no answer within ${withinMs} ms`)
            : error,
        ),
      );
      request.end(envelope);
    });
  }
}

/** Services may send more than MaxEnvelopeSize says; not without bound. */
const ENVELOPE_LIMIT = 4 * 1024 * 1024;

/** The certificate is looked at before anything is sent. */
function agentFor({ fingerprint }: WinrmAccess, { connectMs }: WinrmLimits): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const pinned = fingerprint?.replaceAll(':', '').toUpperCase();
  const createConnection = (options: ConnectionOptions, done: (error: Error | null, socket?: TLSSocket) => void) => {
    const socket = connect({ ...options, ...(pinned === undefined ? {} : { rejectUnauthorized: false }) });
    const failed = (error: Error) => {
      socket.destroy();
      done(new Error(`connect: ${error.message}`));
    };
    const timer = setTimeout(() => failed(new Error(`no answer within ${connectMs} ms`)), connectMs);
    socket.once('error', (error) => {
      clearTimeout(timer);
      failed(error);
    });
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      const shown = socket.getPeerCertificate().fingerprint256.replaceAll(':', '');
      if (pinned !== undefined && shown !== pinned) {
        return failed(new Error(`the certificate of the host is ${shown}, not the one that was pinned`));
      }
      done(null, socket);
    });
    return undefined;
  };
  return Object.assign(agent, { createConnection });
}
