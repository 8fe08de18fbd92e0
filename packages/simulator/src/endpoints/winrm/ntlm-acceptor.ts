import { createHash, createHmac, randomBytes, timingSafeEqual, X509Certificate } from 'node:crypto';
import { createNTHashedPasswordV1 } from '@node-ntlm/core';

export interface NtlmAccount {
  readonly user: string;
  readonly password: string;
  /** Of a domain; an account of the host itself where it is left out. */
  readonly domain?: string | undefined;
}

export interface NtlmAcceptorOptions {
  /** Who may log in; nobody else. */
  readonly account: NtlmAccount;
  /** NetBIOS name of the host. */
  readonly computer: string;
  /** What the clock of the host shows, in ms since 1970. */
  readonly now: () => number;
  /** Of the endpoint, in PEM, signed with SHA-256; undefined without TLS. */
  readonly certificate?: string | undefined;
  /** Whether logins must be bound to the TLS connection. @source CbtHardeningLevel of WinRM: Relaxed is its default. */
  readonly channelBinding?: 'strict' | 'relaxed' | undefined;
  /** 8 bytes that the client must answer to; by chance where they are left out. */
  readonly nonce?: Buffer;
}

const SIGNATURE = Buffer.from('NTLMSSP\0');

/** @source MS-NLMP 2.2.2.1: ids of the pairs in the target information. */
const PAIR = { end: 0, computer: 1, domain: 2, flags: 6, timestamp: 7, channelBinding: 10 } as const;

/**
 * @source MS-NLMP 2.2.2.5: UTF-16, target, NTLM, always sign, target is a server, extended session security, target
 * information, version, 128 and 56 bits. No key exchange, as nothing is encrypted with the key.
 */
const FLAGS = 0xa28a8205;

/**
 * The server's side of one login by NTLMv2, as Windows does it: what an independent client sends is checked with nothing but
 * the hash functions of Node and MD4. NTLMv1 is refused.
 * @source MS-NLMP 3.3.2 (NTLMv2), 3.2.5.1.2 (message integrity code), 2.2.1 (layout of the messages).
 */
export class NtlmAcceptor {
  readonly #options: NtlmAcceptorOptions;
  readonly #nonce: Buffer;
  #negotiate: Buffer = Buffer.alloc(0);
  #challenge: Buffer | undefined;

  constructor(options: NtlmAcceptorOptions) {
    this.#options = options;
    this.#nonce = options.nonce ?? randomBytes(8);
  }

  /** The answer to a first message: a challenge. */
  challenge(negotiate: Buffer): Buffer {
    const { computer, now } = this.#options;
    const name = Buffer.from(computer, 'utf16le');
    const time = Buffer.alloc(8);
    time.writeBigUInt64LE((BigInt(now()) + 11_644_473_600_000n) * 10_000n);
    const info = Buffer.concat([
      pair(PAIR.domain, name),
      pair(PAIR.computer, name),
      pair(PAIR.timestamp, time),
      pair(PAIR.end, Buffer.alloc(0)),
    ]);
    const head = Buffer.alloc(56);
    SIGNATURE.copy(head);
    head.writeUInt32LE(2, 8);
    writeField(head, 12, name.length, head.length);
    head.writeUInt32LE(FLAGS, 20);
    this.#nonce.copy(head, 24);
    writeField(head, 40, info.length, head.length + name.length);
    head.set([6, 1, 0xb1, 0x1d, 0, 0, 0, 15], 48);
    this.#negotiate = negotiate;
    this.#challenge = Buffer.concat([head, name, info]);
    return this.#challenge;
  }

