import { expect, test } from 'vitest';
import { ScanclashErrors } from '../errors/scanclash-error.ts';
import { factFromJson } from '../facts/fact-json.ts';
import { toyScanner } from '../product/test/toy-scanner.ts';
import { ruleLanguages } from '../product/vocabulary.ts';
import { evaluateRule } from './evaluate-rule.ts';
import { loadRule } from './load-rule.ts';
import { runExamples } from './run-examples.ts';

const languages = ruleLanguages([toyScanner]);

const EXAMPLES = `
examples:
  - expect: violated
    given: { toy: { enabled: true, running: true, spared: [] } }
  - title: the spool is spared
    expect: satisfied
    given: { toy: { enabled: true, running: true, spared: [{ folder: 'D:\\Spool', deep: true }] } }
`;
const RULE = `title: The toy spares the spool
severity: high
needs: [toy]
when: toy.running && toy.enabled
require: toy.spared.exists(s, s.folder == "D:\\\\Spool" && s.deep)
message: Of {toy.spared.size()} folders none is the spool ({toy.mode}).
source: TOY
`;
const load = (text: string) => loadRule({ id: 'toy/spare-spool', file: 'toy/spare-spool.yaml', text }, languages);
const rule = load(RULE + EXAMPLES);

function judged(toy: unknown, of = rule) {
  const facts = toy === undefined ? {} : { toy: factFromJson(toy, { kind: 'given' }) };
  const { outcome, message, missing, readings } = evaluateRule(of, facts);
  return { outcome, message, missing, readings: readings.map(({ path }) => path) };
}
const spool = { folder: 'D:\\Spool', deep: true };

test.each([
  ['the product is not there', { $absent: true }, 'not-applicable', 'toy is not there.', []],
  ['nobody looked for the product', undefined, 'unknown', 'Not read: toy.', ['toy']],
  ['nobody could look for the product', { $unreadable: 'denied' }, 'unknown', 'Not read: toy.', ['toy']],
  ['it does not run', { running: false }, 'not-applicable', 'It does not hold that toy.running && toy.enabled.', []],
  [
    'it is off, whether it runs or not',
    { enabled: false },
    'not-applicable',
    'It does not hold that toy.running && toy.enabled.',
    [],
  ],
  [
    'it may be off, and spares the spool',
    { running: true, spared: [spool] },
    'unknown',
    'Not read: toy.enabled.',
    ['toy.enabled'],
  ],
  [
    'it may be off, and spares nothing',
    { running: true, spared: [] },
    'unknown',
    'Not read: toy.enabled.',
    ['toy.enabled'],
  ],
  [
    'it runs, and what it spares is unread',
    { running: true, enabled: true },
    'unknown',
    'Not read: toy.spared.',
    ['toy.spared'],
  ],
  [
    'it runs, and its list was cut',
    { running: true, enabled: true, spared: { $items: [], $complete: false } },
    'unknown',
    'Not read: toy.spared.',
    ['toy.spared'],
  ],
  [
    'it spares the spool, and its list was cut',
    { running: true, enabled: true, spared: { $items: [spool], $complete: false } },
    'satisfied',
    'The toy spares the spool',
    [],
  ],
  [
    'it spares something else',
    { running: true, enabled: true, mode: 'slow', spared: [{ folder: 'C:\\', deep: true }] },
    'violated',
    'Of 1 folders none is the spool (slow).',
    [],
  ],
  [
    'nobody read what only the message tells',
    { running: true, enabled: true, spared: [] },
    'violated',
    'Of 0 folders none is the spool ((unread)).',
    [],
  ],
])('where %s', (_, toy, outcome, message, missing) => {
  expect(judged(toy)).toMatchObject({ outcome, message, missing });
});

test('a verdict lists each fact that it rests on, once', () => {
  const spared = [{ folder: 'C:\\', deep: true }, spool];
  expect(judged({ running: true, enabled: true, spared }).readings).toEqual([
    'toy.running',
    'toy.enabled',
    'toy.spared',
    'toy.spared[0].folder',
    'toy.spared[1].folder',
    'toy.spared[1].deep',
  ]);
});

test('a fault is a bug of the rule, told with its place', () => {
  const faulty = load(RULE.replace(/require: .*/, 'require: toy.limits.depth / 0 == 1') + EXAMPLES);
  expect(() => judged({ running: true, enabled: true, limits: { depth: 3 } }, faulty)).toThrow(
    /^SC-RULE-070 toy\/spare-spool\.yaml:5:\d+: toy\/spare-spool: the number is too large or not finite/,
  );
});

test('a fault behind a condition that nobody read is unknown: reading it may show that the rule does not apply', () => {
  const guarded = load(
    RULE.replace(/when: .*/, 'when: toy.enabled').replace(/require: .*/, 'require: toy.engine == "C:"') + EXAMPLES,
  );
  const engine = { $absent: true };
  expect(judged({ engine }, guarded)).toMatchObject({ outcome: 'unknown', missing: ['toy.enabled'] });
  expect(judged({ enabled: false, engine }, guarded).outcome).toBe('not-applicable');
  expect(() => judged({ enabled: true, engine }, guarded)).toThrow(
    'toy.engine is absent; guard it with has(toy.engine)',
  );
});

