import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
