import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckReport } from '@scanclash/core';
import { makeHostKey, type SshEndpoint } from '@scanclash/simulator/ssh';
import { afterAll, describe, expect, test } from 'vitest';
import { scanclash } from '../../src/test/command-line.ts';
import { expectReport } from '../../src/test/schemas.ts';
import { playedHost, playedWorld } from './played-world.ts';
import { PASSWORD, served, USER } from './served-host.ts';

const SCENARIO = 'mail-flow/port25-blocks-modusmail';
const CLUSTER = 'file-scanner/one-node-scanned';

const HOST_KEY = makeHostKey();
const folder = mkdtempSync(join(tmpdir(), 'scanclash-ssh-'));
afterAll(() => rmSync(folder, { recursive: true }));

const environment = { SCANCLASH_SSH_PASSWORD: PASSWORD, HOME: '/nonexistent', USER };

const CLUSTER_RULE = `title: Nodes run one version of Windows
severity: high
scope: cluster
require: hosts.all(a, hosts.all(b, a.windows.version == b.windows.version))
message: The nodes run different versions of Windows.
source: ours
examples:
  - { expect: satisfied, given: { hosts: [{ windows: { version: "6.0" } }, { windows: { version: "6.0" } }] } }
  - { expect: violated, given: { hosts: [{ windows: { version: "6.0" } }, { windows: { version: "5.2" } }] } }
`;

interface Checked extends CheckReport {
  readonly code: number;
  readonly stderr: string;
}

async function check(words: readonly string[], surroundings = {}): Promise<Checked> {
  const ended = await scanclash(['check', ...words, '--format', 'json'], { environment, ...surroundings });
  expect(ended.stdout).not.toContain(PASSWORD);
  expect(ended.stderr).not.toContain(PASSWORD);
  const report = ended.json() as unknown as CheckReport;
  expectReport('check', report);
  return { ...report, code: ended.code, stderr: ended.stderr };
}

const target = ({ port }: SshEndpoint) => `ssh://${USER}@127.0.0.1:${port}`;
const pinned = ({ fingerprint }: SshEndpoint) => ['--host-key', fingerprint];

/** Findings without the time of reading, which is the clock of whoever read. */
const findingsOf = ({ findings }: CheckReport, scope: readonly string[]) =>
  findings
    .filter(({ subject }) => scope.includes(subject))
    .map(({ readings, ...finding }) => ({ ...finding, readings: readings.map(({ at: _, ...reading }) => reading) }));

describe.each([
  [SCENARIO, 'broken', 'MAIL01'],
  [SCENARIO, 'fix-exempt-modus', 'MAIL01'],
  ['overrides/on-access-overrides-exclusions', 'broken', 'MAIL01'],
])('%s, arm %s', (id, arm, host) => {
  test('a simulated host that is reached over ssh has the very findings of one that is asked in the world', async () => {
    const endpoint = await served(playedHost(id, host, arm));
    const overSsh = await check([target(endpoint), ...pinned(endpoint)]);
    const inTheWorld = await check([`sim:${id}@${arm}#${host}`]);
    expect(findingsOf(overSsh, [host])).toEqual(findingsOf(inTheWorld, [host]));
    expect(findingsOf(overSsh, [host]).length).toBeGreaterThan(10);
    expect(overSsh.subjects[0]).toMatchObject({ id: host, hosts: [host], at: inTheWorld.subjects[0]?.at + 'Z' });
  });
});

test('the report lists every command that was run, and the host was asked nothing else', async () => {
  const endpoint = await served(playedHost(SCENARIO, 'MAIL01'));
  const { sessions, questions } = await check([target(endpoint), ...pinned(endpoint)]);
  const [session] = sessions;
  expect(session?.commands.toSorted()).toEqual([...endpoint.commands].sort());
  // The questions, and how to ask them: the default shell and its code page.
  expect(session?.commands).toHaveLength(questions.length + 2);
  expect(session?.identities).toMatchObject([{ identity: { kind: 'verified', by: '--host-key' } }]);
});

test('the one temporary folder is taken away, and nothing else was written', async () => {
  const host = playedHost(SCENARIO, 'MAIL01');
  const before = host.files.tree('C:\\').map(({ path }) => path);
  const endpoint = await served(host);
  const { sessions } = await check([target(endpoint), ...pinned(endpoint)]);
  expect(sessions[0]?.temporaryFolder).toMatchObject({ name: expect.stringMatching(/^scanclash-/), removed: true });
  expect(host.files.tree('C:\\').map(({ path }) => path)).toEqual(before);
});

