import { judge } from '@scanclash/core';
import { expect, test } from 'vitest';
import { type Arm, playArm, RULE_BOOK, type Scenario, scenarioById, subjectsOf } from '../src/index.ts';

const ARM = 'control-time-outs-only';

function played(scenario: Scenario, behaviours: Readonly<Record<string, boolean>>) {
  const arm = scenario.arms.find(({ id }) => id === ARM) as Arm;
  const { built, reaches } = playArm(scenario, arm, { seed: 1, behaviours });
  const log = built.hosts.get('MAIL01')?.files.peek(LOG);
  const lines = log?.ok === true ? new TextDecoder().decode(log.bytes).trimEnd().split('\r\n') : [];
  const verdicts = judge(RULE_BOOK.rules, subjectsOf(built), RULE_BOOK.fixes).map(
    ({ rule, subject, outcome }) => `${rule} ${subject} ${outcome}`,
  );
  return { reached: reaches.seen, lines, verdicts };
}

const LOG =
  'C:\\Documents and Settings\\All Users\\Application Data\\Network Associates\\VirusScan\\OnAccessScanLog.txt';

test('lines of scans that timed out convict nobody: no rule is violated because of them', () => {
  const scenario = scenarioById('overrides/on-access-overrides-exclusions');
  const busy = played(scenario, {});
  expect(busy.reached).toBe(true);
  expect(busy.lines).toContainEqual(
    expect.stringMatching(
      /^11\/15\/2004\t8:0\d:\d\d AM\tNot scanned {2}\(scan timed out\)\tNT AUTHORITY\\SYSTEM\tC:\\.*\\MODUSCAN\.exe\tD:\\Spool\\/,
    ),
  );
  const silent = played(scenario, { 'mcafee-virusscan/scan-times-out': false });
  expect(silent.lines).toEqual([]);
  const convictions = (verdicts: readonly string[]) => verdicts.filter((verdict) => verdict.endsWith(' violated'));
  expect(convictions(busy.verdicts)).toEqual(convictions(silent.verdicts));
});
