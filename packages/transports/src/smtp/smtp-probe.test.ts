import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { probeSmtp } from './smtp-probe.ts';

async function served<T>(greet: (socket: Socket) => void, use: (port: number) => Promise<T>): Promise<T> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

const probe = (port: number) => probeSmtp('127.0.0.1', port, 500);

test.each([
  ['220 mail01 ESMTP\r\n', { kind: 'open', greeting: '220 mail01 ESMTP' }],
  ['220-mail01\r\n220 welcome\r\n', { kind: 'open', greeting: '220 welcome' }],
  ['554 no service\r\n', { kind: 'unwelcome', said: '554 no service' }],
  ['421 \u001b[2J\r\n', { kind: 'unwelcome', said: '421 \\u001b[2J' }],
  ['', { kind: 'unwelcome', said: 'nothing' }],
  ['x'.repeat(10_000), { kind: 'unwelcome', said: `${'x'.repeat(120)}…` }],
])('a server that says %j', async (greeting, outcome) => {
  expect(await served((socket) => socket.write(greeting), probe)).toEqual(outcome);
});

test('a server that hangs up at once', async () => {
  expect(await served((socket) => socket.end(), probe)).toEqual({
    kind: 'unwelcome',
    said: 'nothing, and closed the connection',
  });
});

test('nobody listens', async () => {
  const port = await served(
    () => undefined,
    (free) => Promise.resolve(free),
  );
  expect(await probe(port)).toEqual({ kind: 'refused' });
});

test('a server that is open is told QUIT, and nothing else', async () => {
  let heard = '';
  const greet = (socket: Socket) => {
    socket.on('data', (data) => (heard += data.toString())).write('220 mail01\r\n');
  };
  await served(greet, async (port) => {
    await probe(port);
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  expect(heard).toBe('QUIT\r\n');
});
