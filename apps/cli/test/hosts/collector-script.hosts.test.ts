import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sz, writeRegFile } from '@scanclash/core';
import { openBundle } from '@scanclash/transports';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { scanclash } from '../../src/test/command-line.ts';
import { hasWine, makeWineHost, type WineHost } from './wine.ts';

/** VirusScan 8.0i and Modus on one host; the spool is on the list of exclusions, but names a file. */
const SIM = 'sim:misconfigured/no-backslash';
/** Wine has no mountvol, and no service of McAfee runs in it: an operator tells both, of both. */
const CHECK = [
  '--format=json',
  '--rule=mcafee-virusscan/*',
  '--given=MAIL01:virusscan.mcShieldRunning=true',
  '--given=MAIL01:windows.mountPoints=[]',
];
const ENVIRONMENT = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';
const LOGS = 'C:\\Logs (McAfee) & more';

interface Report {
  readonly findings: readonly { readonly rule: string; readonly outcome: string; readonly message: string }[];
}

describe.skipIf(!hasWine())("the collector script under Wine's command interpreter", () => {
  let wine: WineHost;

  beforeAll(async () => {
    wine = makeWineHost();
    const cwd = wine.folder;
    await scanclash(['collect', '--script', '-o', 'collector.cmd'], { cwd });
    await scanclash(['collect', `${SIM}#MAIL01`, '-o', 'played.zip'], { cwd });
    const [host] = (await openBundle(join(cwd, 'played.zip'))).hosts;
    for (const request of host?.requests ?? []) {
      const answer = host?.answerTo(request);
      if (answer?.kind === 'answered' && answer.file !== undefined) wine.importRegistry(answer.file);
    }
    wine.run('collector.cmd');
  });
  afterAll(() => wine.remove());

  const madeFolder = () => readdirSync(wine.folder).find((name) => name.startsWith('scanclash-')) ?? '';
  const outcomes = async (target: string, given: readonly string[]) => {
    const { json, stderr } = await scanclash(['check', target, ...given], { cwd: wine.folder });
    const { findings } = json() as unknown as Report;
    expect(stderr).toBe('');
    return findings.map(({ rule, outcome, message }) => ({ rule, outcome, message }));
  };
  let here: readonly string[];
  beforeEach(() => {
    here = CHECK.map((word) => word.replace('MAIL01', madeFolder().slice('scanclash-'.length)));
  });

  test('its answers give the findings of the host whose registry was imported', async () => {
    const found = await outcomes(madeFolder(), here);
    expect(found.filter(({ outcome }) => outcome === 'violated').map(({ rule }) => rule)).toContain(
      'mcafee-virusscan/exclude-modus-spool',
    );
    expect(found).toEqual(await outcomes(`${SIM}#MAIL01`, CHECK));
  });

  test('a bundle of them gives the same findings', async () => {
    const ended = await scanclash(['collect', madeFolder(), '-o', 'made.zip'], { cwd: wine.folder });
    expect(ended.stderr).toBe('');
    expect(await outcomes('made.zip', here)).toEqual(await outcomes(madeFolder(), here));
  });

  test('it wrote into its own folder and nowhere else, and will not write over it', () => {
    expect(readdirSync(wine.folder).toSorted()).toEqual(
      ['collector.cmd', 'made.zip', 'played.zip', madeFolder()].toSorted(),
    );
    expect(() => wine.run('collector.cmd')).toThrow(/is there already/);
  });

  test('a log is read where the registry says that it is', async () => {
    wine.importRegistry(
      writeRegFile({ dialect: 5, encoding: 'utf-16le' }, [
        { key: ENVIRONMENT, values: [{ name: 'DEFLOGDIR', value: sz(`${LOGS}\\`) }] },
      ]),
    );
    const folder = join(wine.folder, '..', LOGS.slice('C:\\'.length));
    mkdirSync(folder);
    writeFileSync(join(folder, 'OnAccessScanLog.txt'), 'as it is\n');
    const second = join(wine.folder, 'second');
    mkdirSync(second);
    copyFileSync(join(wine.folder, 'collector.cmd'), join(second, 'collector.cmd'));
    wine.run('second\\collector.cmd');
    const [host] = (await openBundle(second)).hosts;
    const answer = host?.answerTo({ id: 'file-text', path: `${LOGS}\\OnAccessScanLog.txt` });
    expect(answer).toMatchObject({ kind: 'answered', exitCode: 0 });
    expect(answer?.kind === 'answered' && Buffer.from(answer.stdout).toString()).toBe('as it is\n');
    expect(host?.requests).toContainEqual({ id: 'file-text', path: `${LOGS}\\AccessProtectionLog.txt` });
  });
});
