import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scanclash } from '../test/command-line.ts';
import { expectReport } from '../test/schemas.ts';

const SIM = 'sim:mail-flow/port25-blocks-modusmail';
const RULE = 'mcafee-virusscan/let-modus-send-mail';
const EXEMPT = 'mcafee-virusscan/exempt-modus-from-mass-mailing-rule';

interface Report {
  readonly subjects: { id: string; hosts: string[]; products: string[]; at: string }[];
  readonly findings: {
    rule: string;
    subject: string;
    outcome: string;
    evidence: { level: string; weakest: string };
    readings: { fact: string; value?: unknown; question: string; origin: string; at: string | null }[];
    fixes: { id: string }[];
    missing: string[];
  }[];
  readonly questions: { host: string; question: string }[];
  readonly counts: Record<string, number>;
}

async function check(words: readonly string[], surroundings = {}): Promise<Report & { code: number; next: string }> {
  const { code, stdout, stderr } = await scanclash(['check', ...words, '--format', 'json'], surroundings);
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as Report & { next: string };
  expectReport('check', report);
  const { total, ...others } = report.counts;
  expect(Object.values(others).reduce((sum, count) => sum + count, 0)).toBe(total);
  return { ...report, code };
}

const outcomes = ({ findings }: Report) => findings.filter(({ rule }) => rule === RULE).map(({ outcome }) => outcome);

test('a host that is not reached is the next thing to see to, and its reason is said once', async () => {
  const { code, stdout } = await scanclash(['check', 'ssh://me@127.0.0.1:9']);
  expect(code).toBe(3);
  expect(stdout.match(/connect: refused/g)).toHaveLength(1);
  expect(stdout).toMatch(/critical 127\.0\.0\.1:9: \d+ rules cannot be decided, for the reason above/);
  expect(stdout).toContain('Next: scanclash show SC-HOST-001');
});

test('of a cluster each reading is named by its node, and the facts of none are told as one value', async () => {
  const report = await check([
    'sim:ccr/groupshield-starts-store-at-boot',
    '--rule',
    '*/do-not-start-store-on-passive-node',
  ]);
  const facts = report.findings.flatMap(({ readings }) => readings.map(({ fact }) => fact));
  expect(facts).toContain('NODEA:groupshield.service.start');
  expect(facts.filter((fact) => /hosts|^NODE[AB]:\w+$/.test(fact))).toEqual([]);
});

test('a broken host violates the rule that the scenario names, with fixes and the weakest link', async () => {
  const report = await check([`${SIM}#MAIL01`, '--rule', RULE]);
  expect(report.code).toBe(1);
  expect(report.findings).toMatchObject([
    {
      rule: RULE,
      subject: 'MAIL01',
      outcome: 'violated',
      evidence: { level: 'assumed', weakest: expect.stringContaining('modus.deliveryProgram') },
      fixes: [{ id: EXEMPT }, { id: 'mcafee-virusscan/disable-mass-mailing-rule' }],
    },
  ]);
  expect(report.subjects).toMatchObject([
    { id: 'MAIL01', hosts: ['MAIL01'], products: expect.arrayContaining(['mcafee-virusscan', 'vircom-modus']) },
  ]);
  expect(report.next).toBe(`scanclash show ${EXEMPT}`);
});

test('each reading names the question that it came from and the clock of the host', async () => {
  const { findings, questions } = await check([`${SIM}#MAIL01`, '--rule', RULE]);
  const running = findings[0]?.readings.find(({ fact }) => fact === 'virusscan.mcShieldRunning');
  expect(running).toEqual({
    fact: 'virusscan.mcShieldRunning',
    value: true,
    question: 'service-state McShield',
    origin: 'question',
    at: '2004-11-15T09:00:00',
  });
  expect(questions).toContainEqual({ host: 'MAIL01', question: 'service-state McShield', answered: true, exitCode: 0 });
});

test('a fixed host satisfies the rule', async () => {
  const report = await check([`${SIM}@fix-exempt-modus#MAIL01`, '--rule', RULE]);
  expect(report).toMatchObject({ code: 0, findings: [{ outcome: 'satisfied' }] });
});

test('every host of a world is a subject where none is named', async () => {
  const { subjects, findings } = await check([SIM, '--rule', RULE]);
  expect(subjects.map(({ id }) => id)).toEqual(['MAIL01', 'CLIENT01', 'MX.EXAMPLE.NET']);
  expect(findings.map(({ subject }) => subject)).toEqual(['MAIL01', 'CLIENT01', 'MX.EXAMPLE.NET']);
  expect((await check([SIM, '--rule', RULE, '--host', 'mail01'])).subjects).toHaveLength(1);
});

test('all hosts of a world are a site that misses nobody; what is known of a part of them is no whole', async () => {
  const rules = ['--rule', 'mcafee-virusscan/workstations-leave-modus-alone'];
  const whole = await check([SIM, ...rules]);
  expect(whole.subjects.find(({ id }) => id === 'site')).toMatchObject({ scope: 'site', complete: true });
  const part = await check([`${SIM}#MAIL01`, ...rules]);
  expect(part.subjects.find(({ id }) => id === 'site')).toMatchObject({ hosts: ['MAIL01'], complete: false });
  expect(part.findings.map(({ subject }) => subject)).toEqual(['site']);
});

