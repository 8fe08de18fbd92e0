import { loadRule, ruleLanguages, runExamples } from '@scanclash/core';
import { expect, test } from 'vitest';
import { PRODUCTS, RULE_SOURCES } from './index.ts';

const languages = ruleLanguages(PRODUCTS);

test.each(RULE_SOURCES.map((source) => [source.id, source] as const))(
  'every example of %s comes out as it says',
  (_, source) => {
    for (const result of runExamples(loadRule(source, languages))) {
      expect.soft(result.observed, result.error?.message ?? `example ${result.example}`).toBe(result.expected);
    }
  },
);
