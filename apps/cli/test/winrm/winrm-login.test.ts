import { request } from 'node:https';
import { CONTRACT_HOST } from '@scanclash/core/test';
import { serveHttp } from '@scanclash/simulator/endpoints';
import { contractHost } from '@scanclash/simulator/test';
import { serveWinrm, type WinrmService, winrmHandlers } from '@scanclash/simulator/winrm';
import { getResponse } from 'msw';
import { afterAll, expect, test } from 'vitest';
import { closeAll, closeAtEnd, outcome, PASSWORD, served, tls, transportTo, USER } from './served-winrm.ts';

afterAll(closeAll);

const NAME = ['MAIL01\r\n'];

test.each<[string, WinrmService['offers'], 'ntlm' | 'basic' | undefined]>([
  ['NTLM where Windows is set up as it comes', undefined, undefined],
  ['NTLM by its own name', ['NTLM'], undefined],
  ['NTLM before basic authentication', ['Basic', 'Negotiate'], undefined],
  ['basic authentication where there is nothing else', ['Kerberos', 'Basic'], undefined],
  ['basic authentication where it is wanted', ['Negotiate', 'Basic'], 'basic'],
  ['NTLM where it is wanted', ['Negotiate', 'Basic'], 'ntlm'],
])('it logs in by %s', async (_, offers, auth) => {
  const { url } = await served(offers === undefined ? {} : { offers });
  const { answers, trouble } = await outcome(transportTo(url, { access: { auth } }));
  expect({ answers, trouble }).toEqual({ answers: NAME, trouble: undefined });
});

test('where NTLM is offered the password is not sent, though basic authentication is offered as well', async () => {
  const sent: string[] = [];
  const host = contractHost(CONTRACT_HOST);
  const { certificate } = tls;
  const offers = ['Basic', 'Negotiate'] as const;
  const handlers = winrmHandlers({ host, user: USER, password: PASSWORD, offers, certificate });
  const endpoint = await serveHttp({
    tls,
    answer: async (request) => {
      sent.push(JSON.stringify([...request.headers]), await request.clone().text());
      return getResponse(handlers, request);
    },
  });
  closeAtEnd(endpoint.close);
  expect((await outcome(transportTo(`https://127.0.0.1:${endpoint.port}/wsman`))).answers).toEqual(NAME);
  expect(sent.filter((text) => text.includes('Negotiate TlRM'))).toHaveLength(2);
  const basic = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
  for (const secret of [PASSWORD, basic, 'Basic ']) expect(sent.join()).not.toContain(secret);
});

test.each([
  ['CORP\\administrator', 'CORP'],
  ['corp\\Administrator', 'CORP'],
  ['administrator@corp.example', 'corp.example'],
  ['MAIL01\\administrator', undefined],
  ['.\\administrator', undefined],
])('the user %s is understood', async (user, domain) => {
  const { url } = await served({ domain });
  expect((await outcome(transportTo(url, { access: { user } }))).answers).toEqual(NAME);
});

test.each<[string, WinrmService['offers'], 'ntlm' | 'basic' | undefined, string]>([
  [
    'a host that takes Kerberos only',
    ['Kerberos'],
    undefined,
    'login: the host takes Kerberos only, which is not supported',
  ],
  [
    'a host that offers nothing',
    [],
    undefined,
    'login: the host offers neither NTLM nor basic authentication; it offers nothing',
  ],
  ['no NTLM where it is wanted', ['Basic'], 'ntlm', 'login: the host offers no ntlm authentication; it offers basic'],
  [
    'no basic where it is wanted',
    ['Negotiate'],
    'basic',
    'login: the host offers no basic authentication; it offers negotiate',
  ],
])('%s: the error says so, and the way out', async (_, offers, auth, problem) => {
  const { url } = await served({ offers: offers ?? [] });
  const { trouble, session } = await outcome(transportTo(url, { access: { auth } }));
  expect(trouble).toMatchObject({
    code: 'SC-HOST-003',
    problem: expect.stringContaining(problem),
    hint: expect.stringContaining('scanclash collect --script -o collector.cmd'),
  });
  expect(session.commands).toEqual([]);
});

test.each([
  ['ntlm', 'by NTLM'],
  ['basic', 'by basic authentication'],
] as const)('a wrong password is tried once (%s), for all questions, and shown nowhere', async (auth, how) => {
  const { url } = await served({ offers: ['Negotiate', 'Basic'] });
  const transport = transportTo(url, { access: { auth, password: 'Planted-Secret-3' } });
  const { answers, trouble, session } = await outcome(transport, [{ id: 'host-name' }, { id: 'windows-version' }]);
  expect(trouble).toMatchObject({
    code: 'SC-HOST-003',
    problem: expect.stringContaining(`login: ${USER} was refused ${how}`),
  });
  expect(answers).toEqual([trouble?.problem, trouble?.problem]);
  expect(JSON.stringify([answers, session, trouble?.hint])).not.toContain('Planted');
});

test('a login is bound to the TLS connection, where the host demands it (CbtHardeningLevel Strict)', async () => {
  const { url } = await served({ channelBinding: 'strict' });
  expect((await outcome(transportTo(url))).answers).toEqual(NAME);
});

test('NTLM is not tried over plain HTTP, where WinRM would want encrypted messages', async () => {
  const endpoint = await serveWinrm({ host: contractHost(CONTRACT_HOST), user: USER, password: PASSWORD });
  closeAtEnd(endpoint.close);
  const { trouble } = await outcome(
    transportTo(`http://127.0.0.1:${endpoint.port}/wsman`, { access: { fingerprint: undefined } }),
  );
  expect(trouble).toMatchObject({
    code: 'SC-HOST-003',
    problem: expect.stringContaining('over plain HTTP only basic authentication is supported'),
    hint: expect.stringContaining('Leave --plain-http out'),
  });
});

test('a login by NTLM counts for its connection only', async () => {
  const { url } = await served();
  const transport = transportTo(url);
  expect(await transport.ask([{ id: 'host-name' }])).toMatchObject([{ kind: 'answered' }]);
  const status = await new Promise((resolve, reject) => {
    const other = request(url, { method: 'POST', rejectUnauthorized: false }, (response) =>
      resolve(response.statusCode),
    );
    other.on('error', reject).end('<x/>');
  });
  expect(status).toBe(401);
});
