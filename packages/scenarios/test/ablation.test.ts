import { expect, test } from 'vitest';
import { ablate, builtInScenarios } from '../src/index.ts';

test.each(builtInScenarios().map((scenario) => [scenario.id, scenario] as const))(
  '%s does not survive its ablation',
  (_, scenario) => {
    for (const ablation of ablate(scenario, 1)) {
      expect
        .soft(
          ablation.ok,
          `without ${ablation.without.join(', ')}: expected ${ablation.expected}, left: ${ablation.left.join('; ')}`,
        )
        .toBe(true);
    }
  },
);
