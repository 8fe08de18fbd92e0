// The modules as a whole: what intercepts requests in tests puts itself into them.
import http from 'node:http';
import https from 'node:https';
import { type ErrorCode, type HostIdentity, ScanclashError } from '@scanclash/core';
import { shown } from '../bundle/bundle-error.ts';
import { certificateHint, type ServerIdentity } from '../tls/server-identity.ts';
import { VerifyingAgent } from '../tls/verifying-agent.ts';
import { loginScheme, tokenIn, type WinrmAuth } from './login-scheme.ts';
import { PlainAgent } from './plain-agent.ts';
import { Unanswered } from './unanswered.ts';
import { readWsman, type WsmanAnswer, type WsmanRequest, wsmanEnvelope } from './wsman-messages.ts';

export interface WinrmAccess {
  /** `https://exch01:5986/wsman`; with `http:` everything goes over the network in the clear. */
  readonly url: string;
  /** `DOMAIN\user`, `user@domain`, or the user of an account of the host itself. */
  readonly user: string;
  readonly password: string;
  /** Undefined: what the host offers, NTLM first. */
  readonly auth?: WinrmAuth | undefined;
  /** SHA-256 of the certificate, in capital hexadecimal digits; without it the certificate must be one that Node trusts. */
  readonly fingerprint?: string | undefined;
}

interface Posted {
  readonly status: number;
  readonly body: string;
  /** How one may log in, as the host says it with status 401. */
  readonly offers: string;
}

/** Until when, and what may stop it before. */
export interface Patience {
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One connection at a time to a WinRM service, and the login to it. NTLM logs a connection in, not a request: where it is
 * closed, the next request logs in again.
 */
export class WinrmConnection {
  /** `admin@exch01:5986` */
  readonly address: string;
  readonly #access: WinrmAccess;
  readonly #isPlain: boolean;
  readonly #agent: http.Agent;
  #identity: HostIdentity | undefined;
  #certificate: Buffer | undefined;
  #connections = 0;
  /** The header of basic authentication, once it is known to be wanted. */
  #basic: string | undefined;
  #isOpen = false;

