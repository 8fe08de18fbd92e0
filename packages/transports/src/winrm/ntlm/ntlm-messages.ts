import { createType1Message, createType3Message, parseType2Message } from '@node-ntlm/core';

/** Why no login by NTLM is tried, or not to its end; the host was told no secret. */
export class NtlmTrouble extends Error {}

// @source MS-NLMP 2.2.2.5: texts in UTF-16; extended session security, without which a response would be one of NTLMv1.
const UNICODE = 0x1;
const EXTENDED_SECURITY = 0x80000;

/** @source MS-NLMP 2.2.2.1: ids of the pairs in the target information. */
const END_OF_LIST = 0;
const CHANNEL_BINDINGS = 10;

/** The message that asks for a challenge, in Base 64. */
export const negotiateMessage = (): string => base64Of(createType1Message({ domain: '', workstation: '' }));

/**
 * The response to a challenge: NTLMv2, never an older one.
 *
 * @param challenge - In Base 64.
 * @param user - `DOMAIN\user`, `user@domain`, or the user of an account of the host itself.
 * @param binding - Of the TLS connection; left out where there is none.
 * @throws NtlmTrouble
 */
export function authenticateMessage(
  challenge: string,
  { user, password }: { readonly user: string; readonly password: string },
  binding: Buffer | undefined,
): string {
  const { targetInfo, ...read } = readChallenge(challenge);
  if (
    targetInfo === undefined ||
    (read.negotiateFlags & UNICODE) === 0 ||
    (read.negotiateFlags & EXTENDED_SECURITY) === 0
  )
    throw new NtlmTrouble('the host wants NTLMv1, which gives the password away');
  const bound = binding === undefined ? targetInfo : withPair(targetInfo, CHANNEL_BINDINGS, binding);
  const [, domain = '', name = user] = /^([^\\]*)\\(.*)$/s.exec(user) ?? [];
  if (/[^\w.-]/.test(domain)) {
    // The library would send them as %XX.
    throw new NtlmTrouble(`the domain "${domain}" has characters that are not supported; write user@domain instead`);
  }
  return base64Of(
    createType3Message(
      { ...read, targetInfo: bound },
      { domain: domain === '.' ? '' : domain, username: name, password, workstation: '' },
    ),
  );
}

function readChallenge(challenge: string): ReturnType<typeof parseType2Message> {
  try {
    return parseType2Message(`NTLM ${challenge}`);
  } catch {
    throw new NtlmTrouble('what the host sent is no challenge of NTLM');
  }
}

/** The target information with one more pair before its end. */
function withPair(targetInfo: Buffer, id: number, value: Buffer): Buffer {
  let at = 0;
  while (at + 4 <= targetInfo.length && targetInfo.readUInt16LE(at) !== END_OF_LIST)
    at += 4 + targetInfo.readUInt16LE(at + 2);
  if (at + 4 > targetInfo.length) throw new NtlmTrouble('what the host sent is no challenge of NTLM');
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([targetInfo.subarray(0, at), head, value, targetInfo.subarray(at)]);
}

/** The library writes them as they stand in the header of HTTP. */
const base64Of = (message: string): string => message.replace(/^NTLM /, '');
