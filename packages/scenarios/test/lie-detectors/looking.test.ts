import { judge } from '@scanclash/core';
import { expect, test } from 'vitest';
import { armVerdicts } from '../../src/arm-verdicts.ts';
import { builtInScenarios, checkProtections, playArm, RULE_BOOK, subjectsOf } from '../../src/index.ts';
import { brokenArm, SEED } from './broken-run.ts';

const arms = builtInScenarios().flatMap((scenario) =>
  scenario.file['still-protected'].length === 0
    ? []
    : scenario.arms
        .filter(({ kind, loses }) => kind === 'fix' || loses.length > 0)
        .map((arm) => [scenario.id, arm.id, scenario, arm] as const),
);

test.each(arms)(
  '%s, arm %s: whether its hosts were asked does not change what protects them',
  (_s, _a, scenario, arm) => {
    const unasked = playArm(scenario, arm, { seed: SEED });
    const asked = playArm(scenario, arm, { seed: SEED });
    subjectsOf(asked.built);
    expect(checkProtections(asked)).toEqual(checkProtections(unasked));
  },
);

test('protection is tried somewhere', () => {
  expect(arms.length).toBeGreaterThan(20);
});

test.each(builtInScenarios().map((scenario) => [scenario.id, scenario] as const))(
  '%s: a run, which asks only what its verdicts need, sees what a check of everything sees',
  (_, scenario) => {
    const played = playArm(scenario, brokenArm(scenario), { seed: SEED });
    const verdicts = armVerdicts(played);
    const findings = judge(RULE_BOOK.rules, subjectsOf(played.built), RULE_BOOK.fixes);
    for (const { rule, outcome } of verdicts) {
      const outcomes = findings.filter((finding) => finding.rule === rule).map((finding) => finding.outcome);
      expect([rule, heaviest(outcomes)]).toEqual([rule, outcome]);
    }
  },
);

const heaviest = (outcomes: readonly string[]) =>
  ['violated', 'unknown', 'satisfied'].find((one) => outcomes.includes(one)) ?? 'not-applicable';
