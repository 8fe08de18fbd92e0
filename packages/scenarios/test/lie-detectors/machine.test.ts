import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { playArm, runArm, scenarioById, subjectsOf } from '../../src/index.ts';
import { brokenArm, SEED } from './broken-run.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const script = fileURLToPath(new URL('../fixtures/hash-runs.mjs', import.meta.url));

/** Logs with dates, files with names, several hosts, days that pass. */
const SCENARIOS = [
  'mail-flow/port25-blocks-modusmail',
  'exclusions/quarantine-scanned-block',
  'network/modus-blocks-its-database',
  'overrides/policy-enforcement',
  'updates/shared-engine-registration',
];
const LIAR = 'liars/speaks-the-locale';

/** Far apart in time, and each with its own numbers, words and order of letters. */
const MACHINES = [
  { variables: { TZ: 'Pacific/Auckland', LC_ALL: 'tr_TR.UTF-8' }, timeZone: 'Pacific/Auckland', locale: 'tr-TR' },
  { variables: { TZ: 'America/St_Johns', LANG: 'de_DE.UTF-8' }, timeZone: 'America/St_Johns', locale: 'de-DE' },
] as const;

type Machine = (typeof MACHINES)[number];

interface Report {
  readonly locale: string;
  readonly timeZone: string;
  readonly runs: readonly { readonly scenario: string; readonly traceHash: string }[];
}

const reports = new Map<Machine, Report>();
const reportOf = (machine: Machine): Report => reports.get(machine) as Report;

function playedOn(machine: Machine): Report {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:LANG|LC_.*|TZ)$/.test(name));
  const output = execFileSync(process.execPath, [script, ...SCENARIOS, LIAR], {
    encoding: 'utf8',
    env: { ...Object.fromEntries(inherited), ...machine.variables },
  });
  return JSON.parse(output) as Report;
}

// The machine's own process plays what `tsc -b` has built: Node runs no TypeScript.
beforeAll(() => {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'packages/scenarios'], { cwd: root });
  for (const machine of MACHINES) reports.set(machine, playedOn(machine));
}, 120_000);

test.each(MACHINES)('a machine in $timeZone that speaks $locale plays the same bytes', (machine) => {
  const report = reportOf(machine);
  expect([report.timeZone, report.locale]).toEqual([machine.timeZone, machine.locale]);
  const runs = report.runs.filter(({ scenario }) => scenario !== LIAR);
  expect(runs).toEqual(SCENARIOS.map(playedHere));
});

test('a product that writes numbers and hours as the machine does is found out', () => {
  const hashes = MACHINES.map((machine) => reportOf(machine).runs.find(({ scenario }) => scenario === LIAR)?.traceHash);
  expect(new Set(hashes).size).toBe(MACHINES.length);
});

function playedHere(id: string) {
  const scenario = scenarioById(id);
  const arm = brokenArm(scenario);
  const subjects = subjectsOf(playArm(scenario, arm, { seed: SEED }).built);
  const facts = createHash('sha256').update(JSON.stringify(subjects)).digest('hex');
  return { ...JSON.parse(JSON.stringify(runArm(scenario, arm, { seed: SEED }))), facts };
}
