import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { ScanclashError } from '@scanclash/core';
import { expect, test } from 'vitest';
import { readFingerprint, type ServerIdentity } from '../tls/server-identity.ts';
import { EpoConnection } from './epo-connection.ts';
import { EPO_LIMITS, type EpoLimits } from './epo-limits.ts';
import { oddServer, PASSWORD } from './test/odd-server.ts';

/** What comes of one question, and what the server saw of it. */
async function outcome(listener: RequestListener, limits: Partial<EpoLimits> = {}, identity?: ServerIdentity) {
  const server = await oddServer(listener);
  const connection = server.connection(limits, identity);
  try {
    const payload = await connection.ask('core.help', {}, 'logging in');
    return { payload, requests: server.requests, server };
  } catch (error) {
    if (!(error instanceof ScanclashError)) throw error;
    expect(`${error.message} ${error.hint}`).not.toContain(PASSWORD);
    expect(`${error.message} ${error.hint}`).not.toContain(Buffer.from(`auditor:${PASSWORD}`).toString('base64'));
    return { error, requests: server.requests, server };
  } finally {
    connection.close();
    server.close();
  }
}

const says =
  (text: string | Buffer, status = 200): RequestListener =>
  (_, answer) =>
    answer.writeHead(status).end(text);

test('an answer is what stands behind OK:, with either line end', async () => {
  expect((await outcome(says('OK:\r\n["core.help"]'))).payload).toBe('["core.help"]');
  expect((await outcome(says('OK:\n[]'))).payload).toBe('[]');
});

test('the password goes to the pinned server, as HTTP wants it, and only there', async () => {
  const good = await outcome(says('OK:\r\n[]'));
  expect(good.requests[0]?.headers.authorization).toBe(
    `Basic ${Buffer.from(`auditor:${PASSWORD}`).toString('base64')}`,
  );
  const wrong = await outcome(says('OK:\r\n[]'), {}, { kind: 'certificate', sha256: 'AB'.repeat(32) });
  expect(wrong.error).toMatchObject({ code: 'SC-EPO-002' });
  expect(wrong.error?.message).toContain(`SHA256:${wrong.server.fingerprint}`);
  expect(wrong.requests).toEqual([]);
});

test('a certificate that nobody trusts is refused, with the fingerprint to compare and to pin', async () => {
  const { error, requests, server } = await outcome(says('OK:\r\n[]'), {}, { kind: 'authorities' });
  expect(error).toMatchObject({
    code: 'SC-EPO-002',
    hint: expect.stringContaining(`--certificate SHA256:${server.fingerprint}`),
  });
  expect(requests).toEqual([]);
});

test('whoever gives up on the certificate gets the answer', async () => {
  expect((await outcome(says('OK:\r\n[]'), {}, { kind: 'anybody' })).payload).toBe('[]');
});

test.each([401, 403])('HTTP %i is a refused login, and is not tried again', async (status) => {
  const { error, requests } = await outcome(says('Unauthorized', status));
  expect(error).toMatchObject({ code: 'SC-EPO-003', message: expect.stringContaining('logging in') });
  expect(requests).toHaveLength(1);
});

test('an error of ePO is told, without what would drive a terminal', async () => {
  const { error } = await outcome(says('Error 1 :\r\n\u001b[2Jyou have no\u0007 permission'));
  expect(error).toMatchObject({ code: 'SC-EPO-004' });
  expect(error?.problem).toContain(String.raw`\u001b[2Jyou have no\u0007 permission`);
});

test.each([
  ['no OK at all', says('<html>login</html>'), 'SC-EPO-004'],
  ['nothing', says(''), 'SC-EPO-004'],
  ['no UTF-8', says(Buffer.from([0x4f, 0x4b, 0x3a, 0xff, 0xfe])), 'SC-EPO-004'],
  ['a redirection', says('', 302), 'SC-EPO-004'],
] as const)('%s is not understood', async (_, listener, code) => {
  const { error, requests } = await outcome(listener);
  expect(error).toMatchObject({ code });
  expect(requests).toHaveLength(1);
});

test('a busy server is asked again, a few times', async () => {
  let asked = 0;
  const busyOnce: RequestListener = (_, answer) => {
    asked += 1;
    if (asked === 1) answer.writeHead(503).end();
    else answer.end('OK:\r\n[]');
  };
  expect((await outcome(busyOnce)).payload).toBe('[]');
  const { error, requests } = await outcome(says('', 503), { retries: 2 });
  expect(error).toMatchObject({ code: 'SC-EPO-001', message: expect.stringContaining('busy') });
  expect(requests).toHaveLength(3);
});

