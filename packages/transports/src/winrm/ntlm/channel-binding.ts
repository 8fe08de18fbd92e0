import { createHash } from 'node:crypto';

/** By the object identifier of the algorithm that a certificate is signed with, in hexadecimal digits. */
const HASHES: Readonly<Record<string, string>> = {
  // RSA with MD5, SHA-1, SHA-256, SHA-384, SHA-512
  '2a864886f70d010104': 'sha256',
  '2a864886f70d010105': 'sha256',
  '2a864886f70d01010b': 'sha256',
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
  // ECDSA with SHA-1, SHA-256, SHA-384, SHA-512
  '2a8648ce3d0401': 'sha256',
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
};

/**
 * Binds a login to the TLS connection that it goes over: a login that was passed on by somebody in between is worth nothing.
 *
 * @param certificate - Of the server, in DER.
 * @returns 16 bytes; undefined where the certificate is signed with an algorithm that RFC 5929 leaves open.
 * @source RFC 5929, 4.1: tls-server-end-point, the hash of the certificate by the hash function of its signature, SHA-256 in
 * place of MD5 and SHA-1.
 */
export function channelBinding(certificate: Buffer): Buffer | undefined {
  const hash = HASHES[signatureAlgorithm(certificate)];
  return hash === undefined ? undefined : bindingOfHash(createHash(hash).update(certificate).digest());
}

/** @source MS-NLMP 2.2.2.1, MsvAvChannelBindings: MD5 of a gss_channel_bindings_struct (RFC 2744, 3.11) without addresses. */
export function bindingOfHash(hash: Buffer): Buffer {
  const application = Buffer.concat([Buffer.from('tls-server-end-point:'), hash]);
  const addresses = Buffer.alloc(16);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(application.length);
  return createHash('md5')
    .update(Buffer.concat([addresses, length, application]))
    .digest();
}

/** Certificate ::= SEQUENCE { what is signed, SEQUENCE { OBJECT IDENTIFIER, … }, signature } */
function signatureAlgorithm(certificate: Buffer): string {
  const signed = element(certificate, element(certificate, 0).start);
  const identifier = element(certificate, element(certificate, signed.end).start);
  return certificate.toString('hex', identifier.start, identifier.end);
}

/** Where the content of an element of DER is. */
function element(der: Buffer, at: number): { readonly start: number; readonly end: number } {
  const short = der.readUInt8(at + 1);
  const more = short < 0x80 ? 0 : short & 0x7f;
  const start = at + 2 + more;
  return { start, end: start + (more === 0 ? short : der.readUIntBE(at + 2, more)) };
}
