import { CONTRACT_HOST, transportContract } from '@scanclash/core/test';
import type { SimulatedHost } from '@scanclash/simulator';
import { contractHost } from '@scanclash/simulator/test';
import { winrmHandlers } from '@scanclash/simulator/winrm';
import { delay, HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HangingUp } from '../ssh/served-host.ts';
import { closeAll, PASSWORD, served, transportTo, USER } from './served-winrm.ts';

afterAll(closeAll);

const URL_UNDER_MSW = 'https://mail01.example.net:5986/wsman';

/** What a service says that has nothing yet. */
const STILL_RUNNING =
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Detail><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="2150858793"/></s:Detail></s:Fault></s:Body></s:Envelope>';

let host: SimulatedHost;
const intercepted = (options: Parameters<typeof transportTo>[1] = {}) => transportTo(URL_UNDER_MSW, options);

describe('over handlers of msw', () => {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterAll(() => server.close());
  beforeEach(() => {
    host = contractHost(CONTRACT_HOST);
    server.resetHandlers(...winrmHandlers({ host, user: USER, password: PASSWORD, offers: ['Basic'] }));
  });

  transportContract(() => intercepted());

  test('nothing is left on the host but what was there', async () => {
    const temp = `${host.systemRoot}\\Temp`;
    const transport = intercepted();
    const [answer] = await transport.ask([{ id: 'registry-export', key: 'HKLM\\SOFTWARE\\scanclash contract' }]);
    expect(answer).toMatchObject({ kind: 'answered', exitCode: 0 });
    await transport.close();
    const left = await intercepted().ask([{ id: 'folder-tree', folder: temp }]);
    expect(
      JSON.stringify(left.map((one) => (one.kind === 'answered' ? Buffer.from(one.stdout).toString() : one))),
    ).not.toContain('scanclash-');
  });

  test('a wrong password is told as such, once for all questions, and never shown', async () => {
    const answers = await intercepted({ access: { password: 'Planted-Secret-3' } }).ask([
      { id: 'host-name' },
      { id: 'windows-version' },
    ]);
    expect(answers).toMatchObject([
      { kind: 'failed', reason: expect.stringMatching(/: login: administrator was refused by basic/) },
      { kind: 'failed', reason: expect.stringMatching(/: login: administrator was refused by basic/) },
    ]);
    expect(JSON.stringify(answers)).not.toContain('Planted');
  });

  test('a command that does not end is ended, and the next question is answered', async () => {
    let isHung = true;
    server.use(
      http.post('*/wsman', async ({ request }) => {
        const sent = await request.clone().text();
        if (sent.includes('/Signal<')) isHung = false;
        return isHung && sent.includes('/Receive<') ? HttpResponse.text(STILL_RUNNING, { status: 500 }) : undefined;
      }),
    );
    const transport = intercepted({ limits: { questionMs: 300 } });
    expect(await transport.ask([{ id: 'windows-version' }, { id: 'host-name' }])).toMatchObject([
      { kind: 'failed', reason: expect.stringContaining('questions: windows-version: no answer within 0.3 s') },
      { kind: 'answered', exitCode: 0 },
    ]);
  });

  test('a service that falls silent costs no more than the limit, and all that is left says why', async () => {
    server.use(http.post('*/wsman', () => delay('infinite')));
    const transport = intercepted({ limits: { hostMs: 300 } });
    const begun = performance.now();
    const answers = await transport.ask([{ id: 'windows-version' }, { id: 'host-name' }]);
    expect(answers.map((one) => one.kind === 'failed' && one.reason)).toEqual(
      Array.from({ length: 2 }, () => expect.stringMatching(/: no answer within 0\.3 s$/)),
    );
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  test.each([
    ['no envelope', '<html>It works!</html>'],
    ['a document type', '<!DOCTYPE x [<!ENTITY e "eeee">]><s:Envelope><s:Body>&e;</s:Body></s:Envelope>'],
    ['more than an envelope holds', 'x'.repeat(5 * 1024 * 1024)],
  ])('a service that answers with %s is not understood, and not for ever', async (_, body) => {
    server.use(http.post('*/wsman', () => HttpResponse.text(body)));
    const [answer] = await intercepted().ask([{ id: 'host-name' }]);
    expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/: the service answer/) });
  });

  test('an answer above the limit fails, and the next question is answered', async () => {
    host.files.install('C:\\big.txt', new Uint8Array(100_000));
    const answers = await intercepted({ limits: { answerBytes: 50_000 } }).ask([
      { id: 'file-text', path: 'C:\\big.txt' },
      { id: 'host-name' },
    ]);
    expect(answers).toMatchObject([
      { kind: 'failed', reason: expect.stringContaining('more than 50000 bytes of output') },
      { kind: 'answered', exitCode: 0 },
    ]);
  });

  test('what is long comes in several answers of the service, whole', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
    host.files.install('C:\\long.txt', bytes);
    const [answer] = await intercepted().ask([{ id: 'file-text', path: 'C:\\long.txt' }]);
    expect(answer?.kind === 'answered' && Buffer.from(answer.stdout).equals(bytes)).toBe(true);
  });
});

describe('served over HTTPS, logged in to by NTLM', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await served());
  });
  transportContract(() => new HangingUp(() => transportTo(url)));
});
