import { connect, type TLSSocket } from 'node:tls';
import { ScanclashError } from '@scanclash/core';

/** How the server shows that it is the one that is meant. */
export type ServerIdentity =
  /** By this very certificate: its SHA-256 in capital hexadecimal digits, without colons. */
  | { readonly kind: 'certificate'; readonly sha256: string }
  /** By a certificate for its name from an authority that this machine trusts. */
  | { readonly kind: 'authorities' }
  /** Not at all. Whoever stands between can read the password. */
  | { readonly kind: 'anybody' };

/** @param word - `SHA256:AB:CD:…`, 64 hexadecimal digits with colons or without. @throws SC-USE-003 */
export function readFingerprint(word: string): string {
  const digits = /^(?:sha-?256[:=])?((?:[0-9a-f]{2}:?){32})$/i.exec(word.trim())?.[1]?.replaceAll(':', '');
  if (digits !== undefined) return digits.toUpperCase();
  throw new ScanclashError('SC-USE-003', `--certificate ${word}: this is no SHA-256 fingerprint`, {
    hint: 'Write SHA256:AB:CD:… with 64 hexadecimal digits, as openssl x509 -noout -fingerprint -sha256 shows it.',
  });
}

/** `SHA256:AB:CD:…`, as a person compares it. */
export const showFingerprint = (sha256: string): string => `SHA256:${sha256.match(/../g)?.join(':') ?? sha256}`;

/**
 * Connects, and hands the socket out only after the server has shown who it is: nothing is sent before.
 * @param done - Told the socket, or SC-EPO-001 or SC-EPO-002.
 */
export function connectVerified(
  where: { readonly host: string; readonly port: number; readonly timeoutMs: number },
  identity: ServerIdentity,
  done: (error: Error | null, socket?: TLSSocket) => void,
): void {
  const { host, port, timeoutMs } = where;
  const servername = /^[\d.]+$|:/.test(host) ? '' : host;
  // Whether it is trusted is looked at below, so that a refusal can name the certificate.
  const socket = connect({ host, port, servername, rejectUnauthorized: false });
  let ended = false;
  const end = (error: Error | null): void => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    if (error === null) return done(null, socket);
    socket.destroy();
    done(error);
  };
  const timer = setTimeout(() => end(notReached(host, port, `no connection within ${timeoutMs / 1_000} s`)), timeoutMs);
  socket.once('error', (error: NodeJS.ErrnoException) => end(notReached(host, port, reasonOf(error))));
  socket.once('close', () => end(notReached(host, port, 'the connection was closed before it was secure')));
  socket.once('secureConnect', () => end(refusalOf(socket, `${host}:${port}`, identity)));
}

function refusalOf(socket: TLSSocket, server: string, identity: ServerIdentity): ScanclashError | null {
  if (identity.kind === 'anybody') return null;
  const presented = socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toUpperCase();
  if (identity.kind === 'certificate') {
    if (presented === identity.sha256) return null;
    return new ScanclashError(
      'SC-EPO-002',
      `${server}: certificate: the server shows another one than was pinned, ${showFingerprint(presented)}`,
      { hint: 'Nothing was sent. Ask whoever runs the server whether its certificate was renewed.' },
    );
  }
  if (socket.authorized) return null;
  const why = String(socket.authorizationError);
  return new ScanclashError(
    'SC-EPO-002',
    `${server}: certificate: no authority that this machine trusts stands for it (${why}), ${showFingerprint(presented)}`,
    {
      hint: `Nothing was sent. Where the fingerprint is the one that the server itself shows, pin it: --certificate ${showFingerprint(presented)}`,
    },
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens on this port',
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ETIMEDOUT: 'no answer',
  ECONNRESET: 'the connection was reset',
  EPROTO: 'the other side speaks no TLS 1.2 or newer on this port',
};

function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  if (code.startsWith('ERR_SSL')) return `${REASONS['EPROTO']} (${code})`;
  return REASONS[code] ?? (code === '' ? message : code);
}

export const notReached = (host: string, port: number, reason: string): ScanclashError =>
  new ScanclashError('SC-EPO-001', `${host}:${port}: connecting: ${reason}`, {
    hint: 'The address is that of the ePO console, usually port 8443.',
  });