  constructor(
    access: WinrmAccess,
    { connectMs, signal }: { readonly connectMs: number; readonly signal?: AbortSignal | undefined },
  ) {
    this.#access = access;
    const { protocol, hostname, port } = new URL(access.url);
    this.#isPlain = protocol === 'http:';
    this.address = `${access.user}@${hostname}:${port || (this.#isPlain ? 80 : 443)}`;
    if (access.auth === 'basic') this.#basic = basicHeader(access);
    const where = {
      host: hostname,
      port: Number(port || (this.#isPlain ? 80 : 443)),
      timeoutMs: connectMs,
      // Whoever is stopped later still removes what it has written, over a connection of its own if need be.
      signal: () => (this.#connections === 0 ? signal : undefined),
      unreached: (reason: string) => this.#trouble('SC-HOST-001', `connect: ${reason}`, connectHint(this.#isPlain)),
    };
    const connected = (identity: HostIdentity) => {
      this.#identity = identity;
      this.#connections += 1;
    };
    if (this.#isPlain) {
      const identity = { kind: 'unverified', key: 'no certificate: plain HTTP' } as const;
      this.#agent = new PlainAgent({ ...where, connected: () => connected(identity) });
      return;
    }
    const wanted: ServerIdentity =
      access.fingerprint === undefined
        ? { kind: 'authorities' }
        : { kind: 'certificate', sha256: access.fingerprint.replaceAll(':', '').toUpperCase() };
    this.#agent = new VerifyingAgent({
      ...where,
      identity: wanted,
      connections: 1,
      refused: ({ key, reason }) =>
        this.#trouble('SC-HOST-002', `certificate: ${reason}`, certificateHint(wanted, key)),
      identified: (identity, socket) => {
        connected(identity);
        this.#certificate = socket.getPeerCertificate().raw;
      },
    });
  }

  /** Whether the host has proved who it is; undefined where none answered. */
  get identity(): HostIdentity | undefined {
    return this.#identity;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** @throws ScanclashError SC-HOST-001 to SC-HOST-003 until the host has let us in, Unanswered after that. */
  async send(request: WsmanRequest, patience: Patience): Promise<WsmanAnswer> {
    // The service is to say "nothing yet" before we stop listening.
    const operationMs = Math.max(500, Math.min(20_000, patience.ms));
    const ms = request.kind === 'receive' ? operationMs + GRACE_MS : patience.ms;
    const until = performance.now() + ms;
    const post = (body: string, authorization: string | undefined) =>
      this.#post(body, authorization, { ...patience, ms: Math.max(1, until - performance.now()) });
    const envelope = wsmanEnvelope(this.#access.url, request, { operationMs, envelopeBytes: 153_600 });
    try {
      let posted = await post(envelope, this.#basic);
      if (posted.status === 401) posted = await this.#logIn(envelope, posted.offers, post);
      this.#isOpen = true;
      const answer = readWsman(posted.body);
      if (answer !== undefined) return answer;
      const { status } = posted;
      throw new Unanswered(
        status === 404
          ? 'there is no WinRM service at this address (HTTP 404)'
          : `the service answered with HTTP ${status}, and not in the words of WS-Management`,
        'go on',
      );
    } catch (error) {
      if (this.#isOpen || !(error instanceof Unanswered)) throw error;
      throw this.#connections === 0
        ? this.#trouble('SC-HOST-001', `connect: ${error.message}`, connectHint(this.#isPlain))
        : this.#trouble('SC-HOST-001', `login: ${error.message}`);
    }
  }

  /** Tried once, so that no account is locked. */
  async #logIn(
    envelope: string,
    offers: string,
    post: (body: string, authorization: string) => Promise<Posted>,
  ): Promise<Posted> {
    if (this.#basic !== undefined && (offers === '' || /\bbasic\b/i.test(offers))) {
      throw this.#refused('by basic authentication');
    }
    const scheme = loginScheme(offers, { wanted: this.#access.auth, isPlain: this.#isPlain });
    if (scheme.kind === 'none') throw this.#trouble('SC-HOST-003', `login: ${scheme.problem}`, scheme.hint);
    if (scheme.kind === 'basic') {
      const basic = basicHeader(this.#access);
      const posted = await post(envelope, basic);
      if (posted.status === 401) throw this.#refused('by basic authentication');
      this.#basic = basic;
      return posted;
    }
    const { negotiateMessage, authenticateMessage, NtlmTrouble } = await import('./ntlm/ntlm-messages.ts');
    const { channelBinding } = await import('./ntlm/channel-binding.ts');
    const challenged = await post('', `${scheme.name} ${negotiateMessage()}`);
    const connections = this.#connections;
    const challenge = tokenIn(challenged.offers, scheme.name);
    if (challenged.status !== 401 || challenge === undefined) {
      throw this.#trouble(
        'SC-HOST-003',
        'login: the host takes no NTLM; what it calls Negotiate may be Kerberos only, which is not supported',
        BUNDLE_HINT,
      );
    }
    const binding = this.#certificate === undefined ? undefined : channelBinding(this.#certificate);
    let response: string;
    try {
      response = authenticateMessage(challenge, this.#access, binding);
    } catch (error) {
      if (!(error instanceof NtlmTrouble)) throw error;
      throw this.#trouble('SC-HOST-003', `login: ${error.message}`, BUNDLE_HINT);
    }
    const posted = await post(envelope, `${scheme.name} ${response}`);
    if (posted.status !== 401) return posted;
    throw this.#connections === connections
      ? this.#refused('by NTLM')
      : this.#trouble('SC-HOST-003', 'login: the host closed the connection half-way through NTLM', BUNDLE_HINT);
  }

  #refused(how: string): ScanclashError {
    return this.#trouble('SC-HOST-003', `login: ${this.#access.user} was refused ${how}`, LOGIN_HINT);
  }

  #trouble(code: ErrorCode, problem: string, hint?: string): ScanclashError {
    return new ScanclashError(code, `${this.address}: ${problem}`, { hint });
  }

  #post(body: string, authorization: string | undefined, { ms, signal }: Patience): Promise<Posted> {
    const timeout = AbortSignal.timeout(Math.ceil(ms));
    const stop = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    return new Promise((resolve, reject) => {
      const fail = (error: NodeJS.ErrnoException) => {
        if (error instanceof ScanclashError || error instanceof Unanswered) return reject(error);
        if (timeout.aborted) return reject(new Unanswered(`no answer within ${showSeconds(ms)}`, 'give up'));
        if (stop.aborted) return reject(new Unanswered(String(stop.reason), 'give up'));
        reject(
          new Unanswered(CUT_OFF.has(error.code ?? '') ? 'the connection was lost' : shown(error.message), 'again'),
        );
      };
      const request = (this.#isPlain ? http : https).request(
        this.#access.url,
        {
          method: 'POST',
          headers: {
            ...(authorization === undefined ? {} : { authorization }),
            'content-type': 'application/soap+xml;charset=UTF-8',
            'content-length': Buffer.byteLength(body),
          },
          signal: stop,
          agent: this.#agent,
        },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          response.on('data', (chunk: Buffer) => {
            size += chunk.length;
            chunks.push(chunk);
            if (size > ENVELOPE_LIMIT) {
              response.destroy(new Unanswered('the service answers with more than an envelope may hold', 'go on'));
            }
          });
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString(),
              offers: response.headers['www-authenticate'] ?? '',
            }),
          );
          response.on('error', fail);
        },
      );
      request.on('error', fail);
      request.end(body);
    });
  }
}

/** For the way of an answer. */
const GRACE_MS = 2_000;

/** Services may send more than MaxEnvelopeSize says; not without bound. */
const ENVELOPE_LIMIT = 4 * 1024 * 1024;

const CUT_OFF = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

const basicHeader = ({ user, password }: WinrmAccess): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

const showSeconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;

const connectHint = (isPlain: boolean): string =>
  `winrm enumerate winrm/config/listener shows on the host where it listens; ${
    isPlain
      ? 'HTTP is port 5985, winrm quickconfig makes it'
      : 'HTTPS is port 5986, winrm quickconfig -transport:https makes it'
  }. A firewall on the way may keep that port shut.`;
const LOGIN_HINT =
  'Check user (DOMAIN%5Cuser, user%40domain, or that of a local account) and password; the user must be a member of the local Administrators.';
const BUNDLE_HINT = 'Read the host by a bundle instead: scanclash collect --script -o collector.cmd';