  /** Whether a last message proves that its sender knows the password. */
  accepts(authenticate: Buffer): boolean {
    if (this.#challenge === undefined || messageType(authenticate) !== 3) return false;
    const { account, channelBinding = 'relaxed' } = this.#options;
    const [response, domain, user] = [20, 28, 36].map((at) => readField(authenticate, at)) as [Buffer, Buffer, Buffer];
    const isMeant = sameName(user.toString('utf16le'), domain.toString('utf16le'), account, this.#options.computer);
    // A response of NTLMv1 has 24 bytes.
    if (!isMeant || response.length <= 44) return false;
    const key = hmac(createNTHashedPasswordV1(account.password), [
      Buffer.from(user.toString('utf16le').toUpperCase(), 'utf16le'),
      domain,
    ]);
    const [proof, temporary] = [response.subarray(0, 16), response.subarray(16)];
    if (!timingSafeEqual(hmac(key, [this.#nonce, temporary]), proof)) return false;
    const pairs = readPairs(temporary.subarray(28));
    return (
      this.#isBound(pairs.get(PAIR.channelBinding), channelBinding) &&
      this.#isWhole(authenticate, pairs, hmac(key, [proof]))
    );
  }

  /** Of a client that binds to another connection the login is never taken: somebody stands in between. */
  #isBound(binding: Buffer | undefined, level: 'strict' | 'relaxed'): boolean {
    const { certificate } = this.#options;
    if (binding === undefined || binding.every((byte) => byte === 0)) return level === 'relaxed';
    if (certificate === undefined) return false;
    const hash = createHash('sha256').update(new X509Certificate(certificate).raw).digest();
    const application = Buffer.concat([Buffer.from('tls-server-end-point:'), hash]);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(application.length);
    const expected = createHash('md5')
      .update(Buffer.concat([Buffer.alloc(16), length, application]))
      .digest();
    return expected.equals(binding);
  }

  /** The code over all three messages, where the client says that it has made one. */
  #isWhole(authenticate: Buffer, pairs: ReadonlyMap<number, Buffer>, sessionKey: Buffer): boolean {
    const hasCode = ((pairs.get(PAIR.flags)?.readUInt32LE() ?? 0) & 2) !== 0;
    if (!hasCode) return true;
    const bare = Buffer.from(authenticate);
    bare.fill(0, 72, 88);
    const messages = [this.#negotiate, this.#challenge ?? Buffer.alloc(0), bare];
    return timingSafeEqual(hmac(sessionKey, messages), authenticate.subarray(72, 88));
  }
}

/** 1, 2 or 3; undefined for what is no message of NTLM. */
export function messageType(message: Buffer): number | undefined {
  return message.length >= 12 && message.subarray(0, 8).equals(SIGNATURE) ? message.readUInt32LE(8) : undefined;
}

/** Whoever names no domain, or the host, means an account of the host. */
function sameName(user: string, domain: string, account: NtlmAccount, computer: string): boolean {
  const names = (account.domain === undefined ? ['', computer] : [account.domain]).map(
    (name) => `${name}\\${account.user}`,
  );
  const upn = account.domain === undefined ? [] : [`\\${account.user}@${account.domain}`];
  return [...names, ...upn].some((name) => name.toUpperCase() === `${domain}\\${user}`.toUpperCase());
}

const hmac = (key: Buffer, parts: readonly Buffer[]): Buffer =>
  createHmac('md5', key).update(Buffer.concat(parts)).digest();

function pair(id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, value]);
}

function readPairs(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const pairs = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length && bytes.readUInt16LE(at) !== PAIR.end; ) {
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    pairs.set(bytes.readUInt16LE(at), bytes.subarray(at + 4, end));
    at = end;
  }
  return pairs;
}

/** Length, room and place of a part of a message. */
function writeField(message: Buffer, at: number, length: number, place: number): void {
  message.writeUInt16LE(length, at);
  message.writeUInt16LE(length, at + 2);
  message.writeUInt32LE(place, at + 4);
}

function readField(message: Buffer, at: number): Buffer {
  if (message.length < at + 8) return Buffer.alloc(0);
  const place = message.readUInt32LE(at + 4);
  return message.subarray(place, place + message.readUInt16LE(at));
}
