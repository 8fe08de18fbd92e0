import type { HostIdentity } from '@scanclash/core';
import { fingerprintOf, type HostKey, knownKeys, typeOf } from './known-hosts.ts';
import type { SshAddress } from './ssh-address.ts';

/** By what a host is known. There is no default: whoever connects has to say. */
export type IdentityPolicy =
  /** The text of known_hosts files, and how to call them. */
  | { readonly kind: 'known-hosts'; readonly text: string; readonly files: string }
  | { readonly kind: 'pinned'; readonly fingerprint: string }
  /** Any host will do: only because the user said so. */
  | { readonly kind: 'anyone' };

/** Judges the key that a host shows. */
export function identify(policy: IdentityPolicy, { host, port }: SshAddress, blob: Uint8Array): HostIdentity {
  const key = `${typeOf(blob)} ${fingerprintOf(blob)}`;
  const refused = (reason: string): HostIdentity => ({ kind: 'refused', key, reason });
  if (policy.kind === 'anyone') return { kind: 'unverified', key };
  if (policy.kind === 'pinned') {
    return fingerprintOf(blob) === policy.fingerprint
      ? { kind: 'verified', key, by: '--host-key' }
      : refused(`its key is ${key}, not the ${policy.fingerprint} of --host-key`);
  }
  const shown = Buffer.from(blob).toString('base64');
  const { keys, revoked } = knownKeys(policy.text, host, port);
  if (revoked.some((one) => one.blob === shown))
    return refused(`its key ${key} is marked as revoked in ${policy.files}`);
  if (keys.some((one) => one.blob === shown)) return { kind: 'verified', key, by: policy.files };
  return refused(
    keys.length === 0
      ? `${policy.files} does not know it; it shows ${key}`
      : `${policy.files} knows it by another key, and it shows ${key}: another host answers, or it was set up anew`,
  );
}

const RSA = ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'];

/** The signatures to ask the host for: those of the keys that it is known by come first. Undefined: no preference. */
export function preferredSignatures(policy: IdentityPolicy, { host, port }: SshAddress): string[] | undefined {
  if (policy.kind !== 'known-hosts') return undefined;
  const known = knownKeys(policy.text, host, port).keys.flatMap(({ type }: HostKey) =>
    type === 'ssh-rsa' ? RSA : [type],
  );
  const all = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', ...RSA];
  const first = all.filter((one) => known.includes(one));
  return first.length === 0 ? undefined : [...first, ...all.filter((one) => !first.includes(one))];
}
