import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTRACT_HOST, transportContract } from '@scanclash/core/test';
import type { SimulatedHost } from '@scanclash/simulator';
import { contractHost } from '@scanclash/simulator/test';
import { serveWinrm, winrmHandlers, type WinrmService } from '@scanclash/simulator/winrm';
import { WinrmTransport } from '@scanclash/transports';
import { delay, HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

/** Packages of Debian are found by Debian's own. */
const PYTHON = '/usr/bin/python3';
const USER = 'administrator';
const PASSWORD = 'Planted-Secret-2';
const ACCESS = { url: 'https://mail01.example.net:5986/wsman', user: USER, password: PASSWORD };

/** What a service says that has nothing yet. */
const STILL_RUNNING =
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Detail><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="2150858793"/></s:Detail></s:Fault></s:Body></s:Envelope>';

let host: SimulatedHost;
const service = (): WinrmService => ({ host, user: USER, password: PASSWORD, offers: ['Basic'] });
const handlersOf = () => winrmHandlers(service());

describe('over handlers of msw', () => {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterAll(() => server.close());
  beforeEach(() => {
    host = contractHost(CONTRACT_HOST);
    server.resetHandlers(...handlersOf());
  });

  transportContract(() => new WinrmTransport(CONTRACT_HOST.name, ACCESS));

  test('nothing is left on the host but what was there', async () => {
    const temp = `${host.systemRoot}\\Temp`;
    const transport = new WinrmTransport(CONTRACT_HOST.name, ACCESS);
    const [answer] = await transport.ask([{ id: 'registry-export', key: 'HKLM\\SOFTWARE\\scanclash contract' }]);
    expect(answer).toMatchObject({ kind: 'answered', exitCode: 0 });
    await transport.close();
    const left = await new WinrmTransport(CONTRACT_HOST.name, ACCESS).ask([{ id: 'folder-tree', folder: temp }]);
    expect(
      JSON.stringify(left.map((one) => (one.kind === 'answered' ? Buffer.from(one.stdout).toString() : one))),
    ).not.toContain('scanclash-');
  });

  test('a wrong password is told as such, once for all questions, and never shown', async () => {
    const answers = await new WinrmTransport(CONTRACT_HOST.name, { ...ACCESS, password: 'Planted-Secret-3' }).ask([
      { id: 'host-name' },
      { id: 'windows-version' },
    ]);
    expect(answers).toMatchObject([
      { kind: 'failed', reason: expect.stringMatching(/^log-on: /) },
      { kind: 'failed', reason: expect.stringMatching(/^log-on: /) },
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
    const transport = new WinrmTransport(CONTRACT_HOST.name, ACCESS, { questionMs: 300 });
    expect(await transport.ask([{ id: 'windows-version' }, { id: 'host-name' }])).toMatchObject([
      { kind: 'failed', reason: 'no answer within 300 ms' },
      { kind: 'answered', exitCode: 0 },
    ]);
  });

  test('a service that falls silent costs no more than the limit, and all that is left says why', async () => {
    server.use(http.post('*/wsman', () => delay('infinite')));
    const transport = new WinrmTransport(CONTRACT_HOST.name, ACCESS, { hostMs: 300 });
    const begun = performance.now();
    const answers = await transport.ask([{ id: 'windows-version' }, { id: 'host-name' }]);
    expect(answers.map((one) => one.kind === 'failed' && one.reason)).toEqual(
      Array.from({ length: 2 }, () => expect.stringMatching(/^no answer within \d+ ms$/)),
    );
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  test.each([
    ['no envelope', '<html>It works!</html>'],
    ['a document type', '<!DOCTYPE x [<!ENTITY e "eeee">]><s:Envelope><s:Body>&e;</s:Body></s:Envelope>'],
    ['more than an envelope holds', 'x'.repeat(5 * 1024 * 1024)],
  ])('a service that answers with %s is not understood, and not for ever', async (_, body) => {
    server.use(http.post('*/wsman', () => HttpResponse.text(body)));
    const [answer] = await new WinrmTransport(CONTRACT_HOST.name, ACCESS).ask([{ id: 'host-name' }]);
    expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/^the service answer/) });
  });

  test('an answer above the limit fails, and the next question is answered', async () => {
    host.files.install('C:\\big.txt', new Uint8Array(100_000));
    const answers = await new WinrmTransport(CONTRACT_HOST.name, ACCESS, { answerBytes: 50_000 }).ask([
      { id: 'file-text', path: 'C:\\big.txt' },
      { id: 'host-name' },
    ]);
    expect(answers).toMatchObject([
      { kind: 'failed', reason: 'more than 50000 bytes were answered' },
      { kind: 'answered', exitCode: 0 },
    ]);
  });

  test('what is long comes in several answers of the service, whole', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
    host.files.install('C:\\long.txt', bytes);
    const [answer] = await new WinrmTransport(CONTRACT_HOST.name, ACCESS).ask([
      { id: 'file-text', path: 'C:\\long.txt' },
    ]);
    expect(answer?.kind === 'answered' && Buffer.from(answer.stdout).equals(bytes)).toBe(true);
  });
});

describe('served over HTTPS on loopback', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scanclash-winrm-'));
  const closing: (() => Promise<void>)[] = [];
  let tls: { key: string; cert: string };
  beforeAll(() => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=mail01';
    execFileSync('openssl', [...words.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
    tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  const serve = async () => {
    host = contractHost(CONTRACT_HOST);
    const served = await serveWinrm(service(), { tls: { key: tls.key, certificate: tls.cert } });
    closing.push(served.close);
    return `https://127.0.0.1:${served.port}/wsman`;
  };
  const ask = async (url: string, fingerprint?: string) => {
    const transport = new WinrmTransport('MAIL01', {
      ...ACCESS,
      url,
      ...(fingerprint === undefined ? {} : { fingerprint }),
    });
    const answers = await transport.ask([{ id: 'host-name' }]);
    await transport.close();
    return answers[0];
  };

  test('a certificate that was pinned is taken', async () => {
    const answer = await ask(await serve(), new X509Certificate(tls.cert).fingerprint256);
    expect(answer?.kind === 'answered' && Buffer.from(answer.stdout).toString()).toBe('MAIL01\r\n');
  });

  test('another certificate than the pinned one, or one that nobody vouches for, is refused before anything is sent', async () => {
    expect(await ask(await serve(), 'AB'.repeat(32))).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/^connect: the certificate of the host is [0-9A-F]{64}, not the one/),
    });
    expect(await ask(await serve())).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/^connect: self.signed/),
    });
  });

  test('a client that others wrote (python3-winrm) is answered by the emulation', async ({ skip }) => {
    if (spawnSync(PYTHON, ['-c', 'import winrm']).status !== 0) {
      return skip('python3-winrm is not here: apt-get install python3-winrm');
    }
    const url = await serve();
    const program = [
      'import winrm, sys',
      `p = winrm.Protocol(endpoint=${JSON.stringify(url)}, transport="basic", username="${USER}", password="${PASSWORD}", server_cert_validation="ignore")`,
      's = p.open_shell()',
      'for line in ["hostname", "type C:\\\\nope.txt"]:',
      '    c = p.run_command(s, line)',
      '    out, err, code = p.get_command_output(s, c)',
      '    p.cleanup_command(s, c)',
      '    print(out, code)',
      'p.close_shell(s)',
    ].join('\n');
    const output = await new Promise<string>((resolve, reject) => {
      execFile(PYTHON, ['-W', 'ignore', '-c', program], { timeout: 30_000, env: {} }, (error, stdout, stderr) =>
        error === null ? resolve(stdout) : reject(new Error(stderr)),
      );
    });
    expect(output).toBe("b'MAIL01\\r\\n' 0\nb'' 1\n");
  });
});
