import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sz, writeRegFile } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { openBundle } from '@scanclash/transports';
import { afterAll, expect, test } from 'vitest';
import { scanclash } from '../test/command-line.ts';
import { expectReport } from '../test/schemas.ts';

const SIM = 'sim:mail-flow/port25-blocks-modusmail';

const cwd = mkdtempSync(join(tmpdir(), 'scanclash-collect-'));
afterAll(() => rmSync(cwd, { recursive: true }));

interface Checked {
  readonly findings: { readings: { at: unknown }[] }[];
}

const findingsOf = async (target: string) => {
  const { stdout } = await scanclash(['check', target, '--format', 'json'], { cwd });
  return (JSON.parse(stdout) as Checked).findings.map(({ readings, ...finding }) => ({
    ...finding,
    readings: readings.map(({ at: _, ...reading }) => reading),
  }));
};

test('a bundle gives the very findings of the host that it was collected from', async () => {
  const { code, json } = await scanclash(['collect', `${SIM}#MAIL01`, '-o', 'mail01.zip', '--format', 'json'], { cwd });
  expect(code).toBe(0);
  expectReport('collect', json());
  expect(json()).toMatchObject({
    output: 'mail01.zip',
    hosts: [{ name: 'MAIL01', failed: [] }],
    next: 'scanclash check mail01.zip',
  });
  expect(await findingsOf('mail01.zip')).toEqual(await findingsOf(`${SIM}#MAIL01`));
});

test('all hosts of a world go into one bundle, the same bytes each time', async () => {
  await scanclash(['collect', SIM, '-o', 'all.zip'], { cwd });
  await scanclash(['collect', SIM, '-o', 'again.zip'], { cwd });
  expect(readFileSync(join(cwd, 'again.zip')).equals(readFileSync(join(cwd, 'all.zip')))).toBe(true);
  const { json } = await scanclash(['check', 'all.zip', '--format', 'json'], { cwd });
  const { subjects } = json() as unknown as { subjects: { id: string; scope: string }[] };
  const hosts = subjects.filter(({ scope }) => scope === 'host');
  expect(hosts.map(({ id }) => id)).toEqual(['MAIL01', 'CLIENT01', 'MX.EXAMPLE.NET']);
});

test('a bundle that is there is not overwritten', async () => {
  const words = ['collect', `${SIM}#MAIL01`, '-o', 'once.zip'];
  await scanclash(words, { cwd });
  const before = readFileSync(join(cwd, 'once.zip'));
  const { code, stderr } = await scanclash(words, { cwd });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^SC-USE-005 /);
  expect(readFileSync(join(cwd, 'once.zip')).equals(before)).toBe(true);
});

test('what was recorded already is not collected again', async () => {
  await scanclash(['collect', `${SIM}#MAIL01`, '-o', 'recorded.zip'], { cwd });
  expect(await scanclash(['collect', 'recorded.zip', '-o', 'copy.zip'], { cwd })).toMatchObject({ code: 2 });
  expect(existsSync(join(cwd, 'copy.zip'))).toBe(false);
});

test('a collection that is stopped keeps what was read, and says so in the bundle', async () => {
  const { code } = await scanclash(['collect', SIM, '-o', 'stopped.zip'], { cwd, interruptAfter: 1 });
  expect(code).toBe(130);
  const { stdout } = await scanclash(['check', 'stopped.zip'], { cwd });
  expect(stdout).toContain('the collection was broken off');
});

test('a script is written that asks what every product wants to know', async () => {
  const { code, json } = await scanclash(['collect', '--script', '-o', 'collector.cmd', '--format', 'json'], { cwd });
  expect(code).toBe(0);
  expectReport('collect', json());
  const script = readFileSync(join(cwd, 'collector.cmd'), 'latin1');
  const asked = PRODUCTS.flatMap(({ questions }) => questions);
  for (const request of asked) expect(script).toContain(JSON.stringify(request).replaceAll('%', '%%'));
  expect(json()).toMatchObject({
    script: { questions: new Set(asked.map((one) => JSON.stringify(one))).size },
    hosts: [],
  });
});