test('a rule that takes too many steps is stopped', () => {
  const costly = load(
    RULE.replace(
      /require: .*/,
      'require: toy.spared.all(a, toy.spared.all(b, toy.spared.all(c, a.deep && b.deep && c.deep)))',
    ) + EXAMPLES,
  );
  const spared = Array.from({ length: 80 }, () => spool);
  expect(() => judged({ running: true, enabled: true, spared }, costly)).toThrow('SC-RULE-005');
});

test('a site with too many hosts to compare each with each other is unknown, and no error of the rule', () => {
  const pairs = load(`title: No two toys spare the same folder
severity: high
scope: site
require: >-
  !hosts.exists(a, hosts.exists(b, a.toy.running && b.toy.running && a.toy.spared.exists(s, b.toy.spared.exists(t,
  s.folder == t.folder && s.deep != t.deep))))
message: Two toys disagree.
source: TOY
examples:
  - expect: violated
    given:
      hosts:
        - toy: { running: true, spared: [{ folder: 'D:\\Spool', deep: true }] }
        - toy: { running: true, spared: [{ folder: 'D:\\Spool', deep: false }] }
  - expect: satisfied
    given: { hosts: [{ toy: { running: true, spared: [] } }] }
`);
  expect(runExamples(pairs).map(({ ok }) => ok)).toEqual([true, true]);
  const host = { toy: { running: true, spared: [spool] } };
  const site = (count: number) => ({
    hosts: factFromJson(
      Array.from({ length: count }, () => host),
      { kind: 'given' },
    ),
  });
  expect(evaluateRule(pairs, site(20)).outcome).toBe('satisfied');
  expect(evaluateRule(pairs, site(1_000))).toMatchObject({
    outcome: 'unknown',
    missing: ['hosts'],
    readings: [{ path: 'hosts', fact: { kind: 'unreadable', reason: expect.stringContaining('too many') } }],
  });
});

test('of very many facts that nobody read a hundred are named, in time that grows with their number alone', () => {
  const any = load(RULE.replace(/require: .*/, 'require: toy.spared.exists(s, s.deep)') + EXAMPLES);
  const spared = Array.from({ length: 50_000 }, () => ({ folder: 'D:\\Spool', deep: { $unreadable: 'denied' } }));
  const { outcome, missing } = judged({ running: true, enabled: true, spared }, any);
  expect([outcome, missing.length]).toEqual(['unknown', 100]);
});

test('an example that comes out otherwise is told with both outcomes and its place', () => {
  const [first, second] = runExamples(
    load(
      RULE +
        EXAMPLES.replace('violated', 'satisfied').replace(
          /satisfied(?=\n {4}given: \{ toy: \{ enabled: true, running: true, spared: \[\{)/,
          'violated',
        ),
    ),
  );
  expect([first, second].map((result) => [result?.ok, result?.expected, result?.observed])).toEqual([
    [false, 'satisfied', 'violated'],
    [false, 'violated', 'satisfied'],
  ]);
  expect(first?.error).toMatchObject({ code: 'SC-RULE-006', place: { line: 10 } });
});

test('an example that is no fact is broken, and says where', () => {
  const [result] = runExamples(load(RULE + EXAMPLES.replace('enabled: true', 'enabled: 1.5')));
  expect(result).toMatchObject({ ok: false, observed: 'broken', error: { code: 'SC-FACT-001', place: { line: 10 } } });
  expect(result?.error?.message).toContain('toy.enabled: 1.5 is not an integer');
});

const errorsOf = (text: string) => {
  try {
    load(text);
    return [];
  } catch (error) {
    return error instanceof ScanclashErrors ? error.errors.map(({ message }) => message) : [(error as Error).message];
  }
};

test.each([
  [
    'an expression that is no truth',
    RULE.replace(/require: .*/, 'require: toy.limits.depth'),
    /SC-RULE-002 .*:5:10: the expression is int, not bool/,
  ],
  [
    'a fact that nobody offers',
    RULE.replace('toy.enabled', 'toy.enabeld'),
    /SC-RULE-004 .*:4:\d+: unknown fact "toy.enabeld"/,
  ],
  [
    'a fact in the message that nobody offers',
    RULE.replace('{toy.mode}', '{toy.moed}'),
    /SC-RULE-004 .*:6:\d+: unknown fact "toy.moed"/,
  ],
  ['a severity that nobody knows', RULE.replace('high', 'hihg'), /SC-YAML-002 .*:2:11: severity/],
])('%s is refused with its place', (_, text, expected) => {
  expect(errorsOf(text + EXAMPLES)).toEqual([expect.stringMatching(expected)]);
});

test('a rule without an example that it must catch, or must leave alone, is not tested', () => {
  expect(errorsOf(RULE + EXAMPLES.replaceAll('violated', 'satisfied'))).toEqual([
    expect.stringContaining('examples: none expects "violated"'),
  ]);
});

test('everything that is wrong with a rule is told at once', () => {
  const text = RULE.replace('toy.running', 'toy.runing').replace('toy.spared.exists', 'toy.sparred.exists');
  expect(errorsOf(text + EXAMPLES)).toHaveLength(2);
});
