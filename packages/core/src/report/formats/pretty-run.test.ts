import { expect, test } from 'vitest';
import type { ReportedRun, RunReport } from '../run-report.ts';
import { plainStyle } from '../text-style.ts';
import { formatMs, prettyRun } from './pretty-run.ts';

const run = (more: Partial<ReportedRun>): ReportedRun => ({
  scenario: 'mail-flow/stuck',
  arm: 'broken',
  kind: 'broken',
  title: 'Mail is stuck',
  seed: 1,
  outcome: 'as-expected',
  symptoms: [{ expect: 'queue > 0', expected: 'present', observed: 'present', ok: true }],
  findings: [],
  protections: [],
  problems: [],
  restsOn: ['acme-scanner/holds-files'],
  traceHash: 'abc',
  events: 12,
  simulatedMs: 7_200_000,
  replay: 'scanclash run mail-flow/stuck --arm broken --seed 1',
  ...more,
});

const pretty = (runs: ReportedRun[], more: Partial<RunReport> = {}) =>
  prettyRun(
    {
      schema: 'scanclash.run/1',
      exitCode: 0,
      complete: true,
      next: 'scanclash tour',
      version: '1.0.0',
      runs,
      failures: [],
      counts: { 'as-expected': runs.length, unexpected: 0, inconclusive: 0, failed: 0, total: runs.length },
      ...more,
    },
    plainStyle(),
  );

test('one run is shown in full', () => {
  expect(pretty([run({})])).toMatchInlineSnapshot(`
    "mail-flow/stuck broken: as-expected
      Mail is stuck
      symptoms    present: queue > 0
      rests on    acme-scanner/holds-files
      trace       12 events, 2 h simulated, sha256 abc

    1 run: 1 as expected.
    Next: scanclash tour
    "
  `);
});

test('a run that came out otherwise says what was seen, and how to see it again', () => {
  const wrong = run({ arm: 'fix-off', outcome: 'unexpected', problems: ['present, expected absent: queue > 0'] });
  const text = pretty([run({}), { ...wrong, replay: 'scanclash run mail-flow/stuck --arm fix-off --seed 1' }]);
  expect(text).toContain(
    'present, expected absent: queue > 0\n  replay: scanclash run mail-flow/stuck --arm fix-off --seed 1\n',
  );
});

test('many scenarios take one line each', () => {
  const runs = [1, 2, 3, 4, 5].flatMap((i) => [
    run({ scenario: `a/${i}` }),
    run({ scenario: `a/${i}`, arm: 'fix-off' }),
  ]);
  expect(pretty(runs)).toContain('a/5  2 arms  as expected\n');
});

test('a run that broke off is told with its replay, and the rest is still told', () => {
  const failure = {
    scenario: 'a/b',
    arm: 'broken',
    seed: 1,
    code: null,
    problem: 'A bug of scanclash: x',
    replay: 'scanclash run a/b',
  };
  const text = pretty([run({})], { failures: [failure], complete: false });
  expect(text).toContain('a/b broken broke off\n  A bug of scanclash: x\n  replay: scanclash run a/b\n');
  expect(text).toContain('mail-flow/stuck');
});

test.for([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_000, '1 s'],
  [2_450, '2.4 s'],
  [60_000, '1 min'],
  [90_500, '1 min 30 s'],
  [5_400_000, '1 h 30 min'],
  [90_000_000, '1 d 1 h'],
] as const)('%i ms is %s', ([ms, text]) => {
  expect(formatMs(ms)).toBe(text);
});
