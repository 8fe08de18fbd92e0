import { EPO_LIMITS } from '@scanclash/transports';
import { expect, test } from 'vitest';
import { type Surroundings, scanclash } from '../test/command-line.ts';
import { expectReport } from '../test/schemas.ts';
import { ENVIRONMENT, epoOf, type Interference, LOGIN, serveEpo } from '../test/served-epo.ts';
import { openEpo } from './epo-target.ts';

const RULE = ['--rule', 'mcafee-virusscan/policy-keeps-exclusions', '--host', 'MAIL01'];
const GIVEN = ['--given', 'MAIL01:modus.spoolDirectory=D:\\Spool'];

/** Checks the served server; nothing that is written may hold the password, in whatever form. */
async function check(
  words: (epo: { target: string; pin: string }) => readonly string[],
  surroundings: Surroundings = {},
  interfere: Interference = () => undefined,
) {
  const epo = await serveEpo(epoOf(), interfere);
  try {
    const ended = await scanclash(['check', ...words(epo)], surroundings);
    const written = ended.stdout + ended.stderr;
    for (const secret of [LOGIN.password, Buffer.from(`${LOGIN.user}:${LOGIN.password}`).toString('base64')]) {
      expect(written).not.toContain(secret);
    }
    return ended;
  } finally {
    await epo.close();
  }
}

const pinned = ({ target, pin }: { target: string; pin: string }) => [target, '--certificate', pin, ...RULE, ...GIVEN];

test.each<[string, Surroundings, string[]]>([
  ['the environment', { environment: ENVIRONMENT }, []],
  ['a file descriptor', { descriptors: { 3: `${LOGIN.password}\n` } }, ['--password-fd', '3']],
  ['somebody at the terminal', { secret: LOGIN.password }, []],
])('the password comes from %s', async (_, surroundings, options) => {
  const { code, stdout } = await check((epo) => [...pinned(epo), ...options, '--fail-on', 'medium'], surroundings);
  expect(code).toBe(1);
  const text = stdout.replaceAll(/\s+/g, ' ');
  expect(text).toContain('its policy does not exclude D:\\Spool');
  expect(text).toContain('from policy "Mail servers" (On-Access Default Processes Policies) in ePO 127.0.0.1:');
  expect(text).toContain('assumed: virusscan.epo.policyExclusions: the names of settings');
});

test('the report is the one of other targets, with the origin of each fact and every question', async () => {
  const { json } = await check((epo) => [...pinned(epo), '--format', 'json'], { environment: ENVIRONMENT });
  const report = json() as unknown as {
    findings: { subject: string; outcome: string; readings: { fact: string; origin: string; at: string | null }[] }[];
    questions: { question: string }[];
  };
  expectReport('check', report);
  const [finding] = report.findings;
  expect(finding).toMatchObject({ subject: 'MAIL01', outcome: 'violated' });
  expect(finding?.readings.find(({ fact }) => fact.endsWith('policyExclusions'))).toMatchObject({
    origin: 'policy',
    at: '2004-11-15T08:01:00+00:00',
  });
  expect(report.questions.map(({ question }) => question.split(' ')[0])).toEqual([
    'core.help',
    'policy.find',
    'system.find',
    'core.executeQuery',
    'core.executeQuery',
    'policy.export',
  ]);
});

test('a certificate that is not looked at is said aloud, in every format', async () => {
  const words = ({ target }: { target: string }) => [target, '--any-certificate', ...RULE, ...GIVEN];
  const { stdout } = await check(words, { environment: ENVIRONMENT });
  expect(stdout).toContain('NOT VERIFIED');
  const { json } = await check((epo) => [...words(epo), '--format', 'json'], { environment: ENVIRONMENT });
  expect(json()).toMatchObject({
    warnings: [{ code: 'SC-EPO-002', problem: expect.stringContaining('NOT VERIFIED') }],
  });
});

test.each<[string, (epo: { target: string; pin: string }) => readonly string[], Surroundings, string, string]>([
  [
    'another certificate',
    ({ target }) => [target, '--certificate', 'AB'.repeat(32)],
    { environment: ENVIRONMENT },
    'SC-EPO-002',
    'certificate',
  ],
  [
    'no pin for a self-signed certificate',
    ({ target }) => [target],
    { environment: ENVIRONMENT },
    'SC-EPO-002',
    'certificate',
  ],
  ['a wrong password', pinned, { environment: { SCANCLASH_EPO_PASSWORD: 'wrong' } }, 'SC-EPO-003', 'logging in'],
  [
    'nobody there',
    () => ['epo://auditor@127.0.0.1:1', '--any-certificate'],
    { environment: ENVIRONMENT },
    'SC-EPO-001',
    'connecting',
  ],
])('%s ends with 3 and names the phase', async (_, words, surroundings, code, phase) => {
  const ended = await check(words, surroundings);
  expect(ended.code).toBe(3);
  expect(ended.stderr).toContain(code);
  expect(ended.stderr).toContain(phase);
});

