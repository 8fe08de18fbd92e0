import type { TLSSocket } from 'node:tls';
import { type HostIdentity, ScanclashError } from '@scanclash/core';

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

/** Whether the server has shown the certificate that was wanted. */
export function identifyServer(socket: TLSSocket, wanted: ServerIdentity): HostIdentity {
  const { fingerprint256 } = socket.getPeerCertificate();
  const key = `SHA256:${fingerprint256}`;
  if (wanted.kind === 'anybody') return { kind: 'unverified', key };
  if (wanted.kind === 'certificate') {
    if (fingerprint256.replaceAll(':', '') === wanted.sha256) return { kind: 'verified', key, by: '--certificate' };
    return { kind: 'refused', key, reason: `the server shows another one than was pinned, ${key}` };
  }
  if (socket.authorized) return { kind: 'verified', key, by: 'an authority that this machine trusts' };
  const why = String(socket.authorizationError);
  return {
    kind: 'refused',
    key,
    reason: `no authority that this machine trusts stands for it (${why}), ${key}`,
  };
}

/** What to do about a certificate that was refused. */
export const certificateHint = (wanted: ServerIdentity, key: string): string =>
  wanted.kind === 'certificate'
    ? 'Nothing was sent. Ask whoever runs the server whether its certificate was renewed.'
    : `Nothing was sent. Where the fingerprint is the one that the server itself shows, pin it: --certificate ${key}`;
