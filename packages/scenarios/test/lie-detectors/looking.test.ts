import { expect, test } from 'vitest';
import { builtInScenarios, checkProtections, playArm, subjectsOf } from '../../src/index.ts';
import { SEED } from './broken-run.ts';

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
