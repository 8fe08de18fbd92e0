import { expect, test } from 'vitest';
import type { Finding } from '../check/finding.ts';
import { ScanclashErrors } from '../errors/scanclash-error.ts';
import { applyWaivers } from './apply-waivers.ts';
import { loadWaivers } from './load-waivers.ts';

const RULE = 'acme-scanner/leave-alone';

const read = (text: string) => loadWaivers({ id: 'w', file: 'waivers.yaml', text }, [RULE, 'acme-scanner/other']);

const waiver = (more = '', expires = '2026-06-30') =>
  read(`waivers:\n  - { rule: ${RULE}, host: MAIL01, reason: moves in May, owner: Ada, expires: ${expires}${more} }`);

const finding = (outcome: Finding['outcome'], more: Partial<Finding> = {}): Finding => ({
  rule: RULE,
  subject: 'MAIL01',
  outcome,
  severity: 'high',
  message: '',
  evidence: { level: 'documented', weakest: '' },
  readings: [],
  missing: [],
  fixes: [],
  source: 'KB1',
  ...more,
});

const waived = (found: Finding, waivers = waiver(), today = '2026-06-01') =>
  applyWaivers([found], waivers, today).findings[0]?.waived;

test('a violation that is accepted keeps its outcome and names who accepts it', () => {
  const [marked] = applyWaivers([finding('violated')], waiver(), '2026-06-01').findings;
  expect(marked).toMatchObject({
    outcome: 'violated',
    waived: { reason: 'moves in May', owner: 'Ada', expires: '2026-06-30' },
  });
});

test('a waiver is of its rule and its host alone; case does not count, * stands for anything', () => {
  expect(waived(finding('violated', { subject: 'mail01' }))).toBeDefined();
  expect(waived(finding('violated', { subject: 'MAIL011' }))).toBeUndefined();
  expect(waived(finding('violated', { rule: 'acme-scanner/other' }))).toBeUndefined();
  const all = read(`waivers:\n  - { rule: '*/leave-*', host: 'MAIL*', reason: r, owner: o, expires: 2026-06-30 }`);
  expect(waived(finding('violated', { subject: 'MAIL011' }), all)).toBeDefined();
});

test('whoever accepts the violation accepts the doubt; whoever accepts the doubt alone hears of the violation', () => {
  expect(waived(finding('unknown'))).toBeDefined();
  const doubt = waiver(', outcome: unknown');
  expect([waived(finding('unknown'), doubt), waived(finding('violated'), doubt)]).toEqual([
    expect.anything(),
    undefined,
  ]);
});

test('a waiver holds through its last day; from then on it is told of, and what it waived counts', () => {
  expect(waived(finding('violated'), waiver(), '2026-06-30')).toBeDefined();
  const { findings, expired } = applyWaivers([finding('violated')], waiver(), '2026-07-01');
  expect(findings[0]?.waived).toBeUndefined();
  expect(expired).toMatchObject([
    {
      code: 'SC-WAIVE-001',
      exitCode: 1,
      place: { file: 'waivers.yaml', line: 2 },
      hint: expect.stringContaining('Ada'),
    },
  ]);
});

test('a waiver that is not needed any more is told of, one of a host that was not checked is not', () => {
  const unused = (found: Finding) => applyWaivers([found], waiver(), '2026-06-01').unused.map(({ code }) => code);
  expect(unused(finding('satisfied'))).toEqual(['SC-WAIVE-002']);
  expect(unused(finding('violated'))).toEqual([]);
  expect(unused(finding('satisfied', { subject: 'MAIL02' }))).toEqual([]);
});

test.each([
  ['no owner', `- { rule: ${RULE}, host: A, reason: r, expires: 2026-06-30 }`, 2, /owner/],
  ['an empty reason', `- { rule: ${RULE}, host: A, reason: ' ', owner: o, expires: 2026-06-30 }`, 2, /say why/],
  ['no end', `- { rule: ${RULE}, host: A, reason: r, owner: o, expires: never }`, 2, /2027-01-31/],
  [
    'a day that there is not',
    `- { rule: ${RULE}, host: A, reason: r, owner: o, expires: 2026-02-30 }`,
    2,
    /2027-01-31/,
  ],
  [
    'a rule that there is not',
    `- { rule: acme-scanner/leave-alnoe, host: A, reason: r, owner: o, expires: 2026-06-30 }`,
    2,
    /no rule/,
  ],
  ['a field that there is not', `- { rule: ${RULE}, host: A, reason: r, owner: o, expiry: 2026-06-30 }`, 2, /expir/],
])('a waiver with %s is refused at its place', (_, text, line, problem) => {
  const refusal = (): unknown => {
    try {
      return read(`waivers:\n  ${text}`);
    } catch (error) {
      return error instanceof ScanclashErrors ? error.errors : error;
    }
  };
  expect(refusal()).toContainEqual(
    expect.objectContaining({ problem: expect.stringMatching(problem), place: expect.objectContaining({ line }) }),
  );
});

test('a file without waivers is no file of waivers', () => {
  expect(() => read('waivers: []')).toThrow(ScanclashErrors);
  expect(() => read('')).toThrow(ScanclashErrors);
});
