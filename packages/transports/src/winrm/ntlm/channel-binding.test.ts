import { createHash, X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';
import { expect, test } from 'vitest';
import { bindingOfHash, channelBinding } from './channel-binding.ts';

const certificate = async (algorithm: string, keyType: 'rsa' | 'ec') => {
  const { cert } = await generate([{ name: 'commonName', value: 'exch01' }], { keyType, algorithm });
  return new X509Certificate(cert).raw;
};

test.each([
  ['sha1', 'rsa', 'sha256'],
  ['sha256', 'rsa', 'sha256'],
  ['sha384', 'rsa', 'sha384'],
  ['sha512', 'rsa', 'sha512'],
  ['sha256', 'ec', 'sha256'],
  ['sha384', 'ec', 'sha384'],
  ['sha512', 'ec', 'sha512'],
] as const)('a certificate signed with %s and %s is bound by its %s', async (algorithm, keyType, hash) => {
  const raw = await certificate(algorithm, keyType);
  expect(channelBinding(raw)).toEqual(bindingOfHash(createHash(hash).update(raw).digest()));
});

test('another algorithm has no binding: RFC 5929 does not say which hash it would be', async () => {
  const raw = await certificate('sha256', 'ec');
  const odd = Buffer.from(raw.toString('hex').replaceAll('2a8648ce3d040302', '2a8648ce3d0403ff'), 'hex');
  expect(channelBinding(odd)).toBeUndefined();
});
