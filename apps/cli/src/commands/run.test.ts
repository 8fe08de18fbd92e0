import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { scanclash } from '../test/command-line.ts';
import { expectReport } from '../test/schemas.ts';

const PORT25 = 'mail-flow/port25-blocks-modusmail';
const RULE_OFF = 'virusscan.portRules.massMailing.block=false';

const folder = mkdtempSync(join(tmpdir(), 'scanclash-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a broken arm shows every symptom, and says how to look at the host', async () => {
  const { code, stdout, stderr, json } = await scanclash(['run', PORT25, '--arm', 'broken', '--format', 'json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expectReport('run', json());
  expect(json()).toMatchObject({
    schema: 'scanclash.run/1',
    complete: true,
    next: `scanclash check sim:${PORT25}@broken#MAIL01`,
    runs: [{ scenario: PORT25, arm: 'broken', kind: 'broken', outcome: 'as-expected', seed: 1 }],
    counts: { 'as-expected': 1, unexpected: 0, inconclusive: 0, failed: 0, total: 1 },
  });
  const again = await scanclash(['run', PORT25, '--arm', 'broken', '--format', 'json']);
  expect(again.stdout).toBe(stdout);
});

test('every arm of a scenario is played where none is named, wrong fixes included', async () => {
  const { code, json } = await scanclash(['run', PORT25, '--format', 'json']);
  const { runs } = json() as unknown as { runs: { arm: string; kind: string; symptoms: Record<string, unknown>[] }[] };
  expect(code).toBe(0);
  expect(new Set(runs.map(({ kind }) => kind))).toEqual(new Set(['broken', 'fix', 'wrong-fix', 'control']));
  expectReport('run', json());
  const symptoms = runs.flatMap((run) => run.symptoms);
  expect(symptoms.every(({ expected, observed, ok }) => ok === (expected === observed))).toBe(true);
});

test('a setting that cures makes the broken arm come out otherwise, with a line to replay it', async () => {
  const words = ['run', PORT25, '--arm', 'broken', '--seed', '7', '--set', RULE_OFF];
  const { code, json } = await scanclash([...words, '--format', 'json']);
  expect(code).toBe(1);
  expect(json()).toMatchObject({
    exitCode: 1,
    runs: [{ outcome: 'unexpected', replay: `scanclash run ${PORT25} --arm broken --seed 7 --set ${RULE_OFF}` }],
    counts: { unexpected: 1 },
  });
  const { stdout } = await scanclash(words);
  expect(stdout).toContain(`replay: scanclash run ${PORT25} --arm broken --seed 7 --set ${RULE_OFF}\n`);
});

test('a mechanism that is switched off clears the symptoms, and the replay line says so', async () => {
  const assume = 'mcafee-virusscan/port-rule-blocks-connects=false';
  const { code, json } = await scanclash(['run', PORT25, '--arm', 'broken', '--assume', assume, '--format', 'json']);
  expect(code).toBe(1);
  expect(json()['runs']).toMatchObject([
    { outcome: 'unexpected', replay: expect.stringContaining(`--assume ${assume}`) },
  ]);
});

test('a run that breaks off does not hide the others', async () => {
  // From 8.5i on the stored form of port rules is not public: the fix cannot be written.
  const words = ['run', PORT25, '--arm', 'broken', '--arm', 'fix-rule-off', '--set', 'virusscan.version=8.8'];
  const { code, json } = await scanclash([...words, '--format', 'json']);
  expect(code).toBe(2);
  expectReport('run', json());
  expect(json()).toMatchObject({
    complete: false,
    runs: [{ arm: 'broken' }],
    failures: [
      { arm: 'fix-rule-off', code: 'SC-SCEN-006', replay: expect.stringContaining('--set virusscan.version=8.8') },
    ],
    counts: { failed: 1, total: 2 },
  });
  const { stdout } = await scanclash(words);
  expect(stdout).toContain(`${PORT25} fix-rule-off broke off\n  SC-SCEN-006 `);
});

test.each([
  [
    'virusscan.portRules.massMailing.block=maybe',
    'SC-SCEN-003 virusscan.portRules.massMailing.block: true or false is',
  ],
  ['virusscan.portRules.massMailing=true', 'Did you mean "virusscan.portRules.massMailing.block"?'],
  ['virusscan=8', 'SC-SCEN-002 unknown setting "virusscan"\n  List settings: scanclash list settings virusscan'],
  [
    'virusscan.version=9',
    'one of 7.x, 8.0i, 8.5i, 8.7i, 8.8 is expected, not 9\n  See scanclash show virusscan.version',
  ],
  ['virusscan.onAccess.default.exclusions=[1', 'SC-YAML-001 virusscan.onAccess.default.exclusions:1:3: '],
])('--set %s names the setting in full, and what fits it', async (word, said) => {
  const { code, stderr } = await scanclash(['run', PORT25, '--arm', 'broken', '--set', word]);
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});

test.each(['modus.spoolDirectory=Z:\\none', 'modus.spoolDirectory=relative\\folder', 'modus.spoolDirectory='])(
  '--set %s names a place that the host does not have, and is no bug of ours',
  async (word) => {
    const { code, stdout } = await scanclash(['run', PORT25, '--arm', 'broken', '--set', word]);
    expect(code).toBe(2);
    expect(stdout).toMatch(
      / {2}SC-SCEN-007 cannot install .*Invirus: .*\n {2}Name a folder on a drive of the host: C:, D:/,
    );
  },
);

test('a theme and a pattern select, and so does a pattern of arms', async () => {
  const { code, json } = await scanclash([
    'run',
    'mail-flow',
    'mail-flow/port25-blocks-modusm*',
    '--arm',
    'fix-e*',
    '--format',
    'json',
  ]);
  expect(code).toBe(0);
  const { runs } = json() as unknown as { runs: { scenario: string; arm: string }[] };
  expect(runs.filter(({ scenario }) => scenario === PORT25)).toMatchObject([{ arm: 'fix-exempt-modus' }]);
});

test('a trace in a file is the very bytes of its hash', async () => {
  const file = join(folder, 'trace.ndjson');
  const { json, stderr } = await scanclash(['run', PORT25, '--arm', 'broken', '--trace', file, '--format', 'json']);
  const { runs } = json() as unknown as { runs: { traceHash: string; events: number }[] };
  const trace = readFileSync(file);
  expect(createHash('sha256').update(trace).digest('hex')).toBe(runs[0]?.traceHash);
  expect(trace.toString().trimEnd().split('\n')).toHaveLength(runs[0]?.events ?? 0);
  expect(stderr).toBe(`Written: ${file}\n`);
});

test('a trace on stdout is for people, with what each event follows from', async () => {
  const { stdout } = await scanclash(['run', PORT25, '--arm', 'broken', '--trace', '-']);
  expect(stdout).toMatch(/^0\.000000 s {2}\S+\/host\/host\.booted\//);
  expect(stdout).toMatch(/tcp\.refused\/198\.51\.100\.25:25#1 .*<- /);
  expect(stdout).toMatch(/\nNext: .*\n$/);
});

test('where no arm is named, the trace of one scenario is that of its recovery; of several there is none', async () => {
  const { stdout } = await scanclash(['run', 'ccr/handoff-store-not-stopped', '--trace', '-']);
  expect(stdout).toMatch(
    /exchange\.mount-refused\/SG2[\s\S]*timeline\.step\/exchange\.end-store[\s\S]*database-mounted\/SG2/,
  );
  const broken = await scanclash(['run', PORT25, '--trace', '-']);
  expect(broken.stdout).toMatch(/tcp\.refused\/198\.51\.100\.25:25#1 .*<- /);
  const several = await scanclash(['run', 'ccr', '--trace', '-']);
  expect([several.code, several.stderr]).toEqual([2, expect.stringContaining('SC-USE-003')]);
});

test('what was played before Ctrl-C is reported as incomplete', async () => {
  const { code, json, stdout } = await scanclash(['run', PORT25, '--format', 'json'], { interruptAfter: 2 });
  expect(code).toBe(130);
  expectReport('run', json());
  expect(json()).toMatchObject({ exitCode: 130, complete: false, counts: { total: 2 } });
  expect(stdout).not.toContain('control-scanner-off');
});

test('a terminal sees how far the work is, on one line that is rewritten, and no trace of it at the end', async () => {
  const { stderr } = await scanclash(['run', PORT25], { terminal: true });
  expect(stderr).toMatch(/\r\u001b\[2K3\/\d+ arms, \d+ s left\r/);
  expect(stderr.endsWith('\r\u001b[2K')).toBe(true);
});

test.for([
  ['no terminal', {}, []],
  ['CI', { terminal: true, environment: { CI: 'true' } }, []],
  ['--no-progress', { terminal: true }, ['--no-progress']],
] as const)('nothing is written to stderr with %s', async ([, surroundings, words]) => {
  expect((await scanclash(['run', PORT25, ...words], surroundings)).stderr).toBe('');
});

test('colours are for terminals, unless NO_COLOR is set', async () => {
  const words = ['run', PORT25, '--arm', 'broken', '--no-progress'];
  expect((await scanclash(words, { terminal: true })).stdout).toContain('\u001b[32m');
  expect((await scanclash(words)).stdout).not.toContain('\u001b');
  expect((await scanclash(words, { terminal: true, environment: { NO_COLOR: '1' } })).stdout).not.toContain('\u001b');
});
