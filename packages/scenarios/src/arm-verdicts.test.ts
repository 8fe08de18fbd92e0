import type { SourceText } from '@scanclash/core';
import { expect, test } from 'vitest';
import { SCENARIO_SOURCES } from './catalogue.generated.ts';
import { type Arm, loadScenario, runArm } from './index.ts';

const PORT25 = 'mail-flow/port25-blocks-modusmail';
const HITS = 'mcafee-virusscan/port-25-hits-in-the-log';

/** An arm of a built-in scenario whose text was changed. */
function playedWith(id: string, arm: string, change: (text: string) => string) {
  const { file, text } = SCENARIO_SOURCES.find((source) => source.id === id) as SourceText;
  const changed = change(text);
  expect(changed).not.toBe(text);
  const scenario = loadScenario({ id, file, text: changed });
  return runArm(scenario, scenario.arms.find((one) => one.id === arm) as Arm, { seed: 1 });
}

test('a fix after which a rule cannot tell is no fix, unless its arm says so', () => {
  const run = playedWith(PORT25, 'fix-exempt-modus', (text) => text.replaceAll(`stays-unknown: [${HITS}]`, ''));
  expect(run.outcome).toBe('unexpected');
  expect(run.problems).toEqual([`${HITS}: unknown, expected satisfied or not-applicable`]);
});

test('so is a control', () => {
  const run = playedWith(PORT25, 'control-scanner-off', (text) => text.replaceAll(`stays-unknown: [${HITS}]`, ''));
  expect(run.problems).toEqual([`${HITS}: unknown, expected satisfied or not-applicable`]);
});

test('an arm that says that a rule stays unknown is held to it', () => {
  const run = playedWith('exclusions/spool-scanned', 'fix-exclude-spool', (text) =>
    text.replace(
      '{ fixes: [mcafee-virusscan/exclude-modus-spool] }',
      '{ fixes: [mcafee-virusscan/exclude-modus-spool], stays-unknown: [mcafee-virusscan/exclude-modus-spool] }',
    ),
  );
  expect(run.problems).toEqual(['mcafee-virusscan/exclude-modus-spool: satisfied, expected unknown']);
});

test('an innocent rule need not know, it must only convict nobody', () => {
  const run = playedWith('mail-flow/far-server-down', 'broken', (text) => text.replace('count: 5', 'count: 6'));
  expect(run.findings.find(({ rule }) => rule === HITS)).toMatchObject({ outcome: 'unknown', ok: true });
  expect(run.outcome).toBe('as-expected');
});

test('only findings of the scenario can stay unknown or be found still', () => {
  for (const field of ['stays-unknown', 'still-found']) {
    expect(() =>
      playedWith(PORT25, 'broken', (text) =>
        text.replace(`stays-unknown: [${HITS}]`, `${field}: [mcafee-virusscan/port-25-hits-in-the-lock]`),
      ),
    ).toThrow('is none of the findings of this scenario');
  }
});

test('a wrong fix is asked for no verdict, so it can promise none', () => {
  expect(() =>
    playedWith(PORT25, 'broken', (text) =>
      text.replace('  wrong-report-off:\n', `  wrong-report-off:\n    stays-unknown: [${HITS}]\n`),
    ),
  ).toThrow('nothing is expected of the rules in a wrong fix');
});