test('two targets with a host of one name are told apart', async () => {
  const { subjects } = await check([`${SIM}@broken#MAIL01`, `${SIM}@fix-rule-off#MAIL01`, '--rule', RULE]);
  expect(subjects.map(({ id }) => id)).toEqual([`${SIM}@broken#MAIL01`, `${SIM}@fix-rule-off#MAIL01`]);
});

test('a target that is named twice is checked once', async () => {
  expect((await check([`${SIM}#MAIL01`, `${SIM}#MAIL01`, '--rule', RULE])).findings).toHaveLength(1);
});

test('the id of a scenario is a target, too', async () => {
  expect(outcomes(await check(['mail-flow/port25-blocks-modusmail#MAIL01', '--rule', RULE]))).toEqual(['violated']);
});

test('a world is played until the time that was asked for', async () => {
  const { subjects } = await check([`${SIM}#MAIL01`, '--rule', RULE, '--at', '30m']);
  expect(subjects[0]?.at).toBe('2004-11-15T08:30:00');
});

test('what the operator saw counts more than what was read, and is told apart from it', async () => {
  const report = await check([
    `${SIM}#MAIL01`,
    '--rule',
    RULE,
    '--given',
    'virusscan.portRules.massMailing.block=false',
  ]);
  expect(report).toMatchObject({ code: 0, findings: [{ outcome: 'satisfied' }] });
  expect(report.findings[0]?.readings).toContainEqual({
    fact: 'virusscan.portRules.massMailing.block',
    value: false,
    question: 'operator',
    origin: 'operator',
    at: null,
  });
});

test('a leaf that is given as absent, though no host could lack it, leaves its rules unknown', async () => {
  const words = ['--rule', 'vircom-modus/port-25-is-its-own', '--given', 'windows.listeners={$absent: true}'];
  const { code, findings } = await check([`${SIM}#MAIL01`, ...words]);
  expect(code).toBe(0);
  expect(findings).toMatchObject([{ outcome: 'unknown', missing: ['windows.listeners'] }]);
});

test('a given fact names its host where several are checked, though one may be the subject of the world', async () => {
  const given = (word: string) => check([SIM, '--rule', RULE, '--given', word]);
  const { code, stderr } = await scanclash(['check', SIM, '--given', 'modus={$absent: true}']);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/which host is it about\?[^]*--given HOST:modus/)]);
  expect(outcomes(await given('MAIL01:modus={$absent: true}'))[0]).toBe('not-applicable');
  expect(outcomes(await given('MX.EXAMPLE.NET:modus={$absent: true}'))).toEqual([
    'violated',
    expect.any(String),
    'not-applicable',
  ]);
});

const waivers = (expires: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'scanclash-test-'));
  const file = join(folder, 'waivers.yaml');
  writeFileSync(file, `waivers: [{ rule: '${RULE}', host: MAIL01, reason: moves, owner: Ada, expires: ${expires} }]`);
  return { file, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
};

test('a finding that is waived stays in the report and has no part in the exit code', async () => {
  using accepted = waivers('2026-02-01');
  const words = [`${SIM}#MAIL01`, '--rule', RULE, '--waivers', accepted.file];
  expect(await check(words, { today: '2026-02-01' })).toMatchObject({
    code: 0,
    findings: [{ outcome: 'violated', waived: { owner: 'Ada' } }],
    counts: { violated: 0, waived: 1 },
  });
  expect(await check(words, { today: '2026-02-02' })).toMatchObject({
    code: 1,
    counts: { violated: 1, waived: 0 },
    warnings: [{ code: 'SC-WAIVE-001' }],
  });
});

test('an expired waiver fails the check of a host that has nothing to waive', async () => {
  using accepted = waivers('2026-01-01');
  const words = ['check', `${SIM}@fix-exempt-modus#MAIL01`, '--rule', RULE, '--waivers', accepted.file];
  const { code, stdout } = await scanclash(words, { today: '2026-01-02' });
  expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('a waiver has expired') });
});

test.each([
  ['modus.edition=mail', 'modus.edition=gate'],
  ['modus={$absent: true}', 'modus.edition=gate'],
  ['modus.edition=gate', 'MAIL01:modus={$absent: true}'],
])('of two facts that cannot both be so (%s, %s) none wins in silence', async (first, second) => {
  const { code, stderr } = await scanclash(['check', `${SIM}#MAIL01`, '--given', first, '--given', second]);
  expect(code).toBe(2);
  expect(stderr).toContain(`--given ${second} contradicts --given ${first}`);
});

test('the same fact may be given of two hosts', async () => {
  const words = [
    '--given',
    'MAIL01:windows.administrativeShares=true',
    '--given',
    'CLIENT01:windows.administrativeShares=false',
  ];
  const { stderr } = await scanclash(['check', SIM, '--rule', RULE, ...words]);
  expect(stderr).toBe('');
});

