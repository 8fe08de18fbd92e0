import {
  Cursor,
  defineProduct,
  factFromJson,
  factsOfSubject,
  loadRule,
  type RecordFact,
  ruleLanguages,
  type Subject,
} from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { builtInScenarios, playArm, RULE_BOOK, subjectsOf } from '../../src/index.ts';
import { unfoundedVerdicts } from '../../src/lie-detectors/hidden-facts.ts';
import { brokenArm, SEED } from './broken-run.ts';

/** Every subject of the catalogue as it is at the end of a broken arm; those with the same facts once. */
function subjects(): Subject[] {
  const distinct = new Map<string, Subject>();
  for (const scenario of builtInScenarios()) {
    const { built } = playArm(scenario, brokenArm(scenario), { seed: SEED });
    for (const subject of subjectsOf(built)) {
      distinct.set(JSON.stringify([subject.scope, subject.hosts.map(({ facts }) => facts)]), subject);
    }
  }
  return [...distinct.values()];
}

test('no rule gives a verdict that a fact which it did not read could change', () => {
  for (const subject of subjects()) {
    const rules = RULE_BOOK.rules.filter(({ scope }) => scope === subject.scope);
    expect(unfoundedVerdicts(rules, factsOfSubject(subject), PRODUCTS), subject.id).toEqual([]);
  }
}, 120_000);

/** A product with a function that answers by the facts as they lie there, and takes what nobody has read for harmless. */
const optimist = defineProduct<true>({
  id: 'liar',
  namespace: 'liar',
  title: 'A product whose function lies',
  settings: [],
  facts: { doors: z.object({ open: z.boolean(), names: z.array(z.string()) }) },
  behaviours: [],
  functions: [
    {
      name: 'isSafe',
      title: 'Whether no door stands open',
      parameters: [{ name: 'doors', type: { fact: 'liar.doors' } }],
      returns: 'bool',
      evaluate: (_, doors) => {
        const { open } = ((doors as Cursor).fact as RecordFact).fields;
        return !(open?.kind === 'known' && open.value === true);
      },
    },
    {
      name: 'isNamed',
      title: 'Whether a door has a name; a list that was cut counts as whole',
      parameters: [{ name: 'doors', type: { fact: 'liar.doors' } }],
      returns: 'bool',
      evaluate: (read, doors) => {
        const names = read.field(doors as Cursor, 'names');
        return names instanceof Cursor ? [...read.items(names)].includes('front') : (names ?? false);
      },
    },
  ],
  fixes: [],
  questions: [],
  detect: () => ({ kind: 'absent' }),
  collect: () => ({}),
});

const ruleOf = (requirement: string) =>
  loadRule(
    {
      id: 'liar/rule',
      file: 'rule.yaml',
      text: `
title: It is safe
severity: low
needs: [liar]
require: ${JSON.stringify(requirement)}
message: It is not.
source: ours
examples:
  - { expect: satisfied, given: {} }
  - { expect: violated, given: {} }
`,
    },
    ruleLanguages([optimist]),
  );

const facts = { liar: factFromJson({ doors: { open: true, names: ['back'] } }, { kind: 'given' }) };

test('a function that takes an unread fact for harmless is found out', () => {
  const [unfounded, ...rest] = unfoundedVerdicts([ruleOf('isSafe(liar.doors)')], facts, [optimist]);
  expect(rest).toEqual([]);
  expect(unfounded).toEqual({
    rule: 'liar/rule',
    hidden: 'liar.doors.open',
    verdict: 'satisfied',
    value: true,
    instead: 'violated',
  });
});

test('a function that takes a list for whole that was cut is found out', () => {
  const withFront = { liar: factFromJson({ doors: { open: true, names: ['front'] } }, { kind: 'given' }) };
  const hidden = unfoundedVerdicts([ruleOf('!isNamed(liar.doors)')], withFront, [optimist]).map((one) => one.hidden);
  expect(hidden).toContain('liar.doors.names (cut)');
});

test('an honest rule is left alone', () => {
  const honest = ruleOf("!liar.doors.open && liar.doors.names.exists(n, n == 'front')");
  expect(unfoundedVerdicts([honest], facts, [optimist])).toEqual([]);
});
