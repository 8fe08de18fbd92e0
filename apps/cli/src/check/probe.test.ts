import { expect, test } from 'vitest';
import { scanclash } from '../test/command-line.ts';
import { expectReport } from '../test/schemas.ts';

const HOLDS = 'mcafee-virusscan/exclusions-hold';

async function probe(target: string) {
  const words = ['check', target, '--rule', HOLDS, '--probe', '--yes', '--format', 'json'];
  const { code, stdout, stderr } = await scanclash(words);
  expect(stderr).toContain('alerts go to ePO');
  const report = JSON.parse(stdout) as {
    findings: { outcome: string; message: string; readings: { fact: string; origin: string }[] }[];
    probes: { host: string; control: { outcome: string }; folders: { folder: string; outcome: string }[] }[];
  };
  expectReport('check', report);
  return { code, ...report };
}

test('a probe shows that exclusions which are right are overridden', async () => {
  const { code, findings, probes } = await probe('sim:overrides/on-access-overrides-exclusions#MAIL01');
  expect(code).toBe(1);
  expect(findings).toMatchObject([{ outcome: 'violated', message: expect.stringContaining('Modus') }]);
  expect(findings[0]?.readings).toContainEqual(
    expect.objectContaining({ fact: 'virusscan.probe.untouched', origin: 'probe' }),
  );
  expect(probes).toMatchObject([
    { host: 'MAIL01', control: { outcome: 'touched' }, folders: [{}, { folder: 'D:\\Spool', outcome: 'touched' }, {}] },
  ]);
});

test('exclusions that hold are satisfied, by a probe alone', async () => {
  const target = 'sim:overrides/on-access-overrides-exclusions@control-time-outs-only#MAIL01';
  expect(await probe(target)).toMatchObject({ code: 0, findings: [{ outcome: 'satisfied' }] });
  const without = await scanclash(['check', target, '--rule', HOLDS]);
  expect(without.code).toBe(3);
});

test('nothing is written before somebody agrees, and where hosts are recorded nothing can be', async () => {
  const target = 'sim:overrides/on-access-overrides-exclusions#MAIL01';
  const { code, stdout, stderr } = await scanclash(['check', target, '--probe']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/SC-USE-006[\s\S]*--yes/);
  const recorded = await scanclash(['check', '-', '--probe', '--yes'], { stdin: '{"host":{"name":"A"}}' });
  expect(recorded.code).toBe(2);
  expect(recorded.stderr).toContain('not a host that can be written to');
});