test('without a temporary folder exports are unread, and what rests on them is unknown', async () => {
  const endpoint = await served(playedHost(SCENARIO, 'MAIL01'));
  const report = await check([target(endpoint), ...pinned(endpoint), '--no-temp', '--rule', 'mcafee-virusscan/*']);
  expect(report.code).toBe(3);
  expect(report.sessions[0]?.temporaryFolder).toBeNull();
  expect(report.questions.find(({ question }) => question.startsWith('registry-export'))).toMatchObject({
    answered: false,
    reason: expect.stringContaining('--no-temp'),
  });
  expect(endpoint.commands.some((command) => command.includes('reg export'))).toBe(false);
});

test('nodes of a cluster that are reached one by one are joined, and a partner that is not named is missing', async () => {
  const world = playedWorld(CLUSTER);
  mkdirSync(join(folder, 'acme'));
  writeFileSync(join(folder, 'acme', 'versions-agree.yaml'), CLUSTER_RULE);
  const rules = ['--rules', folder, '--no-builtin'];
  const subjects = (await check([`sim:${CLUSTER}`, ...rules])).subjects.filter(({ scope }) => scope === 'cluster');
  const nodes = subjects[0]?.hosts ?? [];
  expect(nodes).toHaveLength(2);
  const endpoints = await Promise.all(nodes.map((node) => served(world.get(node)!, { hostKey: HOST_KEY })));
  const [first] = endpoints as [SshEndpoint];
  const all = await check([...endpoints.map(target), ...rules, '--host-key', `127.0.0.1=${first.fingerprint}`]);
  expect(all.subjects.filter(({ scope }) => scope === 'cluster')).toMatchObject([
    { id: subjects[0]?.id, hosts: nodes, complete: true },
  ]);
  const one = await check([target(first), ...pinned(first), ...rules]);
  expect(one.subjects.filter(({ scope }) => scope === 'cluster')).toMatchObject([
    { hosts: [nodes[0]], complete: false, missing: [nodes[1]] },
  ]);
});

test('of several hosts, one that is not reached is unknown and the others count', async () => {
  const endpoint = await served(playedHost(SCENARIO, 'MAIL01'));
  const gone = await served(playedHost(SCENARIO, 'MAIL01'));
  await gone.close();
  const report = await check([
    target(gone),
    target(endpoint),
    '--host-key',
    `127.0.0.1=${endpoint.fingerprint}`,
    '--rule',
    'mcafee-virusscan/let-modus-send-mail',
    '--fail-on',
    'critical',
  ]);
  expect(report.code).toBe(3);
  expect(report.findings.map(({ outcome }) => outcome)).toEqual(['unknown', 'violated']);
  expect(report.warnings).toMatchObject([
    { code: 'SC-HOST-001', problem: `${USER}@127.0.0.1:${gone.port}: connect: refused: nothing listens there` },
  ]);
});

test('a key that nobody knows is refused before anything secret is told, with its fingerprint to compare', async () => {
  const endpoint = await served(playedHost(SCENARIO, 'MAIL01'));
  const report = await check([target(endpoint), '--rule', 'mcafee-virusscan/let-modus-send-mail']);
  expect(report.code).toBe(3);
  expect(report.warnings).toMatchObject([{ code: 'SC-HOST-002' }]);
  expect(report.warnings[0]?.problem).toContain(endpoint.fingerprint);
  expect(report.sessions[0]?.identities).toMatchObject([{ identity: { kind: 'refused' } }]);
  expect(endpoint.commands).toEqual([]);
});

test('whoever takes any host for the right one is warned, and the report says so', async () => {
  const endpoint = await served(playedHost(SCENARIO, 'MAIL01'));
  const report = await check([target(endpoint), '--insecure-host-key']);
  expect(report.stderr).toContain('WARNING: --insecure-host-key');
  expect(report.sessions[0]?.identities).toMatchObject([{ identity: { kind: 'unverified' } }]);
  expect(report.warnings).toMatchObject([{ problem: expect.stringContaining('was not identified') }]);
});

