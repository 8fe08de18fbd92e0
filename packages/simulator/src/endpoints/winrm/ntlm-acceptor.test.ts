import { expect, test } from 'vitest';
import { NtlmAcceptor, type NtlmAcceptorOptions } from './ntlm-acceptor.ts';

/** @source MS-NLMP 4.2.1 and 4.2.4: the example of NTLMv2, user "User" of "Domain" with the password "Password". */
const NONCE = Buffer.from('0123456789abcdef', 'hex');
const AUTHENTICATE = Buffer.from(
  [
    '4e544c4d535350000300000018001800',
    '6c00000054005400840000000c000c00',
    '48000000080008005400000010001000',
    '5c00000010001000d8000000358288e2',
    '0501280a0000000f44006f006d006100',
    '69006e00550073006500720043004f00',
    '4d005000550054004500520086c35097',
    'ac9cec102554764a57cccc19aaaaaaaa',
    'aaaaaaaa68cd0ab851e51c96aabc927b',
    'ebef6a1c010100000000000000000000',
    '00000000aaaaaaaaaaaaaaaa00000000',
    '02000c0044006f006d00610069006e00',
    '01000c00530065007200760065007200',
    '0000000000000000c5dad2544fc97990',
    '94ce1ce90bc9d03e',
  ].join(''),
  'hex',
);

const ACCOUNT = { user: 'User', password: 'Password', domain: 'Domain' };

function accepts(message: Buffer, options: Partial<NtlmAcceptorOptions> = {}): boolean {
  const acceptor = new NtlmAcceptor({ account: ACCOUNT, computer: 'SERVER', now: () => 0, nonce: NONCE, ...options });
  acceptor.challenge(Buffer.alloc(0));
  return acceptor.accepts(message);
}

test('the response of the published example is accepted', () => {
  expect(accepts(AUTHENTICATE)).toBe(true);
});

test.each<[string, Partial<NtlmAcceptorOptions>]>([
  ['another password', { account: { ...ACCOUNT, password: 'password' } }],
  ['another user', { account: { ...ACCOUNT, user: 'Other' } }],
  ['another domain', { account: { ...ACCOUNT, domain: 'Other' } }],
  ['another challenge', { nonce: Buffer.alloc(8) }],
  ['a binding that is demanded', { channelBinding: 'strict' }],
])('with %s it is not', (_, options) => {
  expect(accepts(AUTHENTICATE, options)).toBe(false);
});

test('no message that is cut anywhere is accepted, and none is a bug', () => {
  for (let length = 0; length < 0xd8; length++) expect(accepts(AUTHENTICATE.subarray(0, length))).toBe(false);
});

test('no message with a changed byte in its proof or behind it is accepted', () => {
  // The proof, time, nonce of the client and target information.
  for (let at = 0x84; at < 0x84 + 0x54; at++) {
    const changed = Buffer.from(AUTHENTICATE);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(accepts(changed)).toBe(false);
  }
});

test('a response without a challenge is not accepted', () => {
  expect(new NtlmAcceptor({ account: ACCOUNT, computer: 'SERVER', now: () => 0 }).accepts(AUTHENTICATE)).toBe(false);
});
