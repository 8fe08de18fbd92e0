import { expect, test } from 'vitest';
import type { Finding } from '../check/finding.ts';
import { type Fact, known, record, unreadable } from '../facts/fact.ts';
import type { AnyProduct } from '../product/product.ts';
import { type CheckedSubject, checkReport, checkReportSchema } from './check-report.ts';

const PRODUCT = { id: 'acme-scanner', namespace: 'scanner', title: 'Acme' } as AnyProduct;
const EXPORT = { id: 'registry-export', key: 'HKLM\\SOFTWARE\\Acme' } as const;
const INSTALLED = record({ version: known('8.0i', { kind: 'question', question: EXPORT }) });

const host = (name: string, scanner: Fact, at?: string): CheckedSubject => {
  const facts = { scanner };
  const checked = { name, target: `${name}.zip`, at, facts, answers: [] };
  return { subject: { id: name, scope: 'host', hosts: [{ name, facts }], complete: true }, hosts: [checked] };
};

const finding = (more: Partial<Finding>): Finding => ({
  rule: 'acme-scanner/leave-alone',
  subject: 'MAIL01',
  outcome: 'satisfied',
  severity: 'high',
  message: '',
  evidence: { level: 'documented', weakest: 'the rule (KB1)' },
  readings: [],
  missing: [],
  fixes: [],
  source: 'KB1',
  ...more,
});

const report = (findings: readonly Finding[], more: Partial<Parameters<typeof checkReport>[0]> = {}) =>
  checkReport({
    version: '1.0.0',
    products: [PRODUCT],
    subjects: [host('MAIL01', INSTALLED, '2004-11-15T10:00:00')],
    judged: { findings, expired: [], unused: [] },
    failOn: 'high',
    interrupted: false,
    askedOfServers: [],
    warnings: [],
    next: 'scanclash tour',
    ...more,
  });

test.for([
  [[{ outcome: 'violated' }], 1],
  [[{ outcome: 'violated', severity: 'medium' }], 0],
  [[{ outcome: 'unknown' }], 3],
  [[{ outcome: 'unknown', severity: 'low' }], 0],
  [[{ outcome: 'unknown' }, { outcome: 'violated' }], 1],
  [[{ outcome: 'satisfied' }, { outcome: 'not-applicable' }], 0],
  [[], 0],
] satisfies [Partial<Finding>[], number][])('%j ends with %i where high fails', ([findings, exitCode]) => {
  expect(report(findings.map(finding)).exitCode).toBe(exitCode);
});

test('a check that was stopped says so, whatever it found', () => {
  expect(report([finding({ outcome: 'violated' })], { interrupted: true })).toMatchObject({
    exitCode: 130,
    complete: false,
  });
});

test('the figures name every outcome and add up', () => {
  const { counts } = report([finding({}), finding({ outcome: 'violated' }), finding({ outcome: 'unknown' })]);
  const { total, ...others } = counts;
  expect(Object.values(others).reduce((sum, count) => sum + count, 0)).toBe(total);
  expect(Object.keys(others).toSorted()).toEqual(['not-applicable', 'satisfied', 'unknown', 'violated', 'waived']);
});

test('a reading of the host carries its clock; what the operator said has none', () => {
  const readings: Finding['readings'] = [
    { fact: 'scanner.on', value: true, question: 'service-state Acme', origin: 'question' },
    { fact: 'scanner.version', value: '8.0i', question: 'operator', origin: 'operator' },
  ];
  const [reported] = report([finding({ readings })]).findings;
  expect(reported?.readings.map(({ at }) => at)).toEqual(['2004-11-15T10:00:00', null]);
});

test('a reading of a site carries the clock of the host that it names', () => {
  const members = [host('A', INSTALLED, '2004-11-15T10:00:00'), host('B', INSTALLED, '2004-11-15T11:00:00')];
  const site: CheckedSubject = {
    subject: { id: 'site', scope: 'site', hosts: members.flatMap(({ subject }) => subject.hosts), complete: false },
    hosts: members.flatMap(({ hosts }) => hosts),
  };
  const readings: Finding['readings'] = [
    { fact: 'B:scanner.on', value: true, question: 'service-state Acme', origin: 'question' },
  ];
  const [reported] = report([finding({ subject: 'site', readings })], { subjects: [site] }).findings;
  expect(reported?.readings[0]?.at).toBe('2004-11-15T11:00:00');
});

test('a rule that lacks a whole product says why nobody could tell', () => {
  const subjects = [host('MAIL01', unreadable('access denied', EXPORT))];
  const { findings, subjects: described } = report([finding({ outcome: 'unknown', missing: ['scanner'] })], {
    subjects,
  });
  expect(findings[0]?.readings).toEqual([
    {
      fact: 'scanner',
      unreadable: 'access denied',
      question: 'registry-export HKLM\\SOFTWARE\\Acme',
      origin: 'unreadable',
      at: null,
    },
  ]);
  expect(described[0]).toMatchObject({ products: [], unreadProducts: ['acme-scanner'] });
});

test('a report is what its schema says', () => {
  const full = report([finding({ outcome: 'violated', caveat: 'It may be off.' })]);
  expect(checkReportSchema.parse(full)).toEqual(full);
  expect(full.subjects[0]).toMatchObject({ products: ['acme-scanner'], versions: { 'acme-scanner': '8.0i' } });
});