test.each<[string, readonly string[], Surroundings, string]>([
  ['a password in the address', ['epo://auditor:planted-Secret-4711@epo01'], {}, 'does not belong on the command line'],
  ['no user', ['epo://epo01:8443'], { environment: ENVIRONMENT }, 'which user'],
  ['no password', ['epo://auditor@epo01'], {}, 'there is no password'],
  ['a descriptor that is closed', ['epo://auditor@epo01', '--password-fd', '9'], {}, '--password-fd 9'],
  ['a descriptor that is no number', ['epo://auditor@epo01', '--password-fd', 'x'], {}, 'no number'],
  [
    'a fingerprint that is none',
    ['epo://auditor@epo01', '--certificate', 'SHA1:00'],
    { environment: ENVIRONMENT },
    'no SHA-256 fingerprint',
  ],
  [
    'two minds',
    ['epo://auditor@epo01', '--certificate', 'AB'.repeat(32), '--any-certificate'],
    { environment: ENVIRONMENT },
    'contradict',
  ],
  ['a port beyond all ports', ['epo://auditor@epo01:99999'], {}, 'no address of an ePO server'],
  [
    'an option that would do nothing',
    ['sim:overrides/policy-of-the-server', '--any-certificate'],
    {},
    '--any-certificate is for ePO servers',
  ],
])('%s is refused before anybody is asked', async (_, words, surroundings, problem) => {
  const { code, stderr } = await check(() => words, surroundings);
  expect(code).toBe(2);
  expect(stderr).toContain(problem);
});

const instead = (command: string, text: string): Interference => {
  const matches = (request: Request) => new URL(request.url).pathname === `/remote/${command}`;
  return (request) => (matches(request) ? Promise.resolve(new Response(text)) : undefined);
};

test.each<[string, string]>([
  ['an error', 'Error 1 :\r\nNo permission'],
  ['XML that is cut', `OK:\r\n${JSON.stringify('<epo:EPOPolicySchema xmlns:epo="x"><EPOPolicySettings name="a">')}`],
  ['another document', 'OK:\r\n<html><body>login</body></html>'],
  ['policies of a form that is not known', `OK:\r\n${JSON.stringify('<Policies/>')}`],
])('%s in place of an export leaves the policies unread, says so, and ends with 3', async (_, text) => {
  const words = (epo: { target: string; pin: string }) => [...pinned(epo), '--fail-on', 'medium', '--format', 'json'];
  const { code, json } = await check(words, { environment: ENVIRONMENT }, instead('policy.export', text));
  expect(code).toBe(3);
  expect(json()).toMatchObject({
    warnings: [{ code: 'SC-EPO-004' }],
    findings: [{ outcome: 'unknown', missing: ['virusscan.epo.policyExclusions'] }],
  });
});

test('a server that falls silent half-way is given up, with the phase in which it did', async () => {
  const epo = await serveEpo(epoOf(), (request) =>
    request.url.includes('EPOAssignedPolicy') ? new Promise(() => {}) : undefined,
  );
  const opened = openEpo(
    { kind: 'epo', word: epo.target, host: '127.0.0.1', port: epo.port, user: LOGIN.user },
    {
      environment: ENVIRONMENT,
      secret: () => Promise.resolve(undefined),
      descriptor: () => [] as never,
      interrupted: () => false,
    },
    { certificate: epo.pin, hosts: [], progress: { update: () => {}, clear: () => {} } },
    { ...EPO_LIMITS, answerMs: 3_000 },
  );
  await expect(opened).rejects.toMatchObject({
    code: 'SC-EPO-005',
    exitCode: 3,
    message: expect.stringContaining('reading which policies systems are assigned to: no whole answer within 3 s'),
  });
  await epo.close();
});

test('progress is shown while pages are read', async () => {
  const { stderr } = await check(pinned, { environment: ENVIRONMENT, terminal: true });
  expect(stderr).toMatch(/\d+\/\d+ systems/);
});

test('a name that the system tree holds twice stands for two subjects', async () => {
  const twice: Interference = (request) => {
    const { searchParams } = new URL(request.url);
    if (!request.url.includes('core.executeQuery')) return undefined;
    const rows =
      searchParams.get('target') === 'EPOLeafNode'
        ? [10, 11].map((id) => ({
            'EPOLeafNode.AutoID': id,
            'EPOLeafNode.NodeName': id === 10 ? 'MAIL01' : 'mail01',
            'EPOLeafNode.ManagedState': id === 10 ? 1 : 0,
          }))
        : [];
    return Promise.resolve(new Response(`OK:\r\n${JSON.stringify(rows)}`));
  };
  const words = (epo: { target: string; pin: string }) => [epo.target, '--certificate', epo.pin, '--format', 'json'];
  const { json } = await check(words, { environment: ENVIRONMENT }, twice);
  const { subjects } = json() as unknown as { subjects: { id: string; scope: string }[] };
  expect(subjects.filter(({ scope }) => scope === 'host').map(({ id }) => id)).toEqual(['MAIL01', 'mail01 (2)']);
});
