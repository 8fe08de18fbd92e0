import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { scanclash } from './test/command-line.ts';
import { expectReport } from './test/schemas.ts';

const SIM = 'sim:mail-flow/port25-blocks-modusmail';

test('help is by group, at most ten lines each, and says what to do next', async () => {
  const { code, stdout, stderr } = await scanclash(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const group of ['Ticket', 'Proof', 'Rules', 'First steps']) expect(stdout).toMatch(new RegExp(`^${group}`, 'm'));
  const groups = stdout.split('\n\n').map((group) => group.trimEnd().split('\n').length);
  expect(Math.max(...groups)).toBeLessThanOrEqual(10);
  expect(stdout).toMatch(/\nNext: scanclash tour\n$/);
});

test.for([['check'], ['collect'], ['run'], ['list'], ['show'], ['rules'], ['rules', 'test'], ['tour']])(
  '%j has help with an example that is the next step',
  async (command) => {
    const { code, stdout } = await scanclash([...command, '--help']);
    expect(code).toBe(0);
    const next = /\nNext: (.*)\n$/.exec(stdout)?.[1] ?? '';
    expect(next).toMatch(new RegExp(`^scanclash ${command.join(' ')}`));
    expect(stdout).toContain('--format');
  },
);

test('the version is a line of its own', async () => {
  expect((await scanclash(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('nothing at all shows the help, and is no success', async () => {
  expect(await scanclash([])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Usage:') });
});

const WRONG: readonly (readonly [words: string, code: string, hint: RegExp])[] = [
  [`check ${SIM} --at 99999999h`, 'SC-USE-003', /1m30s/],
  [`check ${SIM} --fail-on foo`, 'SC-USE-003', /Severities: info, low/],
  [`collect ${SIM} -o -`, 'SC-USE-003', /-o host\.zip/],
  ['rules foo', 'SC-USE-003', /scanclash rules --help/],
  ['chek', 'SC-USE-003', /Did you mean "check"\?/],
  ['--frobnicate', 'SC-USE-003', /See scanclash --help/],
  ['check', 'SC-USE-003', /See scanclash check --help/],
  ['rules', 'SC-USE-003', /See scanclash rules --help/],
  ['rules tst', 'SC-USE-003', /Did you mean "test"\?/],
  ['run --sed 1', 'SC-USE-003', /Did you mean "--seed" or "--set"\?/],
  ['run --seed x', 'SC-USE-003', /See scanclash run --help/],
  ['run mail-flo', 'SC-USE-001', /Did you mean "mail-flow"\?/],
  ['run nowhere/*', 'SC-USE-002', /scanclash list scenarios/],
  ['run --arm brokn', 'SC-USE-002', /Did you mean "broken"\?/],
  ['run mail-flow/port25-blocks-modusmail --set virusscan.portRules.massMailing.blok=false', 'SC-SCEN-002', /block/],
  [
    'run mail-flow/port25-blocks-modusmail --set exchange.x=1',
    'SC-SCEN-002',
    /Products of MAIL01 in the world .*modus/,
  ],
  ['run mail-flow/port25-blocks-modusmail --set virusscan.portRules.massMailing.block=perhaps', 'SC-SCEN-003', /./],
  ['run --set novalue', 'SC-USE-003', /For example/],
  ['run --assume mcafee-virusscan/assume-refusl=drop', 'SC-SCEN-004', /assume-refusal/],
  ['run --assume mcafee-virusscan/assume-refusal=dance', 'SC-SCEN-003', /scanclash show mcafee-virusscan/],
  ['run --assume mcafee-virusscan/port-rule-blocks-connects=perhaps', 'SC-SCEN-003', /./],
  ['run --trace -', 'SC-USE-003', /--arm broken/],
  ['run --format xml', 'SC-USE-003', /Formats: pretty, json/],
  ['run --format json --format pretty', 'SC-USE-003', /Send the others to files/],
  ['run --format json:', 'SC-USE-003', /Write --format json:FILE/],
  ['list', 'SC-USE-003', /See scanclash list --help/],
  ['show', 'SC-USE-003', /See scanclash show --help/],
  ['collect sim:a/b', 'SC-USE-003', /See scanclash collect --help/],
  ['collect - -o x.zip', 'SC-USE-004', /Check it/],
  ['check no-such-file', 'SC-USE-004', /A target is/],
  ['check sym:mail-flow/x', 'SC-USE-004', /Did you mean "sim"\?/],
  ['check C:\\bundle', 'SC-USE-004', /A target is/],
  ['check sim:mail-flow', 'SC-USE-004', /Write sim:THEME\/NAME/],
  ['check sim:mail-flow/port25-blocks-modusmial', 'SC-USE-001', /Did you mean/],
  [`check ${SIM}@brokn`, 'SC-USE-001', /Did you mean "broken"\?/],
  [`check ${SIM}#MAIL02`, 'SC-USE-004', /Did you mean "MAIL01"\?/],
  [`check ${SIM} --host MAIL02`, 'SC-USE-002', /Did you mean "MAIL01"\?/],
  [`check ${SIM} --at noon`, 'SC-USE-003', /90s/],
  [`check ${SIM} --fail-on hi`, 'SC-USE-003', /high/],
  [`check ${SIM} --rule mcafee-virusscan/let-modus-send-mial`, 'SC-USE-001', /Did you mean/],
  [`check ${SIM} --rule nothing/*`, 'SC-USE-002', /scanclash list rules/],
  [`check ${SIM} --given virusscn.version=8.0i`, 'SC-RULE-004', /virusscan/],
  [`check ${SIM} --given virusscan.versoin=8.0i`, 'SC-RULE-004', /version/],
  [`check ${SIM} --given virusscan.portRules=1`, 'SC-RULE-004', /It has parts/],
  [`check ${SIM} --given virusscan.version=9`, 'SC-FACT-001', /scanclash show virusscan\.version/],
  [`check ${SIM} --given virusscan=1`, 'SC-FACT-001', /\$absent/],
  [`check ${SIM} --given MAIL02:virusscan.version=8.0i`, 'SC-USE-002', /MAIL01/],
  [`check ${SIM} ${SIM}@broken --given virusscan.version=8.0i`, 'SC-USE-003', /HOST:/],
  ['check - --at 1h', 'SC-USE-003', /Leave it out/],
  ['check - --assume mcafee-virusscan/assume-refusal=drop', 'SC-USE-003', /--given/],
  ['tour --format json', 'SC-USE-003', /run --format json/],
];

test.for(WRONG)('`%s` is %s, with a hint', async ([words, code, hint]) => {
  const ended = await scanclash(words.split(' '));
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain(code);
  expect(ended.stderr).toMatch(hint);
  expect(ended.stderr).toMatch(/^(Next:| *"next":) .*scanclash /m);
});

test.for([['chek'], ['check', 'no-such-file'], ['run', '--seed', 'x']])(
  'the error of %j is JSON where that was asked for',
  async (words) => {
    const { code, stdout, stderr } = await scanclash([...words, '--format', 'json']);
    const report = JSON.parse(stderr) as { exitCode: number };
    expectReport('error', report);
    expect({ code: report.exitCode, stdout }).toEqual({ code, stdout: '' });
  },
);

test('a bug of ours ends with 70 and says how to report it; the stack is for those who ask', async () => {
  const words = ['check', '-'];
  const { code, stdout, stderr } = await scanclash(words, { stdin: new Error('a pipe burst') });
  expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
  expect(stderr).toContain('  a pipe burst\nPlease report it');
  expect(stderr).not.toContain('at ');
  const debug = await scanclash(words, { stdin: new Error('a pipe burst'), environment: { SCANCLASH_DEBUG: '1' } });
  expect(debug.stderr).toContain('command-line.test.ts:');
  const json = await scanclash([...words, '--format', 'json'], { stdin: new Error('a pipe burst') });
  expectReport('error', JSON.parse(json.stderr));
  expect(JSON.parse(json.stderr)).toMatchObject({ exitCode: 70, errors: [{ code: null, problem: 'a pipe burst' }] });
});

test('Ctrl-C while stdin is read ends with 130, not with a complaint about the input', async () => {
  const ended = await scanclash(['check', '-'], { stdin: '{"host":', interruptAfter: -1 });
  expect(ended).toMatchObject({ code: 130, stdout: '', stderr: expect.stringMatching(/^Interrupted before anything/) });
  const json = await scanclash(['check', '-', '--format', 'json'], { stdin: '{"host":', interruptAfter: -1 });
  expectReport('error', JSON.parse(json.stderr));
});

test('a report goes to a file where a path is given, and people still see theirs', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'scanclash-format-'));
  const words = ['list', 'errors', 'SC-RULE-004', '--format', 'pretty', '--format', 'json:errors.json'];
  const { stdout, stderr } = await scanclash(words, { cwd });
  expect({ stdout, stderr }).toEqual({
    stdout: (await scanclash(words.slice(0, 3))).stdout,
    stderr: 'Written: errors.json\n',
  });
  expectReport('list', JSON.parse(readFileSync(join(cwd, 'errors.json'), 'utf8')));
  rmSync(cwd, { recursive: true });
});

test('a report that cannot be written is no success', async () => {
  const { code, stderr } = await scanclash(['list', 'rules', '--format', 'json:nowhere/x.json']);
  expect(code).toBe(2);
  expect(stderr).toContain('cannot write nowhere/x.json: the folder does not exist');
});

test('the program starts, writes to a pipe that is closed at once, and says so where it is not built', async () => {
  const built = existsSync(new URL('../dist/main.js', import.meta.url));
  const program = spawn(process.execPath, [
    fileURLToPath(new URL('../bin/scanclash.js', import.meta.url)),
    'list',
    'errors',
  ]);
  program.stdout.destroy();
  const complaints: Buffer[] = [];
  program.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const [code] = (await once(program, 'close')) as [number];
  const stderr = Buffer.concat(complaints).toString();
  expect({ code, stderr }).toEqual(
    built ? { code: 0, stderr: '' } : { code: 2, stderr: 'scanclash is not built yet.\nNext: npm run build\n' },
  );
});