test('a wrong password ends the attempt, and says what was tried', async () => {
  const endpoint = await served(playedHost(SCENARIO, 'MAIL01'));
  const wrong = { environment: { ...environment, SCANCLASH_SSH_PASSWORD: 'wrong' } };
  const report = await check([target(endpoint), ...pinned(endpoint)], wrong);
  expect(report.code).toBe(3);
  expect(report.warnings).toMatchObject([{ code: 'SC-HOST-003', problem: expect.stringContaining('login: refused') }]);
});

test('a password can be typed where it is not shown', async () => {
  const endpoint = await served(playedHost(SCENARIO, 'MAIL01'));
  const typed = { environment: { HOME: '/nonexistent' }, secret: PASSWORD };
  expect((await check([target(endpoint), ...pinned(endpoint), '--ask-password'], typed)).sessions).toMatchObject([
    { host: 'MAIL01' },
  ]);
});

test('a password on the command line is refused, and not repeated', async () => {
  const { code, stdout, stderr } = await scanclash(['check', `ssh://winadm:${PASSWORD}@mail01`]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^SC-USE-004 .*command lines are seen by others/);
  expect(stdout + stderr).not.toContain(PASSWORD);
});

test('options of ssh are refused where nothing is reached over ssh', async () => {
  const { code, stderr } = await scanclash(['check', `sim:${SCENARIO}`, '--no-temp']);
  expect(code).toBe(2);
  expect(stderr).toContain('--no-temp is for ssh targets');
});

test('a collection over ssh is a bundle with the findings of the host', async () => {
  const endpoint = await served(playedHost(SCENARIO, 'MAIL01'));
  const cwd = folder;
  const words = ['collect', target(endpoint), ...pinned(endpoint), '-o', 'mail01.zip', '--format', 'json'];
  const { code, json } = await scanclash(words, { environment, cwd });
  expect(code).toBe(0);
  expect(json()).toMatchObject({ complete: true, hosts: [{ name: 'MAIL01', failed: [] }] });
  const bundle = await check(['mail01.zip'], { cwd });
  const inTheWorld = await check([`sim:${SCENARIO}#MAIL01`]);
  expect(findingsOf(bundle, ['MAIL01'])).toEqual(findingsOf(inTheWorld, ['MAIL01']));
  expect(bundle.subjects[0]?.ageSeconds).toBeGreaterThan(0);
});

test('many hosts are read in one run, and no more of them at once than was said', async () => {
  const host = playedHost(SCENARIO, 'MAIL01');
  const endpoints = await Promise.all(Array.from({ length: 24 }, () => served(host, { hostKey: HOST_KEY })));
  let most = 0;
  const look = setInterval(() => {
    most = Math.max(
      most,
      endpoints.reduce((sum, endpoint) => sum + endpoint.connections(), 0),
    );
  }, 1);
  const [first] = endpoints as [SshEndpoint];
  const words = ['--host-key', `127.0.0.1=${first.fingerprint}`, '--concurrency', '3'];
  const report = await check([...endpoints.map(target), ...words, '--rule', 'mcafee-virusscan/let-modus-send-mail']);
  clearInterval(look);
  expect(report.findings.map(({ outcome }) => outcome)).toEqual(endpoints.map(() => 'violated'));
  expect(new Set(report.findings.map(({ subject }) => subject)).size).toBe(24);
  expect(report.sessions.every(({ temporaryFolder }) => temporaryFolder?.removed)).toBe(true);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(3);
});

test('a run that takes too long ends, and hosts whose turn did not come are unknown', async () => {
  const host = playedHost(SCENARIO, 'MAIL01');
  const endpoints = await Promise.all(Array.from({ length: 6 }, () => served(host, { hostKey: HOST_KEY })));
  const [first] = endpoints as [SshEndpoint];
  const words = ['--host-key', `127.0.0.1=${first.fingerprint}`, '--concurrency', '1', '--limit', 'run=60ms'];
  const report = await check([...endpoints.map(target), ...words, '--rule', 'mcafee-virusscan/let-modus-send-mail']);
  expect(report.findings).toHaveLength(6);
  expect(report.findings.at(-1)).toMatchObject({ outcome: 'unknown' });
  expect(report.warnings.at(-1)?.problem).toContain('connect: the limit for the whole run was reached');
});
