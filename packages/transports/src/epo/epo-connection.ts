import type { IncomingMessage } from 'node:http';
// The module as a whole: what intercepts requests in tests puts itself into it.
import https from 'node:https';
import { ScanclashError } from '@scanclash/core';
import { shown } from '../bundle/bundle-error.ts';
import { certificateHint, type ServerIdentity } from '../tls/server-identity.ts';
import { VerifyingAgent } from '../tls/verifying-agent.ts';
import type { EpoLimits } from './epo-limits.ts';

export interface EpoAddress {
  readonly host: string;
  readonly port: number;
}

export interface EpoLogin {
  readonly user: string;
  readonly password: string;
}

/** A question that may be put to the server again: it broke off, or the server was busy. */
class Unfinished extends Error {}

const BUSY: readonly number[] = [502, 503, 504];

/**
 * The web API of one ePO server: `GET /remote/COMMAND?…` with the credentials of a user of its console. Everything has a
 * limit; nothing is sent before the server has shown who it is.
 * @source EPO-API: address, credentials, `OK:` before the payload, anything else an error text.
 */
export class EpoConnection {
  readonly address: EpoAddress;
  readonly #login: string;
  readonly #limits: EpoLimits;
  readonly #agent: VerifyingAgent;
  readonly #endsAt: number;
  readonly #asked: string[] = [];
  #bytes = 0;
  #fingerprint = '';

  constructor(
    address: EpoAddress,
    options: { readonly login: EpoLogin; readonly identity: ServerIdentity; readonly limits: EpoLimits },
  ) {
    const { login, identity, limits } = options;
    this.address = address;
    this.#login = `Basic ${Buffer.from(`${login.user}:${login.password}`, 'utf8').toString('base64')}`;
    this.#limits = limits;
    const { host, port } = address;
    this.#agent = new VerifyingAgent({
      host,
      port,
      identity,
      timeoutMs: limits.connectMs,
      connections: limits.connections,
      unreached: (reason) =>
        new ScanclashError('SC-EPO-001', `${host}:${port}: connecting: ${reason}`, {
          hint: 'The address is that of the ePO console, usually port 8443.',
        }),
      refused: ({ key, reason }) =>
        new ScanclashError('SC-EPO-002', `${host}:${port}: certificate: ${reason}`, {
          hint: certificateHint(identity, key),
        }),
      identified: ({ key }) => {
        this.#fingerprint = key;
      },
    });
    this.#endsAt = Date.now() + limits.runMs;
  }

  /**
   * Runs a command that reads, and gives its payload.
   * @param phase - What is going on, for complaints: `reading systems`.
   * @throws SC-EPO-001 to SC-EPO-005
   */
  async ask(command: string, parameters: Readonly<Record<string, string>>, phase: string): Promise<string> {
    this.#asked.push([command, ...Object.values(parameters)].join(' ').trim());
    for (let attempt = 0; ; attempt++) {
      try {
        return this.#payloadOf(await this.#get(command, parameters, phase), phase);
      } catch (error) {
        if (!(error instanceof Unfinished)) throw error;
        if (attempt >= this.#limits.retries) throw this.#error('SC-EPO-001', phase, error.message);
        await pause(this.#limits.pauseMs * 2 ** attempt * (0.5 + Math.random() / 2));
      }
    }
  }

  /** Every question that was put, in order, without what a repetition adds. */
  get asked(): readonly string[] {
    return this.#asked;
  }

  /** The certificate that the server has shown; empty where there was no connection. */
  get fingerprint(): string {
    return this.#fingerprint;
  }

  close(): void {
    this.#agent.destroy();
  }

  #get(command: string, parameters: Readonly<Record<string, string>>, phase: string): Promise<Buffer> {
    const { host, port } = this.address;
    const query = new URLSearchParams({ ...parameters, ':output': 'json' });
    const left = Math.min(this.#limits.answerMs, this.#endsAt - Date.now());
    if (left <= 0) throw this.#tooLong(phase);
    return new Promise((resolve, reject) => {
      const asked = https.request(
        {
          agent: this.#agent,
          host,
          port,
          path: `/remote/${command}?${query.toString()}`,
          headers: { authorization: this.#login, accept: 'application/json, text/plain' },
        },
        (answer) => {
          this.#read(answer, phase).then(resolve, fail);
        },
      );
      const timer = setTimeout(() => fail(this.#tooLong(phase)), left);
      const fail = (error: Error): void => {
        clearTimeout(timer);
        asked.destroy();
        reject(
          error instanceof ScanclashError || error instanceof Unfinished ? error : new Unfinished(brokeOff(error)),
        );
      };
      asked.on('error', fail);
      asked.on('close', () => clearTimeout(timer));
      asked.end();
    });
  }

  async #read(answer: IncomingMessage, phase: string): Promise<Buffer> {
    const status = answer.statusCode ?? 0;
    if (status === 401 || status === 403) {
      throw this.#error('SC-EPO-003', phase, `the server refuses the user or the password (HTTP ${status})`);
    }
    if (BUSY.includes(status)) throw new Unfinished(`the server is busy (HTTP ${status})`);
    if (status !== 200) throw this.#error('SC-EPO-004', phase, `HTTP ${status}; a redirection is not followed`);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      this.#bytes += chunk.length;
      if (size > this.#limits.answerBytes) throw this.#tooLarge(phase, 'an answer', this.#limits.answerBytes);
      if (this.#bytes > this.#limits.totalBytes) throw this.#tooLarge(phase, 'all answers', this.#limits.totalBytes);
    }
    if (!answer.complete) throw new Unfinished('the answer was cut off');
    return Buffer.concat(chunks);
  }

  #payloadOf(bytes: Buffer, phase: string): string {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw this.#error('SC-EPO-004', phase, 'the answer is no UTF-8');
    }
    const payload = /^OK:\s*/.exec(text);
    if (payload !== null) return text.slice(payload[0].length);
    throw this.#error('SC-EPO-004', phase, `ePO answers: ${shown(text.trim()) || 'nothing'}`);
  }

  #tooLong(phase: string): ScanclashError {
    return this.#error('SC-EPO-005', phase, `no whole answer within ${this.#limits.answerMs / 1_000} s`);
  }

  #tooLarge(phase: string, what: string, bytes: number): ScanclashError {
    return this.#error('SC-EPO-005', phase, `${what} of more than ${Math.ceil(bytes / 1024 / 1024)} MB; given up`);
  }

  #error(code: 'SC-EPO-001' | 'SC-EPO-003' | 'SC-EPO-004' | 'SC-EPO-005', phase: string, problem: string) {
    const { host, port } = this.address;
    return new ScanclashError(code, `${host}:${port}: ${phase}: ${problem}`);
  }
}

const brokeOff = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ECONNRESET' || message === 'aborted' ? 'the answer was cut off' : shown(message);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
