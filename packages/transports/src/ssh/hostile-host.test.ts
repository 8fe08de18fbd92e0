import { generateKeyPairSync } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import type { HostAnswer } from '@scanclash/core';
import ssh2, { type AuthContext, type ServerChannel, type SFTPWrapper } from 'ssh2';
import { afterEach, expect, test } from 'vitest';
import type { SshLimits } from './ssh-limits.ts';
import { SshTransport } from './ssh-transport.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Hostile {
  readonly authentication?: (context: AuthContext) => void;
  /** Answers a command; the shell and its code page are told already. */
  readonly exec?: (channel: ServerChannel, command: string) => void;
  readonly sftp?: (sftp: SFTPWrapper) => void;
}

const ends = (channel: ServerChannel, output: string, exitCode = 0) => {
  channel.write(output);
  channel.exit(exitCode);
  channel.end();
};

/** A server that answers what it likes. */
async function hostile({ authentication, exec = (channel) => ends(channel, ''), sftp }: Hostile): Promise<number> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const hostKeys = [privateKey.export({ type: 'sec1', format: 'pem' }).toString()];
  const server = new ssh2.Server({ hostKeys }, (connection) => {
    // Else each small packet waits for the acknowledgement of the one before it.
    (connection as unknown as { setNoDelay: (on: boolean) => void }).setNoDelay(true);
    connection
      .on('error', () => undefined)
      .on('authentication', authentication ?? ((context) => context.accept()))
      .on('session', (accept) =>
        accept()
          .on('exec', (take, _, { command }) => {
            if (command.startsWith('echo %OS%')) ends(take(), 'Windows_NT $PSHOME\r\n');
            else if (command === 'chcp') ends(take(), 'Active code page: 437\r\n');
            else exec(take(), command);
          })
          .on('sftp', (take, reject) => (sftp === undefined ? reject() : sftp(take()))),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

const LIMITS: Partial<SshLimits> = { connectMs: 1_500, questionMs: 1_500, hostMs: 5_000, answerBytes: 1_048_576 };

function transportTo(port: number, limits: Partial<SshLimits> = {}): SshTransport {
  const address = { user: 'admin', host: '127.0.0.1', port };
  const credentials = { keys: [], password: 'planted-secret' };
  const transport = new SshTransport({
    host: 'MAIL01',
    route: [{ address, policy: { kind: 'anyone' }, credentials }],
    limits: { ...LIMITS, ...limits },
  });
  closing.push(() => void transport.close());
  return transport;
}

const reasonOf = (answer: HostAnswer | undefined) => (answer?.kind === 'failed' ? answer.reason : 'it was answered');

test('output without an end is cut off at the limit, and the host is not let fill the memory', async () => {
  let sent = 0;
  const chunk = Buffer.alloc(65_536, 'x');
  const port = await hostile({
    exec: (channel, command) => {
      if (command !== 'netstat -ano') return ends(channel, 'MAIL01\r\n');
      const pour = () => {
        while (channel.writable && channel.write(chunk)) sent += chunk.length;
        if (channel.writable) channel.once('drain', pour);
      };
      channel.on('error', () => undefined);
      pour();
    },
  });
  const [endless, name] = await transportTo(port).ask([{ id: 'connections' }, { id: 'host-name' }]);
  expect(reasonOf(endless)).toBe('more than 1 MB of output');
  expect(name).toMatchObject({ kind: 'answered' });
  expect(sent).toBeLessThan(64 * 1_048_576);
});

test('a banner without an end is left at the limit for connecting', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    const timer = setInterval(() => socket.write('A line of a banner\r\n'), 5);
    socket.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const transport = transportTo((server.address() as AddressInfo).port);
  const [answer] = await transport.ask([{ id: 'host-name' }]);
  expect(reasonOf(answer)).toContain('handshake: no answer within 1.5 s');
  expect(transport.session.trouble).toMatchObject({ code: 'SC-HOST-001' });
});

test('a server that speaks no ssh is told from one that is not there', async () => {
  const server = createServer((socket) => socket.end('220 mail01 ESMTP\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const [answer] = await transportTo((server.address() as AddressInfo).port).ask([{ id: 'host-name' }]);
  expect(reasonOf(answer)).toMatch(/handshake: /);
});

test('a command that asks for a password gets the end of its input, and no answer', async () => {
  let typed = '';
  const port = await hostile({
    exec: (channel) => {
      channel.write('Password: ');
      channel.on('data', (data: Buffer) => (typed += data.toString()));
      channel.on('end', () => ends(channel, '', 1));
    },
  });
  const [answer] = await transportTo(port).ask([{ id: 'host-name' }]);
  expect(answer).toMatchObject({ kind: 'answered', exitCode: 1 });
  expect(typed).toBe('');
});

test.each([
  [
    'two questions',
    [
      { prompt: 'Password:', echo: false },
      { prompt: 'And again:', echo: false },
    ],
  ],
  ['an answer that is shown', [{ prompt: 'Password:', echo: true }]],
])('a login that wants %s is not told the password', async (_what, prompts) => {
  let told: readonly string[] = [];
  const port = await hostile({
    authentication: (context) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      context.prompt(prompts, (answers) => {
        told = answers;
        context.reject([]);
      });
    },
  });
  const [answer] = await transportTo(port).ask([{ id: 'host-name' }]);
  expect(reasonOf(answer)).toContain('login: refused');
  expect(told).toEqual(prompts.map(() => ''));
});

test('a stream that closes without an exit code is no answer; it is asked once more', async () => {
  const asked: string[] = [];
  const port = await hostile({
    exec: (channel, command) => {
      asked.push(command);
      channel.write('MAIL01\r\n');
      channel.close();
    },
  });
  const [answer] = await transportTo(port).ask([{ id: 'host-name' }]);
  expect(reasonOf(answer)).toBe('cut off: it told no exit code');
  expect(asked).toEqual(['hostname', 'hostname']);
});

test('a question that was cut off once is answered by the second try', async () => {
  let tries = 0;
  const port = await hostile({
    exec: (channel) => {
      tries += 1;
      if (tries === 1) channel.close();
      else ends(channel, 'MAIL01\r\n');
    },
  });
  const transport = transportTo(port);
  expect(await transport.ask([{ id: 'host-name' }])).toMatchObject([{ kind: 'answered', exitCode: 0 }]);
  expect(transport.session.trouble).toBeUndefined();
});

test('a host that never answers a question is given up for it, not for the others', async () => {
  const port = await hostile({
    exec: (channel, command) => {
      if (command === 'hostname') ends(channel, 'MAIL01\r\n');
    },
  });
  const transport = transportTo(port);
  const [never, name] = await transport.ask([{ id: 'connections' }, { id: 'host-name' }]);
  expect(reasonOf(never)).toBe('no answer within 1.5 s');
  expect(name).toMatchObject({ kind: 'answered' });
  expect(transport.session.trouble).toMatchObject({
    code: 'SC-HOST-004',
    problem: expect.stringContaining('questions: connections: no answer within 1.5 s'),
  });
});

test('an export that never ends is cut off at the limit', async () => {
  const { STATUS_CODE } = ssh2.utils.sftp;
  const port = await hostile({
    sftp: (sftp) =>
      sftp
        .on('MKDIR', (id) => sftp.status(id, STATUS_CODE.OK))
        .on('STAT', (id) => sftp.attrs(id, { mode: 0o40700, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 }))
        .on('OPEN', (id) => sftp.handle(id, Buffer.from('endless')))
        .on('READ', (id, _handle, _offset, length) => sftp.data(id, Buffer.alloc(Math.min(length, 32_768))))
        .on('REMOVE', (id) => sftp.status(id, STATUS_CODE.OK))
        .on('RMDIR', (id) => sftp.status(id, STATUS_CODE.OK)),
  });
  const transport = transportTo(port, { questionMs: 20_000, hostMs: 30_000 });
  const [answer] = await transport.ask([{ id: 'registry-export', key: 'HKLM\\SOFTWARE' }]);
  expect(reasonOf(answer)).toBe('reading the export: the export is larger than 1 MB');
  await transport.close();
  expect(transport.session.temporaryFolder).toMatchObject({ removed: true });
});

test('a connection that is lost while an export is read is named as such', async () => {
  const { STATUS_CODE } = ssh2.utils.sftp;
  const port = await hostile({
    sftp: (sftp) =>
      sftp
        .on('MKDIR', (id) => sftp.status(id, STATUS_CODE.OK))
        .on('STAT', (id) => sftp.attrs(id, { mode: 0o40700, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 }))
        .on('OPEN', () => sftp.end()),
  });
  const [answer] = await transportTo(port).ask([{ id: 'registry-export', key: 'HKLM\\SOFTWARE' }]);
  expect(reasonOf(answer)).toBe('reading the export: the connection was lost');
});

test('without sftp there are no exports, and the reason is named', async () => {
  const [answer] = await transportTo(await hostile({})).ask([{ id: 'registry-export', key: 'HKLM\\SOFTWARE' }]);
  expect(reasonOf(answer)).toMatch(/^temporary folder: /);
});

test('a host that is no Windows is named as such, and asked nothing else', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const asked: string[] = [];
  const server = new ssh2.Server(
    { hostKeys: [privateKey.export({ type: 'sec1', format: 'pem' }).toString()] },
    (connection) =>
      connection
        .on('error', () => undefined)
        .on('authentication', (context) => context.accept())
        .on('session', (accept) =>
          accept().on('exec', (take, _, { command }) => {
            asked.push(command);
            ends(take(), command.startsWith('echo') ? '%OS%\n' : '', command.startsWith('echo') ? 0 : 127);
          }),
        ),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const [answer] = await transportTo((server.address() as AddressInfo).port).ask([{ id: 'host-name' }]);
  expect(reasonOf(answer)).toContain('shell: it does not say its code page: is it a Windows host?');
  expect(asked).toHaveLength(3);
});
