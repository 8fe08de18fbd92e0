import { expect, test } from 'vitest';
import { type Fact, factOf, list, record, unreadable } from '../facts/fact.ts';
import { toyScanner } from '../product/test/toy-scanner.ts';
import { ruleLanguages } from '../product/vocabulary.ts';
import { loadRule } from '../rules/load-rule.ts';
import { judge } from './finding.ts';
import type { HostFacts, Subject } from './subject.ts';

const text = `title: No toy runs
severity: low
scope: cluster
require: hosts.all(h, !has(h.toy) || !h.toy.running)
message: It runs.
source: TOY
examples:
  - { expect: violated, given: { hosts: [{ toy: { running: true } }] } }
  - { expect: satisfied, given: { hosts: [{ toy: { running: false } }] } }
`;
const rule = loadRule({ id: 'toy/rests', file: 'toy/rests.yaml', text }, ruleLanguages([toyScanner]));
const question = { id: 'service-state', service: 'Toy' } as const;
const running = (is: boolean) => factOf(is, { kind: 'question', question });

const host = (name: string, toy: Fact): HostFacts => ({ name, facts: { toy } });
function judged(hosts: readonly HostFacts[], more: Partial<Subject> = {}) {
  const [finding] = judge([rule], [{ id: 'CLU01', scope: 'cluster', hosts, complete: true, ...more }], new Map());
  return finding;
}

test('readings of a cluster name their host, and stand alone: neither what is around them nor the list of hosts', () => {
  const members = [
    host('NODEA', record({ running: running(false) })),
    host('NODEB', record({ running: running(true) })),
  ];
  expect(judged(members)).toMatchObject({
    outcome: 'violated',
    message: 'It runs.',
    readings: [
      { fact: 'NODEA:toy.running', value: false, question: 'service-state Toy', origin: 'question' },
      { fact: 'NODEB:toy.running', value: true, question: 'service-state Toy', origin: 'question' },
    ],
  });
});

test('what nobody read is named by its host, as --given takes it', () => {
  const finding = judged([host('NODEA', record({ running: unreadable('access denied') }))]);
  expect(finding).toMatchObject({
    outcome: 'unknown',
    missing: ['NODEA:toy.running'],
    message: 'Not read: NODEA:toy.running.',
  });
  expect(finding?.readings.at(-1)).toMatchObject({ fact: 'NODEA:toy.running', unreadable: 'access denied' });
});

test.each([
  [{ missing: ['NODEB'] }, 'NODEB was not checked: check all of them in one run'],
  [{}, 'a cluster may have more hosts than those that were checked: check all of them in one run'],
])('hosts that were not checked are what is lacking', (more, reason) => {
  const finding = judged([host('NODEA', record({ running: running(false) }))], { complete: false, ...more });
  expect(finding).toMatchObject({ outcome: 'unknown', missing: ['hosts'] });
  expect(finding?.readings).toContainEqual({
    fact: 'hosts',
    unreadable: reason,
    question: 'none',
    origin: 'unreadable',
  });
});

test('of a product that was only looked for it is said that it is there, by the answer that told it', () => {
  const looksFor = loadRule(
    {
      id: 'toy/is-there',
      file: 'toy/is-there.yaml',
      text: text.replace('!has(h.toy) || !h.toy.running', '!has(h.toy)'),
    },
    ruleLanguages([toyScanner]),
  );
  const toy = record({ spared: list([], { kind: 'given' }, true), running: running(true) });
  const subject: Subject = { id: 'CLU01', scope: 'cluster', hosts: [host('NODEA', toy)], complete: true };
  expect(judge([looksFor], [subject], new Map())[0]?.readings).toEqual([
    { fact: 'NODEA:toy', present: true, question: 'service-state Toy', origin: 'question' },
  ]);
});
