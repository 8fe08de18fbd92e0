import { type ErrorCode, type HostIdentity, ScanclashError } from '@scanclash/core';
import { Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import { shown } from '../bundle/bundle-error.ts';
import { type IdentityPolicy, identify, preferredSignatures } from './host-identity.ts';
import { type SshAddress, showSshAddress } from './ssh-address.ts';
import { type SshCredentials, waysToLogIn } from './ssh-credentials.ts';

/** A host on the way. The last one of a route is the one that is asked. */
export interface Hop {
  readonly address: SshAddress;
  readonly policy: IdentityPolicy;
  readonly credentials: SshCredentials;
}

export interface ConnectOptions {
  /** For each hop. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Told the identity of each hop as soon as it is judged. */
  readonly identified: (hop: Hop, identity: HostIdentity) => void;
}

/** A host that lets us ask, and those that lead there. */
export interface SshConnection {
  readonly client: Client;
  readonly close: () => void;
}

/** A host that is gone without a word is noticed after three of these. */
const KEEPALIVE_MS = 5_000;

/** Logs in, hop by hop. @throws ScanclashError SC-HOST-001 to SC-HOST-003, the phase in its text. */
export async function connectSsh(route: readonly Hop[], options: ConnectOptions): Promise<SshConnection> {
  const clients: Client[] = [];
  const close = () => {
    for (const client of clients.toReversed()) client.destroy();
  };
  try {
    let through: ClientChannel | undefined;
    for (const [i, hop] of route.entries()) {
      if (options.signal.aborted) throw notTried(hop, options.signal);
      const client = new Client();
      clients.push(client);
      await logIn(client, hop, through, options);
      const next = route[i + 1];
      if (next !== undefined) through = await forward(client, hop, next.address, options);
    }
    return { client: clients.at(-1) as Client, close };
  } catch (error) {
    close();
    throw error;
  }
}

const notTried = ({ address }: Hop, signal: AbortSignal) =>
  new ScanclashError('SC-HOST-001', `${showSshAddress(address)}: connect: ${stopReason(signal)}`);

type Phase = 'connect' | 'handshake' | 'host key' | 'login';

function logIn(
  client: Client,
  hop: Hop,
  through: ClientChannel | undefined,
  { timeoutMs, signal, identified }: ConnectOptions,
): Promise<void> {
  const { address, policy, credentials } = hop;
  const ways = waysToLogIn(credentials, address.user);
  const serverHostKey = preferredSignatures(policy, address);
  let phase: Phase = through === undefined ? 'connect' : 'handshake';
  let refusal: string | undefined;
  const config: ConnectConfig = {
    ...(through === undefined ? { host: address.host, port: address.port } : { sock: through }),
    username: address.user,
    authHandler: ways.map(({ method }) => method),
    readyTimeout: 0,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: 3,
    ...(serverHostKey === undefined ? {} : { algorithms: { serverHostKey: serverHostKey as [] } }),
    hostVerifier: (blob: Buffer) => {
      phase = 'host key';
      const identity = identify(policy, address, blob);
      identified(hop, identity);
      refusal = identity.kind === 'refused' ? identity.reason : undefined;
      return refusal === undefined;
    },
  };
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (code: ErrorCode, problem: string, hint?: string) => {
      settle();
      client.destroy();
      reject(new ScanclashError(code, `${showSshAddress(address)}: ${phase}: ${problem}`, { hint }));
    };
    const timer = setTimeout(() => fail('SC-HOST-001', `no answer within ${timeoutMs / 1_000} s`), timeoutMs);
    const onAbort = () => fail('SC-HOST-001', stopReason(signal));
    signal.addEventListener('abort', onAbort);
    client
      .on('connect', () => {
        phase = 'handshake';
        // Else each small packet waits for the acknowledgement of the one before it.
        client.setNoDelay(true);
      })
      .on('handshake', () => {
        phase = 'login';
      })
      .on('ready', () => {
        settle();
        resolve();
      })
      // Before it is ready this ends the attempt; later the channels that are open tell.
      .on('error', (error) => {
        if (refusal !== undefined) return fail('SC-HOST-002', refusal, IDENTITY_HINT);
        if (error.level === 'client-authentication') {
          const tried =
            ways.length === 0 ? 'there was nothing to log in with' : ways.map(({ name }) => name).join(', ');
          return fail('SC-HOST-003', `refused; tried: ${tried}`, LOGIN_HINT);
        }
        fail('SC-HOST-001', REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? shown(error.message));
      })
      .on('close', () => fail(phase === 'login' ? 'SC-HOST-003' : 'SC-HOST-001', 'the host closed the connection'));
    try {
      client.connect(config);
    } catch (error) {
      fail('SC-HOST-003', shown(error instanceof Error ? error.message : String(error)), LOGIN_HINT);
    }
  });
}

function forward(
  client: Client,
  { address }: Hop,
  to: SshAddress,
  { timeoutMs, signal }: ConnectOptions,
): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (reason: string) => {
      settle();
      const way = `${showSshAddress(to)} through ${showSshAddress(address)}`;
      reject(new ScanclashError('SC-HOST-001', `${way}: connect: ${reason}`));
    };
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs / 1_000} s`), timeoutMs);
    const onAbort = () => fail(stopReason(signal));
    signal.addEventListener('abort', onAbort);
    client.forwardOut('127.0.0.1', 0, to.host, to.port, (error, channel) => {
      if (error !== undefined) return fail(shown(error.message));
      settle();
      resolve(channel);
    });
  });
}

/** Why everything is to stop, as whoever aborted said it. */
export const stopReason = ({ reason }: AbortSignal): string => (typeof reason === 'string' ? reason : 'stopped');

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused: nothing listens there',
  ECONNRESET: 'the host closed the connection',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'no answer',
};

const IDENTITY_HINT =
  'Compare the fingerprint with the host itself; then put the key into known_hosts, or give it: --host-key SHA256:…';
const LOGIN_HINT =
  'Log in by an agent or a key (--identity FILE), or by a password: --ask-password, SCANCLASH_SSH_PASSWORD, --password-fd N.';
