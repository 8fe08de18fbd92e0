import { expect, test } from 'vitest';
import { runArm, scenarioById } from './index.ts';

test('every arm of the port 25 scenario comes out as expected', () => {
  const scenario = scenarioById('mail-flow/port25-blocks-modusmail');
  for (const arm of scenario.arms) {
    const run = runArm(scenario, arm, { seed: 1 });
    expect.soft(run, JSON.stringify(run, null, 1)).toMatchObject({ outcome: 'as-expected', problems: [] });
  }
});