test('an answer that is cut off is no answer', async () => {
  const cut: RequestListener = (_, answer) => {
    answer.writeHead(200, { 'content-length': '1000' });
    answer.write('OK:\r\n[');
    setTimeout(() => answer.destroy(), 20);
  };
  const { error, requests } = await outcome(cut, { retries: 1 });
  expect(error).toMatchObject({
    code: 'SC-EPO-001',
    message: expect.stringContaining('logging in: the answer was cut off'),
  });
  expect(requests).toHaveLength(2);
});

test('an answer that never ends is given up at its limit, in bytes and in time', async () => {
  const endless: RequestListener = (_, answer) => {
    answer.write('OK:\r\n[');
    const more = () => {
      if (answer.destroyed) return;
      if (answer.write('0,'.repeat(100_000))) setImmediate(more);
      else answer.once('drain', more);
    };
    more();
  };
  const { error } = await outcome(endless, { answerBytes: 1_000_000 });
  expect(error).toMatchObject({ code: 'SC-EPO-005', message: expect.stringContaining('an answer of more than 1 MB') });
  const silent = await outcome(() => {}, { answerMs: 2_000 });
  expect(silent.error).toMatchObject({ code: 'SC-EPO-005', message: expect.stringContaining('within 2 s') });
  expect(silent.requests).toHaveLength(1);
});

test('all answers together have a limit, and so has the time for them', async () => {
  const server = await oddServer(says(`OK:\r\n"${'x'.repeat(400_000)}"`));
  const connection = server.connection({ totalBytes: 1_000_000 });
  await connection.ask('a', {}, 'first');
  await connection.ask('a', {}, 'second');
  await expect(connection.ask('a', {}, 'third')).rejects.toMatchObject({ code: 'SC-EPO-005' });
  connection.close();
  const late = server.connection({ runMs: 0 });
  await expect(late.ask('a', {}, 'first')).rejects.toMatchObject({ code: 'SC-EPO-005' });
  server.close();
});

test('a port where nothing listens, and one where somebody speaks no TLS, are told apart', async () => {
  const plain = createServer((socket) =>
    socket
      .on('error', () => {})
      .resume()
      .end('220 mail01 ESMTP\r\n'),
  );
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const { port } = plain.address() as AddressInfo;
  const ask = async () => {
    const connection = new EpoConnection(
      { host: '127.0.0.1', port },
      { login: { user: 'a', password: 'b' }, identity: { kind: 'anybody' }, limits: { ...EPO_LIMITS, retries: 0 } },
    );
    return connection.ask('core.help', {}, 'logging in').finally(() => connection.close());
  };
  await expect(ask()).rejects.toMatchObject({ code: 'SC-EPO-001', message: expect.stringContaining('TLS') });
  await new Promise((resolve) => plain.close(resolve));
  await expect(ask()).rejects.toMatchObject({
    code: 'SC-EPO-001',
    message: expect.stringContaining('nothing listens on this port'),
  });
});

test('a server that takes the connection and then is silent is given up in time', async () => {
  const deaf = createServer(() => {});
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const connection = new EpoConnection(
    { host: '127.0.0.1', port: (deaf.address() as AddressInfo).port },
    {
      login: { user: 'a', password: 'b' },
      identity: { kind: 'anybody' },
      limits: { ...EPO_LIMITS, connectMs: 200, retries: 0 },
    },
  );
  await expect(connection.ask('core.help', {}, 'logging in')).rejects.toMatchObject({
    code: 'SC-EPO-001',
    message: expect.stringContaining('no connection within 0.2 s'),
  });
  connection.close();
  deaf.close();
});

test('fingerprints are read as tools write them, and nothing else is', () => {
  const digits = 'ab'.repeat(32);
  const colons = digits.match(/../g)!.join(':');
  for (const word of [digits, colons, `SHA256:${colons}`, `sha-256=${colons.toUpperCase()}`]) {
    expect(readFingerprint(word)).toBe(digits.toUpperCase());
  }
  for (const word of ['', 'SHA256:', digits.slice(2), `${digits}ab`, `SHA1:${digits.slice(24)}`]) {
    expect(() => readFingerprint(word)).toThrow('SHA-256');
  }
});
