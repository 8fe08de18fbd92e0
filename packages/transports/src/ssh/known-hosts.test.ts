import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { identify } from './host-identity.ts';
import { fingerprintOf, knownKeys } from './known-hosts.ts';

const blobOf = (type: string, text: string) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), Buffer.from(text)]);
};
const BLOB = blobOf('ssh-ed25519', 'the key of mail01');
const KEY = `ssh-ed25519 ${BLOB.toString('base64')}`;
const hashed = (name: string) => {
  const salt = Buffer.from('01234567890123456789');
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
};

test.each([
  ['mail01', 'mail01', 22, true],
  ['MAIL01', 'mail01', 22, true],
  ['mail01', 'mail01', 2222, false],
  ['[mail01]:2222', 'mail01', 2222, true],
  ['web,mail01,192.0.2.1', '192.0.2.1', 22, true],
  ['*.example.net', 'mail01.example.net', 22, true],
  ['*.example.net', 'mail01.example.org', 22, false],
  ['mail0?', 'mail01', 22, true],
  ['*,!mail01', 'mail01', 22, false],
  ['mail.1', 'mailx1', 22, false],
  [hashed('mail01'), 'mail01', 22, true],
  [hashed('mail01'), 'mail02', 22, false],
  [hashed('[mail01]:2222'), 'mail01', 2222, true],
  ['#mail01', 'mail01', 22, false],
  ['@cert-authority mail01', 'mail01', 22, false],
])('%s knows %s at port %i: %s', (names, host, port, isKnown) => {
  expect(knownKeys(`${names} ${KEY} a comment\n`, host, port).keys).toHaveLength(isKnown ? 1 : 0);
});

const ADDRESS = { user: 'admin', host: 'mail01', port: 22 };
const byFile = (text: string) => identify({ kind: 'known-hosts', text, files: 'known_hosts' }, ADDRESS, BLOB);

test('a host is the right one where a file knows its key, and where its fingerprint is pinned', () => {
  const key = `ssh-ed25519 ${fingerprintOf(BLOB)}`;
  expect(byFile(`mail01 ${KEY}`)).toEqual({ kind: 'verified', key, by: 'known_hosts' });
  expect(identify({ kind: 'pinned', fingerprint: fingerprintOf(BLOB) }, ADDRESS, BLOB)).toMatchObject({
    kind: 'verified',
  });
});

test.each([
  ['', 'does not know it'],
  [`mail01 ssh-ed25519 ${blobOf('ssh-ed25519', 'other').toString('base64')}`, 'by another key'],
  [`@revoked mail01 ${KEY}\nmail01 ${KEY}`, 'marked as revoked'],
])('%j refuses it: %s', (text, reason) => {
  expect(byFile(text)).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) });
});

test('another fingerprint than the pinned one refuses it', () => {
  const fingerprint = `SHA256:${'A'.repeat(43)}`;
  expect(identify({ kind: 'pinned', fingerprint }, ADDRESS, BLOB)).toMatchObject({ kind: 'refused' });
});

test('a host whose key nobody looks at stays unverified', () => {
  expect(identify({ kind: 'anyone' }, ADDRESS, BLOB)).toMatchObject({ kind: 'unverified' });
});
