import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A key of a host, as it is sent: type and base64 of the whole blob. */
export interface HostKey {
  readonly type: string;
  readonly blob: string;
}

/** What files of known hosts say of one host. */
export interface KnownKeys {
  readonly keys: readonly HostKey[];
  readonly revoked: readonly HostKey[];
}

/**
 * The keys of a host in the text of known_hosts files.
 *
 * Certificates (`@cert-authority`) are not followed: a host that is known by one only is not known here.
 * @source sshd(8), SSH_KNOWN_HOSTS FILE FORMAT: patterns with `*`, `?` and `!`, `[host]:port`, hashed names, markers.
 */
export function knownKeys(text: string, host: string, port: number): KnownKeys {
  const keys: HostKey[] = [];
  const revoked: HostKey[] = [];
  const name = (port === 22 ? host : `[${host}]:${port}`).toLowerCase();
  for (const line of text.split(/\r?\n/)) {
    const fields = line.trim().split(/[ \t]+/);
    const marker = fields[0]?.startsWith('@') === true ? fields.shift() : undefined;
    const [names = '', type = '', blob = ''] = fields;
    if (names.startsWith('#') || blob === '' || !names.split(',').some((one) => isNamed(one, name))) continue;
    if (names.split(',').some((one) => one.startsWith('!') && isNamed(one.slice(1), name))) continue;
    if (marker === undefined) keys.push({ type, blob });
    else if (marker === '@revoked') revoked.push({ type, blob });
  }
  return { keys, revoked };
}

function isNamed(pattern: string, name: string): boolean {
  const [, salt, hash] = /^\|1\|([^|]+)\|([^|]+)$/.exec(pattern) ?? [];
  if (salt !== undefined && hash !== undefined) {
    const expected = Buffer.from(hash, 'base64');
    const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  }
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(name);
}

/** `SHA256:…` as OpenSSH shows it. */
export function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The type that a blob begins with. */
export function typeOf(blob: Uint8Array): string {
  const buffer = Buffer.from(blob);
  const length = buffer.length < 4 ? 0 : buffer.readUInt32BE(0);
  const type = buffer.subarray(4, 4 + Math.min(length, 64)).toString('latin1');
  return /^[a-z0-9@.-]+$/i.test(type) ? type : 'unknown';
}
