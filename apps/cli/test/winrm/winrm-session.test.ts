import { afterAll, expect, test } from 'vitest';
import { disturbed, type Interference, oddListener } from './disturbed-winrm.ts';
import { closeAll, FINGERPRINT, outcome, PASSWORD, served, transportTo } from './served-winrm.ts';

afterAll(closeAll);

const NAME = { id: 'host-name' } as const;
const VERSION = { id: 'windows-version' } as const;
const EXPORT = { id: 'registry-export', key: 'HKLM\\SOFTWARE\\scanclash contract' } as const;

const fault = (reason: string, code: number) =>
  new Response(
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Detail><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="${code}"><f:Message>${reason}</f:Message></f:WSManFault></s:Detail></s:Fault></s:Body></s:Envelope>`,
    { status: 500 },
  );
const STILL_RUNNING = () => fault('', 2150858793);
const nameIn = (line: string) => line.replaceAll('&quot;', '"').split('"')[1] ?? '';
const silence = () => new Promise<never>(() => {});

test('a session tells who was reached, every command, and what was written', async () => {
  const { url, host } = await served();
  const { session } = await outcome(transportTo(url), [NAME, EXPORT]);
  const folder = session.temporaryFolder?.name ?? '';
  expect(folder).toMatch(/^C:\\\w+\\Temp\\scanclash-[0-9a-f]{16}$/);
  expect(session).toEqual({
    address: `administrator@${new URL(url).host}`,
    identities: [
      {
        host: `administrator@${new URL(url).host}`,
        identity: { kind: 'verified', key: `SHA256:${FINGERPRINT}`, by: '--certificate' },
      },
    ],
    commands: [
      'hostname',
      'echo %SystemRoot%',
      `md "${folder}"`,
      expect.stringContaining(`"${folder}\\1.reg"`),
      `certutil -encode "${folder}\\1.reg" "${folder}\\1.reg.b64"`,
      `type "${folder}\\1.reg.b64"`,
      `rd /s /q "${folder}"`,
      `dir /b "${folder}"`,
    ],
    temporaryFolder: { name: folder, removed: true },
    trouble: undefined,
  });
  expect(host.files.tree('C:\\').filter(({ path }) => path.includes('scanclash'))).toEqual([]);
});

test('where nobody listens, the phase is connect', async () => {
  const { url, close } = await served();
  await close();
  const { trouble, session } = await outcome(transportTo(url));
  expect(trouble).toMatchObject({
    code: 'SC-HOST-001',
    problem: expect.stringContaining('connect: nothing listens on this port'),
    hint: expect.stringContaining('port 5986'),
  });
  expect(session).toMatchObject({ identities: [], commands: [], temporaryFolder: undefined });
});

test.each<[string, Parameters<typeof oddListener>[0], string]>([
  ['says nothing', () => undefined, 'connect: no connection within 0.3 s'],
  [
    'speaks no TLS',
    (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    'connect: the other side speaks no TLS',
  ],
  ['hangs up', (socket) => socket.destroy(), 'connect: the connection was '],
])('a port that %s is not reached, once for all questions', async (_, connected, problem) => {
  let connections = 0;
  const url = await oddListener((socket) => {
    connections += 1;
    connected(socket);
  });
  const { trouble, answers } = await outcome(transportTo(url, { limits: { connectMs: 300 } }), [NAME, VERSION]);
  expect(trouble).toMatchObject({ code: 'SC-HOST-001', problem: expect.stringContaining(problem) });
  expect(answers).toEqual([trouble?.problem, trouble?.problem]);
  expect(connections).toBe(1);
});

test('whoever stops it while a port is silent does not wait for the limit', async () => {
  const stop = new AbortController();
  const url = await oddListener(() => stop.abort('interrupted'));
  const begun = performance.now();
  const limits = { connectMs: 60_000 };
  const { trouble } = await outcome(transportTo(url, { signal: stop.signal, limits }), [NAME]);
  expect(trouble?.problem).toContain('interrupted');
  expect(performance.now() - begun).toBeLessThan(30_000);
});

test.each([
  ['another one than was pinned', 'AB'.repeat(32), 'the server shows another one than was pinned'],
  ['one that nobody vouches for', undefined, 'no authority that this machine trusts stands for it'],
])('a certificate that is %s is refused before anything is sent', async (_, fingerprint, reason) => {
  const { url, asked } = await disturbed(() => undefined);
  const { trouble, session } = await outcome(transportTo(url, { access: { fingerprint } }));
  expect(trouble).toMatchObject({
    code: 'SC-HOST-002',
    problem: expect.stringContaining(`certificate: ${reason}`),
    hint: expect.stringContaining('Nothing was sent'),
  });
  expect(session.identities).toMatchObject([{ identity: { kind: 'refused', key: `SHA256:${FINGERPRINT}` } }]);
  expect(asked).toEqual([]);
});

test.each<[string, () => Response, string]>([
  [
    'denies access',
    () => fault('Access is denied. ', 5),
    'shell: the service refused to create: Access is denied. (5)',
  ],
  [
    'is not there',
    () => new Response('', { status: 404 }),
    'shell: there is no WinRM service at this address (HTTP 404)',
  ],
  ['is out of order', () => new Response('<html>', { status: 503 }), 'shell: the service answered with HTTP 503'],
])('a service that %s is asked for a shell once', async (_, instead, problem) => {
  const { url, asked } = await disturbed(instead);
  const { trouble, answers } = await outcome(transportTo(url), [NAME, VERSION]);
  expect(trouble).toMatchObject({ code: 'SC-HOST-004', problem: expect.stringContaining(problem) });
  expect(answers).toEqual([trouble?.problem, trouble?.problem]);
  expect(asked).toEqual(['Create']);
});

test.each<[string, Interference, string]>([
  [
    'is refused',
    ({ line }) => (line === 'ver' ? fault('No more.', 1) : undefined),
    'the service refused to command: No more. (1)',
  ],
  [
    'is answered in other words',
    ({ line }) => (line === 'ver' ? new Response('oops', { status: 500 }) : undefined),
    'the service answered with HTTP 500',
  ],
  ['does not end', runningUntilItIsEnded(), 'no answer within 1 s'],
])('a question that %s has no answer, and the next one has', async (_, interfere, problem) => {
  const { url } = await disturbed(interfere);
  const { trouble, answers } = await outcome(transportTo(url, { limits: { questionMs: 1_000 } }), [VERSION, NAME]);
  expect(trouble).toMatchObject({
    code: 'SC-HOST-004',
    problem: expect.stringContaining(`questions: windows-version: ${problem}`),
  });
  expect(answers).toEqual([trouble?.problem, 'MAIL01\r\n']);
});

function runningUntilItIsEnded(): Interference {
  let ended = false;
  return ({ action }) => {
    ended ||= action === 'Signal';
    return action === 'Receive' && !ended ? STILL_RUNNING() : undefined;
  };
}

test.each(['Command', 'Receive'])(
  'a connection that is lost at %s is made again, with a new login, and the question asked again in the same shell',
  async (where) => {
    const { url, asked } = await disturbed(({ action, before, cut }) => {
      if (action === where && before === 0) cut();
    });
    const { trouble, answers } = await outcome(transportTo(url), [NAME, EXPORT]);
    expect({ trouble, name: answers[0] }).toEqual({ trouble: undefined, name: 'MAIL01\r\n' });
    expect(asked.filter((action) => action === 'Create')).toHaveLength(1);
  },
);

test('a connection that is lost after the answer costs nothing', async () => {
  const { url, asked } = await disturbed(({ action, before, cut }) => {
    if (action === 'Signal' && before === 0) cut();
  });
  const { trouble, answers } = await outcome(transportTo(url), [NAME, NAME]);
  expect({ trouble, answers }).toEqual({ trouble: undefined, answers: ['MAIL01\r\n', 'MAIL01\r\n'] });
  expect(asked.filter((action) => action === 'Command')).toHaveLength(2);
});

test('a connection that is lost in the login is not made again: logins are counted', async () => {
  const { url, asked } = await disturbed(({ cut }) => cut());
  const { trouble, answers } = await outcome(transportTo(url), [NAME, VERSION]);
  expect(trouble).toMatchObject({
    code: 'SC-HOST-001',
    problem: expect.stringContaining('login: the connection was lost'),
  });
  expect(answers).toEqual([trouble?.problem, trouble?.problem]);
  expect(asked).toEqual(['Create']);
});

test('a connection that is lost again and again ends it, with what is left on the host', async () => {
  let isGone = false;
  const { url } = await disturbed(({ line, cut }) => {
    isGone ||= line.startsWith('reg export');
    if (isGone) cut();
  });
  const { trouble, answers, session } = await outcome(transportTo(url), [NAME, EXPORT, VERSION]);
  expect(answers[0]).toBe('MAIL01\r\n');
  expect(trouble).toMatchObject({
    code: 'SC-HOST-004',
    problem: expect.stringMatching(
      /questions: registry-export: the connection was lost|shell: the connection was lost/,
    ),
  });
  expect(answers.slice(1)).toEqual([trouble?.problem, trouble?.problem]);
  expect(session.temporaryFolder).toMatchObject({ removed: false });
});

test('a service that falls silent is given up after its limit, once for all questions', async () => {
  const { url } = await disturbed(({ line }) => (line === 'ver' ? silence() : undefined));
  const begun = performance.now();
  const { trouble, answers } = await outcome(transportTo(url, { limits: { questionMs: 1_000 } }), [VERSION, NAME]);
  expect(trouble?.problem).toContain('questions: windows-version: no answer within 1 s');
  expect(answers).toEqual([trouble?.problem, trouble?.problem]);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test('whoever stops it gets what was answered, and the folder is removed', async () => {
  const stop = new AbortController();
  const { url } = await disturbed(({ line }) => {
    if (line !== 'ver') return undefined;
    stop.abort('interrupted');
    return silence();
  });
  const { trouble, answers, session } = await outcome(transportTo(url, { signal: stop.signal }), [
    NAME,
    EXPORT,
    VERSION,
    NAME,
  ]);
  expect(answers[0]).toBe('MAIL01\r\n');
  expect(trouble?.problem).toContain('questions: windows-version: interrupted');
  expect(answers.slice(2)).toEqual([trouble?.problem, trouble?.problem]);
  expect(session.temporaryFolder).toMatchObject({ removed: true });
});

test.each<[string, Interference]>([
  ['is refused', ({ line }) => (line.startsWith('rd ') ? fault('Busy.', 170) : undefined)],
  [
    'removes nothing',
    ({ line, host }) => void (line.startsWith('rd ') && host.files.install(`${nameIn(line)}\\x`, new Uint8Array(1))),
  ],
])('a folder whose removal %s is told of, with its name', async (_, interfere) => {
  const { url } = await disturbed(interfere);
  const { trouble, session } = await outcome(transportTo(url), [EXPORT]);
  expect(session.temporaryFolder?.removed).toBe(false);
  expect(trouble).toMatchObject({
    code: 'SC-HOST-004',
    problem: expect.stringContaining(`clean-up: ${session.temporaryFolder?.name} is still there: `),
  });
});

test('a folder that cannot be made costs the exports only', async () => {
  const { url, host } = await disturbed(() => undefined);
  host.files.install('C:\\WINDOWS\\Temp', new Uint8Array(1));
  const { trouble, answers, session } = await outcome(transportTo(url), [EXPORT, NAME]);
  expect(trouble?.problem).toMatch(
    /: temporary folder: C:\\WINDOWS\\Temp\\scanclash-\w+ cannot be made \(exit code 1\)$/,
  );
  expect(answers).toEqual([trouble?.problem, 'MAIL01\r\n']);
  expect(session.temporaryFolder?.removed).toBe(true);
});

test.each([
  ['hostMs', { hostMs: 1 }, 'the limit of 0.001 s for the host was reached'],
  ['hostBytes', { hostBytes: 1 }, 'the limit for all answers of the host was reached'],
])('above %s nothing is asked any more', async (_, limits, problem) => {
  const { url } = await served();
  const transport = transportTo(url, { limits });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const { trouble, answers } = await outcome(transport, [NAME, VERSION]);
  expect(trouble).toMatchObject({ code: 'SC-HOST-004', problem: expect.stringContaining(problem) });
  expect(answers).toEqual([trouble?.problem, trouble?.problem]);
});

test('no trouble tells the password', async () => {
  const { url } = await disturbed(() => new Response(PASSWORD, { status: 500 }));
  const { trouble, session } = await outcome(transportTo(url));
  expect(JSON.stringify([trouble?.problem, trouble?.hint, session])).not.toContain(PASSWORD);
});
