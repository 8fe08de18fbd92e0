import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckReport } from '@scanclash/core';
import { serveWinrm } from '@scanclash/simulator/winrm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scanclash } from '../../src/test/command-line.ts';
import { expectReport } from '../../src/test/schemas.ts';
import { playedHost } from '../ssh/played-world.ts';
import { closeAll, closeAtEnd, FINGERPRINT, tls } from './served-winrm.ts';

afterAll(closeAll);

const ID = 'misconfigured/no-backslash';
const LOGIN = { user: 'administrator', password: 'Planted-Secret-4' };
const environment = { SCANCLASH_WINRM_PASSWORD: LOGIN.password };
const PINNED = ['--certificate', `SHA256:${FINGERPRINT}`];

/** The same host: over HTTPS as Windows is set up, over plain HTTP with basic authentication. */
let ports: { readonly https: number; readonly http: number };
beforeAll(async () => {
  const host = playedHost(ID, 'MAIL01');
  const https = await serveWinrm({ host, ...LOGIN, domain: 'CORP' }, { tls });
  const http = await serveWinrm({ host, ...LOGIN, offers: ['Negotiate', 'Basic'] });
  closeAtEnd(https.close);
  closeAtEnd(http.close);
  ports = { https: https.port, http: http.port };
});

const check = async (target: string, ...options: readonly string[]) => {
  const ended = await scanclash(['check', target, '--rule', '*/*', '--format', 'json', ...options], { environment });
  expect(ended.stdout + ended.stderr).not.toContain('Planted');
  expectReport('check', ended.json());
  return { ...ended, report: ended.json() as unknown as CheckReport };
};
const winrm = () => `winrm://${LOGIN.user}@127.0.0.1:${ports.http}`;
const ofDomain = () => `winrm://CORP%5C${LOGIN.user}@127.0.0.1:${ports.https}`;

const outcomes = ({ findings }: CheckReport) =>
  findings.filter(({ subject }) => subject === 'MAIL01').map(({ rule, outcome }) => ({ rule, outcome }));

test('a host behind WinRM has the findings of the simulated host that it is, by NTLM and by basic authentication', async () => {
  const simulated = outcomes((await check(`sim:${ID}#MAIL01`)).report);
  expect(simulated.some(({ outcome }) => outcome === 'violated')).toBe(true);
  expect(outcomes((await check(ofDomain(), ...PINNED)).report)).toEqual(simulated);
  expect(outcomes((await check(winrm(), '--plain-http')).report)).toEqual(simulated);
});

test('the report tells who was reached, every command, and what became of the folder', async () => {
  const { report } = await check(ofDomain(), ...PINNED);
  const [session] = report.sessions;
  expect(session).toMatchObject({
    host: 'MAIL01',
    address: `CORP\\administrator@127.0.0.1:${ports.https}`,
    identities: [{ identity: { kind: 'verified', by: '--certificate', key: `SHA256:${FINGERPRINT}` } }],
    temporaryFolder: { name: expect.stringContaining('\\Temp\\scanclash-'), removed: true },
  });
  expect(session?.commands.length).toBeGreaterThan(report.questions.length);
  const { stdout } = await scanclash(['check', ofDomain(), ...PINNED], { environment });
  const text = stdout.replaceAll(/\s+/g, ' ');
  expect(text).toMatch(
    /identified by --certificate; \d+ commands run \(sessions in --format json\); C:\\\S+ was written and removed\./,
  );
});

test('what is not protected on its way is said aloud in the report', async () => {
  const { report } = await check(winrm(), '--plain-http');
  expect(report.warnings).toMatchObject([
    { problem: expect.stringContaining('--plain-http: password and answers go over the network unprotected') },
    { problem: expect.stringContaining('was not identified, as you wished') },
  ]);
});

test('a host that lets nobody in by what is supported is unknown, with the way out', async () => {
  const { code, report } = await check(ofDomain(), ...PINNED, '--auth', 'basic');
  expect(code).toBe(3);
  expect(report.warnings).toMatchObject([
    {
      code: 'SC-HOST-003',
      problem: expect.stringContaining('login: the host offers no basic authentication'),
      hint: expect.stringContaining('scanclash collect --script'),
    },
  ]);
  expect(report.sessions[0]?.commands).toEqual([]);
});