test('a script that is there is not overwritten, and asks no host', async () => {
  writeFileSync(join(cwd, 'there.cmd'), 'mine');
  expect(await scanclash(['collect', '--script', '-o', 'there.cmd'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^SC-USE-005 /),
  });
  expect(readFileSync(join(cwd, 'there.cmd'), 'utf8')).toBe('mine');
  for (const words of [[`${SIM}#MAIL01`], ['--host', 'MAIL01'], ['--at', '1m']]) {
    const { code, stderr } = await scanclash(['collect', '--script', ...words, '-o', 'other.cmd'], { cwd });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/^SC-USE-003 /) });
  }
  expect(existsSync(join(cwd, 'other.cmd'))).toBe(false);
});

test('without a target collect says that there is a script, too', async () => {
  const { code, stderr } = await scanclash(['collect', '-o', 'none.zip'], { cwd });
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('collect --script') });
});

/** What a script leaves behind that was asked for two things, and read a password with one. */
function scriptFolder(name: string, end: string): void {
  const folder = join(cwd, name);
  const key = 'HKLM\\SOFTWARE\\Vircom';
  mkdirSync(folder);
  const index = [
    '{"kind":"collector","schema":"scanclash.collector/1","version":"0.1.0","host":"MAIL09","codePage":437}',
    '{"kind":"clock","date":"3/2/2009","time":" 8:00:00.00","shortDate":"M/d/yyyy","bias":"0x12c"}',
    JSON.stringify({ kind: 'answer', n: 1, exitCode: 0, request: { id: 'registry-export', key } }),
    '{"kind":"answer","n":2,"exitCode":0,"request":{"id":"host-name"}}',
    end,
  ];
  const values = [{ name: 'SqlPassword', value: sz('Planted-Secret-1') }];
  const files = {
    'scanclash-index.jsonl': `${index.join('\r\n')}\r\n`,
    '1.reg': writeRegFile({ dialect: 5, encoding: 'utf-16le' }, [{ key, values }]),
    '1.stdout': '',
    '1.stderr': '',
    '2.stdout': 'MAIL09\r\n',
    '2.stderr': '',
  };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
}

test('of what a script wrote collect makes a bundle, of its time and without its secrets', async () => {
  scriptFolder('scanclash-MAIL09', '{"kind":"end","answers":2}');
  const { json } = await scanclash(['collect', 'scanclash-MAIL09', '-o', 'mail09.zip', '--format', 'json'], { cwd });
  expectReport('collect', json());
  expect(json()).toMatchObject({ exitCode: 0, complete: true, hosts: [{ name: 'MAIL09' }] });
  const { manifest, files } = await openBundle(join(cwd, 'mail09.zip'));
  expect(manifest).toMatchObject({ collectedAt: '2009-03-02T08:00:00-05:00', complete: true });
  expect(manifest?.redactions).toMatchObject([{ value: 'SqlPassword', why: 'named like a password' }]);
  for (const [path, content] of Object.entries(files.toJSON())) {
    expect(
      Buffer.from(content ?? '', 'latin1')
        .toString('latin1')
        .replaceAll('\0', ''),
      path,
    ).not.toContain('Planted');
  }
});

test('a script that was broken off is told by check and by collect', async () => {
  scriptFolder('scanclash-cut', '');
  const checked = await scanclash(['check', 'scanclash-cut'], { cwd });
  expect(checked.stdout).toContain('the collection was broken off');
  expect(checked.stdout).not.toContain('Planted');
  const { json } = await scanclash(['collect', 'scanclash-cut', '-o', 'cut.zip', '--format', 'json'], { cwd });
  expect(json()).toMatchObject({ exitCode: 3, complete: false });
  const { stdout } = await scanclash(['collect', 'scanclash-cut', '-o', 'again-cut.zip'], { cwd });
  expect(stdout).toContain('Not all of it was read');
  expect(stdout).not.toContain('Interrupted');
});

test('local says on any other system than Windows what to do instead', async () => {
  for (const words of [
    ['check', 'local'],
    ['check', 'LOCAL:'],
    ['collect', 'local', '-o', 'local.zip'],
  ]) {
    const { code, stderr } = await scanclash(words, { cwd });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('collect --script') });
  }
});

test('of a host that is not reached the reason is said once, with how many questions it concerns', async () => {
  const { code, stdout } = await scanclash(['collect', 'ssh://me@127.0.0.1:9', '-o', 'lost.zip'], { cwd });
  expect(code).toBe(3);
  expect(stdout).toMatch(/127\.0\.0\.1:9: \d+ questions: .*connect: refused/);
  expect(stdout.match(/refused/g)).toHaveLength(1);
});
