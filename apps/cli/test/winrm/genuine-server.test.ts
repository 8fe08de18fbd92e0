import { CONTRACT_HOST } from '@scanclash/core/test';
import { contractHost } from '@scanclash/simulator/test';
import { serveWinrm } from '@scanclash/simulator/winrm';
import { afterAll, expect, test } from 'vitest';
import { apacheBefore, hasApache, INSTALL_APACHE } from './apache.ts';
import { closeAll, closeAtEnd, outcome, PASSWORD, transportTo, USER } from './served-winrm.ts';

afterAll(closeAll);

/** Apache with gss-ntlmssp lets in; the shell behind it is that of our emulation. */
async function behindApache(): Promise<string> {
  const inner = await serveWinrm({
    host: contractHost(CONTRACT_HOST),
    user: 'proxy',
    password: 'p',
    offers: ['Basic'],
  });
  closeAtEnd(inner.close);
  const authorization = `Basic ${Buffer.from('proxy:p').toString('base64')}`;
  return apacheBefore({ port: inner.port, authorization }, `CORP:${USER}:${PASSWORD}\n`);
}

test('an NTLM that others wrote (gss-ntlmssp in Apache) takes our login, for the connection, and refuses a wrong one', async ({
  skip,
}) => {
  if (!hasApache) return skip(`Apache is not here: ${INSTALL_APACHE}`);
  const url = await behindApache();
  const user = `CORP\\${USER}`;
  const questions = [{ id: 'host-name' }, { id: 'file-text', path: CONTRACT_HOST.file.path }] as const;
  const { answers, session } = await outcome(transportTo(url, { access: { user } }), questions);
  expect(answers[0]).toBe('MAIL01\r\n');
  expect(session.trouble).toBeUndefined();
  expect(session.commands).toHaveLength(2);

  const wrong = await outcome(transportTo(url, { access: { user, password: 'Planted-Secret-3' } }));
  expect(wrong.trouble).toMatchObject({
    code: 'SC-HOST-003',
    problem: expect.stringContaining(`login: ${user} was refused by NTLM`),
  });
  expect(wrong.session.commands).toEqual([]);
});
