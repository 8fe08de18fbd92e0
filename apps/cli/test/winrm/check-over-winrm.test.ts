import { playArm, scenarioById } from '@scanclash/scenarios';
import { serveWinrm } from '@scanclash/simulator/winrm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scanclash } from '../../src/test/command-line.ts';

const ID = 'misconfigured/no-backslash';
const LOGIN = { user: 'administrator', password: 'Planted-Secret-4' };
const environment = { SCANCLASH_WINRM_PASSWORD: LOGIN.password };

let port: number;
let close: () => Promise<void>;
beforeAll(async () => {
  const scenario = scenarioById(ID);
  const arm = scenario.arms.find(({ id }) => id === 'broken');
  const host = arm && playArm(scenario, arm, { seed: 1 }).built.hosts.get('MAIL01');
  if (host === undefined) throw new Error('no such host');
  ({ port, close } = await serveWinrm({ host, ...LOGIN, offers: ['Basic'] }));
});
afterAll(() => close());

interface Report {
  readonly findings: readonly { readonly rule: string; readonly outcome: string }[];
  readonly warnings: readonly { readonly problem: string }[];
}

const check = async (target: string, ...options: readonly string[]) => {
  const ended = await scanclash(['check', target, '--rule', '*/*', '--format', 'json', ...options], { environment });
  return { ...ended, report: ended.json() as unknown as Report };
};
const winrm = () => `winrm://${LOGIN.user}@127.0.0.1:${port}`;

test('a host behind WinRM has the findings of the simulated host that it is', async () => {
  const outcomes = ({ report }: { report: Report }) =>
    report.findings.map(({ rule, outcome }) => ({ rule, outcome })).filter(({ rule }) => rule !== '');
  const asked = await check(winrm(), '--plain-http');
  expect(outcomes(asked).some(({ outcome }) => outcome === 'violated')).toBe(true);
  expect(outcomes(asked)).toEqual(outcomes(await check(`sim:${ID}#MAIL01`)));
});

test('what is not protected on its way is said aloud in the report, and the password nowhere', async () => {
  const { report, stdout, stderr } = await check(winrm(), '--plain-http');
  expect(report.warnings).toMatchObject([{ problem: expect.stringContaining('unprotected') }]);
  expect(stdout + stderr).not.toContain('Planted');
});

test('without --plain-http nothing is sent to a port that speaks no TLS, and all stays unknown', async () => {
  const { code, report } = await check(winrm());
  expect(code).toBe(3);
  expect(report.findings.every(({ outcome }) => outcome === 'unknown' || outcome === 'not-applicable')).toBe(true);
});

test('with --no-temp nothing is written on the host: exports are not asked for', async () => {
  const { code, stdout } = await check(winrm(), '--plain-http', '--no-temp');
  const { questions } = JSON.parse(stdout) as { questions: { question: string; answered: boolean; reason?: string }[] };
  const exports = questions.filter(({ question }) => question.startsWith('registry-export'));
  expect(exports.length).toBeGreaterThan(0);
  expect(exports.filter(({ answered, reason }) => answered || !reason?.includes('--no-temp'))).toEqual([]);
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
])('%j is refused with what to write instead', async (words, hint) => {
  const { code, stderr } = await scanclash(['check', ...words], { environment });
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(hint) });
  expect(stderr).not.toContain('Planted');
});

test('without a password in the environment nobody is asked', async () => {
  const { code, stderr } = await scanclash(['check', 'winrm://admin@exch01']);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('SCANCLASH_WINRM_PASSWORD') });
});
