import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckReport } from '@scanclash/core';
import { CONTRACT_HOST, type ContractHost, transportContract } from '@scanclash/core/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scanclash } from '../../src/test/command-line.ts';
import { playedHost } from '../ssh/played-world.ts';
import { HangingUp } from '../ssh/served-host.ts';
import { ContainerHost, check, hasEngine, POSIX_USER, USER } from './container-host.ts';
import { giveContract, takeOver } from './wine-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'scanclash-parity-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Programs that Wine does not have, or whose answer is another Windows': what they tell the operator adds. */
const ADDED = ['windows.mountPoints'];
/** The same, where the operator could not write it down: rules that rest on it are unknown on Wine. */
const LACKING = /^(?:windows\.fileFilters|modus\.(?:spool\.|logsWith)|virusscan\.engine\.file)/;
/** Ports belong to the machine around Wine: what rests on who listens there is another verdict, and as true. */
const OF_THE_MACHINE = /^windows\.listeners/;
/** Where the two hosts differ in truth. */
const OTHER = /^windows\.(version|name|services|shares)$/;

const simulated = async (id: string, arm: string) => check([`sim:${id}@${arm}#MAIL01`]);

/** The files whose text the simulated host was asked for. */
const filesAsked = ({ questions }: CheckReport) =>
  questions.flatMap(({ question }) => /^file-text (.*)$/.exec(question)?.[1] ?? []);

/** `--given` for the facts that Wine cannot tell, with the values of the simulated host. */
function givenFrom({ findings }: CheckReport): string[] {
  const readings = findings.flatMap((finding) => finding.readings);
  return ADDED.flatMap((fact) => {
    const reading = readings.find((one) => one.fact === fact);
    return reading === undefined ? [] : ['--given', `${fact}=${JSON.stringify(reading.value)}`];
  });
}

/** Verdicts with what they rest on, but for where and when it was read. */
const verdicts = ({ findings, subjects }: CheckReport, without: readonly string[] = []) => {
  const hosts = subjects.filter(({ scope }) => scope === 'host').map(({ id }) => id);
  return findings
    .filter(({ subject, rule }) => hosts.includes(subject) && !without.includes(rule))
    .map(({ rule, outcome, message, readings, fixes, evidence }) => ({
      rule,
      outcome,
      message: outcome === 'unknown' ? '' : message,
      fixes,
      evidence,
      readings: readings
        .filter(({ fact, unreadable }) => !OTHER.test(fact) && unreadable === undefined && !ADDED.includes(fact))
        .map(({ fact, value, absent }) => ({ fact, value, absent })),
    }));
};

describe.skipIf(!hasEngine).each([
  ['misconfigured/no-backslash', 'broken'],
  ['mail-flow/port25-blocks-modusmail', 'broken'],
  ['mail-flow/port25-blocks-modusmail', 'fix-exempt-modus'],
])('%s, arm %s', (id, arm) => {
  test('Wine with the same registry has the verdicts of the simulated host, over ssh and from a bundle', async () => {
    const host = await ContainerHost.start();
    const expected = await simulated(id, arm);
    await takeOver(playedHost(id, 'MAIL01', arm), host, filesAsked(expected));
    const given = givenFrom(expected);
    const overSsh = await host.check(given);
    expect(overSsh.warnings).toEqual([]);
    const resting = (on: RegExp) =>
      expected.findings.filter(({ readings }) => readings.some(({ fact }) => on.test(fact))).map(({ rule }) => rule);
    const lacking = resting(LACKING);
    const leftOut = [...lacking, ...resting(OF_THE_MACHINE)];
    expect(verdicts(overSsh, leftOut)).toEqual(verdicts(expected, leftOut));
    const others = overSsh.findings.filter(({ rule }) => lacking.includes(rule)).map(({ outcome }) => outcome);
    expect(others).toEqual(others.map(() => 'unknown'));
    expect(lacking.length).toBeLessThan(5);
    expect(leftOut.length).toBe(lacking.length + 1);
    expect(verdicts(overSsh).some(({ outcome }) => outcome === 'violated')).toBe(true);

    const zip = join(folder, `${id.replace('/', '-')}-${arm}.zip`);
    const words = ['collect', host.target, '--known-hosts', host.knownHosts, '-o', zip];
    await scanclash(words, { environment: host.environment });
    expect(verdicts(await check([zip, ...given]), leftOut)).toEqual(verdicts(expected, leftOut));
  });
});

/**
 * What Wine 8.0 can hold of it: its `reg import` crashes on a text of an odd number of bytes, its `reg export` writes a line
 * break in a text as `\r\n`, which Windows does not, and its `type` stops at a NUL.
 */
const HELD: ContractHost = {
  ...CONTRACT_HOST,
  registry: CONTRACT_HOST.registry.map((entry) => ({
    ...entry,
    values: entry.values.filter(({ name }) => name !== 'Odd' && name !== 'Lines'),
  })),
  file: { ...CONTRACT_HOST.file, bytes: CONTRACT_HOST.file.bytes.filter((byte) => byte !== 0) },
};

describe.skipIf(!hasEngine).each([
  ['cmd.exe', USER],
  ['sh', POSIX_USER],
])('Wine behind sshd with %s as default shell, asked by the contract of all transports', (_shell, user) => {
  let host: ContainerHost;
  beforeAll(async () => {
    host = await ContainerHost.start();
    await giveContract(HELD, host);
  });

  // sc of Wine exits with 1 where that of Windows exits with the number of the error.
  transportContract(() => new HangingUp(() => host.transport(HELD.name, user)), { missingService: 1, host: HELD });
});