test('a version is a text even where it looks like a number', async () => {
  const words = [`${SIM}#MAIL01`, '--rule', RULE, '--given', 'virusscan.version=8.8'];
  expect((await check(words)).findings).toMatchObject([{ message: expect.stringContaining('VirusScan 8.8') }]);
});

test('an unread fact makes a verdict unknown, and says which one it was', async () => {
  const unread = 'virusscan.mcShieldRunning={$unreadable: not looked at}';
  const report = await check([`${SIM}#MAIL01`, '--rule', RULE, '--given', unread]);
  expect(report).toMatchObject({ code: 3, findings: [{ outcome: 'unknown', missing: ['virusscan.mcShieldRunning'] }] });
  expect(report.next).toBe('scanclash show virusscan.mcShieldRunning');
});

test('an assumption about a simulated target changes what its host shows, and with it the verdict', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scanclash-check-'));
  mkdirSync(join(folder, 'acme'));
  writeFileSync(
    join(folder, 'acme/no-port-hits.yaml'),
    `title: No port rule blocked anything
severity: high
require: "!virusscan.accessProtection.portHits.exists(hit, hit.blocked)"
message: A port rule blocked something.
source: ours
examples:
  - { expect: satisfied, given: { virusscan: { accessProtection: { portHits: [] } } } }
  - { expect: violated, given: { virusscan: { accessProtection: { portHits: [{ blocked: true }] } } } }
`,
  );
  const words = [`${SIM}#MAIL01`, '--rules', folder, '--no-builtin'];
  const report = await check(words);
  expect(report.findings).toMatchObject([{ outcome: 'violated' }]);
  expect(report.next).toBe(`scanclash rules test acme/no-port-hits --rules ${folder}`);
  const assumed = await check([...words, '--assume', 'mcafee-virusscan/port-rule-blocks-connects=off']);
  expect(assumed.findings).toMatchObject([{ outcome: 'satisfied' }]);
  expect(assumed.next).toBe(
    `scanclash check ${SIM}#MAIL01 --assume mcafee-virusscan/port-rule-blocks-connects=off --rules ${folder} --no-builtin --fail-on info`,
  );
  rmSync(folder, { recursive: true });
});

test('severity decides what fails', async () => {
  expect((await check([`${SIM}#MAIL01`, '--rule', RULE, '--fail-on', 'critical'])).code).toBe(0);
  expect((await check([`${SIM}#MAIL01`, '--rule', RULE, '--fail-on', 'low'])).code).toBe(1);
});

test('hosts come in as lines of JSON; what a line does not mention is unknown', async () => {
  const lines = [
    '{"host":{"name":"A"},"modus":{"$absent":true}}',
    '{"host":{"name":"B"},"modus":{"deliveryProgram":"SMTPDS.exe"}}',
  ];
  const report = await check(['-', '--rule', RULE], { stdin: lines.join('\n') });
  expect(report.code).toBe(3);
  expect(report.findings.map(({ subject, outcome }) => [subject, outcome])).toEqual([
    ['A', 'not-applicable'],
    ['B', 'unknown'],
  ]);
  expect(report.questions).toEqual([]);
});

test.each([true, false])('lines that PowerShell wrote are UTF-16, with a mark (%s) or without', async (hasMark) => {
  const text = `${hasMark ? '\ufeff' : ''}{"host":{"name":"MAIL01"},"modus":{"$absent":true}}\r\n`;
  const { code, stdout } = await scanclash(['check', '-', '--rule', RULE], { stdin: Buffer.from(text, 'utf16le') });
  expect(code).toBe(0);
  expect(stdout).toContain('1 not applicable');
});

test('lines that cannot be read are named with line and column', async () => {
  const { code, stderr } = await scanclash(['check', '-'], { stdin: '{"host":{"name":"A"},"virusscn":{}}\n' });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^SC-FACT-001 -:1:\d+: .*virusscn/);
  expect(stderr).toContain('Did you mean "virusscan"?');
});

test('what is known before Ctrl-C is reported as incomplete', async () => {
  const { code, stdout } = await scanclash(['check', SIM, '--rule', RULE], { interruptAfter: 1 });
  expect(code).toBe(130);
  expect(stdout).toContain('HIGH MAIL01');
  expect(stdout).toContain('Interrupted');
  expect(stdout).not.toContain('CLIENT01');
});

test('a check for people ends with its figures, its exit code and the next step', async () => {
  const { stdout } = await scanclash(['check', `${SIM}#MAIL01`, '--rule', RULE]);
  expect(stdout).toMatch(
    /\n1 finding: 1 violated, 0 unknown, 0 satisfied, 0 not applicable \(1 rule on 1 subject\)\.\n.*exit code 1\.\nNext: scanclash show .*\n$/,
  );
});

test('a file of waivers that is not there is said to be missing, not its folder', async () => {
  const { code, stderr } = await scanclash(['check', `${SIM}#MAIL01`, '--waivers', 'nope.yaml']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--waivers nope.yaml: there is no such file')]);
});