test('a limit of the command line holds for WinRM', async () => {
  const { code, report } = await check(ofDomain(), ...PINNED, '--limit', 'answers=1KB');
  expect(code).toBe(3);
  expect(report.warnings[0]?.problem).toContain('the limit for all answers of the host was reached');
});

test('the next step repeats how the host was reached', async () => {
  const { report } = await check(ofDomain(), ...PINNED);
  const rule = report.findings.find(({ outcome }) => outcome === 'satisfied')?.rule ?? '';
  const words = ['check', ofDomain(), ...PINNED, '--auth', 'ntlm', '--rule', rule, '--format', 'json'];
  expect((await scanclash(words, { environment })).json()['next']).toMatch(
    /^scanclash check .*--certificate SHA256:\S+ --auth ntlm --fail-on info$/,
  );
});

test('without --plain-http nothing is sent to a port that speaks no TLS, and all stays unknown', async () => {
  const { code, report } = await check(winrm());
  expect(code).toBe(3);
  expect(report.findings.every(({ outcome }) => outcome === 'unknown' || outcome === 'not-applicable')).toBe(true);
});

test('with --no-temp nothing is written on the host: exports are not asked for', async () => {
  const { code, report } = await check(winrm(), '--plain-http', '--no-temp');
  const exports = report.questions.filter(({ question }) => question.startsWith('registry-export'));
  expect(exports.length).toBeGreaterThan(0);
  expect(exports.filter(({ answered, reason }) => answered || !reason?.includes('--no-temp'))).toEqual([]);
  expect(report.sessions[0]?.temporaryFolder).toBeNull();
  expect(code).toBe(3);
});

test('a password may come from a descriptor, as for other targets', async () => {
  const { stderr } = await scanclash(['check', 'winrm://admin@exch01', '--password-fd', '9']);
  expect(stderr).toContain('--password-fd 9: it cannot be read');
});

test.each([
  [['winrm://exch01'], 'winrm://USER@HOST'],
  [['winrm://admin:Planted-Secret-5@exch01'], 'SCANCLASH_WINRM_PASSWORD'],
  [['winrm://admin@exch01', '--certificate', 'AB'], '64 hexadecimal digits'],
  [['sim:misconfigured/no-backslash', '--plain-http'], 'Leave it out'],
  [['sim:misconfigured/no-backslash', '--auth', 'ntlm'], 'Leave it out'],
  [['winrm://admin@exch01', '--auth', 'kerberos'], 'collect --script'],
  [['winrm://admin@exch01', '--auth', 'negotiate'], 'Write --auth ntlm'],
  [['winrm://admin@exch01', '--auth', 'ntml'], 'ntlm'],
  [['winrm://admin@exch01', '--auth', 'ntlm', '--plain-http'], 'exclude each other'],
])('%j is refused with what to write instead', async (words, hint) => {
  const { code, stderr } = await scanclash(['check', ...words], { environment });
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(hint) });
  expect(stderr).not.toContain('Planted');
});

test('a bundle that was collected over WinRM has the findings of the host', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scanclash-winrm-'));
  closeAtEnd(() => rmSync(folder, { recursive: true }));
  const words = ['collect', ofDomain(), ...PINNED, '-o', 'mail01.zip'];
  const { code, stdout } = await scanclash(words, { environment, cwd: folder });
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.not.stringContaining('Planted') });
  const bundle = await check(join(folder, 'mail01.zip'));
  expect(outcomes(bundle.report)).toEqual(outcomes((await check(`sim:${ID}#MAIL01`)).report));
});

test('collect refuses what is for WinRM beside another target, too', async () => {
  const { code, stderr } = await scanclash([
    'collect',
    'sim:misconfigured/no-backslash',
    '-o',
    'x.zip',
    '--auth',
    'ntlm',
  ]);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--auth is for winrm targets') });
});

test('without a password in the environment nobody is asked', async () => {
  const { code, stderr } = await scanclash(['check', 'winrm://admin@exch01']);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('SCANCLASH_WINRM_PASSWORD') });
});
