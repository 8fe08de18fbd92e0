import { expect, test } from 'vitest';
import type { CheckReport } from '../check-report.ts';
import { colouredStyle, plainStyle } from '../text-style.ts';
import { prettyCheck } from './pretty-check.ts';

type Reported = CheckReport['findings'][number];

const finding = (more: Partial<Reported>): Reported => ({
  rule: 'acme-scanner/leave-alone',
  subject: 'MAIL01',
  outcome: 'violated',
  severity: 'high',
  message: 'Acme scans the spool.',
  evidence: { level: 'documented', weakest: 'the rule (KB1)' },
  readings: [],
  missing: [],
  fixes: [],
  source: 'KB1',
  ...more,
});

const reading = (fact: string, value: unknown, question = 'registry-export HKLM\\A'): Reported['readings'][number] => ({
  fact,
  value,
  question,
  origin: 'question',
  at: null,
});

const cluster = {
  id: 'CLU01',
  scope: 'cluster' as const,
  hosts: ['NODEA'],
  complete: false,
  answered: true,
  missing: ['NODEB'],
  target: 'nodea.zip',
  at: null,
  ageSeconds: null,
  products: [],
  versions: {},
  unreadProducts: [],
};

const pretty = (findings: Reported[], style = plainStyle(), warnings: CheckReport['warnings'] = []) =>
  prettyCheck(
    {
      schema: 'scanclash.check/1',
      exitCode: 1,
      complete: true,
      next: 'scanclash show acme-scanner/exclude',
      version: '1.0.0',
      failOn: 'high',
      subjects: [
        {
          id: 'MAIL01',
          scope: 'host',
          hosts: ['MAIL01'],
          complete: true,
          answered: true,
          missing: [],
          target: 'mail01.zip',
          at: '2004-11-15T10:00:00',
          ageSeconds: null,
          products: ['acme-scanner'],
          versions: { 'acme-scanner': '8.0i' },
          unreadProducts: ['acme-mail'],
        },
        cluster,
      ],
      findings,
      warnings,
      questions: [],
      sessions: [],
      probes: [],
      counts: { violated: 1, satisfied: 0, 'not-applicable': 0, unknown: 0, waived: 0, total: 1 },
    },
    style,
  );

test('a violated finding for people', () => {
  const text = pretty([
    finding({
      evidence: { level: 'assumed', weakest: 'scanner.root: the folder is not public' },
      caveat: 'A scanner that is off does nothing.',
      readings: [
        reading('scanner.on', true),
        reading('scanner.exclusions', ['C:\\a', 'C:\\b']),
        reading('scanner.exclusions[0]', 'C:\\a'),
        reading('scanner.running', true, 'service-state Acme'),
      ],
      fixes: [{ id: 'acme-scanner/exclude', title: 'Exclude the spool' }],
    }),
  ]);
  expect(text).toMatchInlineSnapshot(`
    "MAIL01  acme-scanner 8.0i, acme-mail?  read at 2004-11-15T10:00:00
    CLU01   cluster of NODEA (partner missing: NODEB)

    HIGH MAIL01: Acme scans the spool.
      verdict   acme-scanner/leave-alone, assumed: scanner.root: the folder is not public
      why       scanner.on = true
                scanner.exclusions = C:\\a, C:\\b
                  from registry-export HKLM\\A
                scanner.running = true
                  from service-state Acme
      caveat    A scanner that is off does nothing.
      fixes     acme-scanner/exclude: Exclude the spool
      source    KB1

    1 finding: 1 violated, 0 unknown, 0 satisfied, 0 not applicable (1 rule on 2 subjects).
    Something at or above high is violated: exit code 1.
    Next: scanclash show acme-scanner/exclude
    "
  `);
});

test('the worst comes first, and what is unknown after all that is violated', () => {
  const text = pretty([
    finding({ outcome: 'unknown', severity: 'critical', rule: 'r/unknown', missing: ['scanner.on'] }),
    finding({ severity: 'low', message: 'low one' }),
    finding({ severity: 'critical', message: 'critical one' }),
  ]);
  const places = ['critical one', 'low one', 'r/unknown'].map((part) => text.indexOf(part));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('rules of one subject that lack the same facts stand together', () => {
  const missing = ['scanner'];
  const readings = [
    { fact: 'scanner', unreadable: 'denied', question: 'none', origin: 'unreadable' as const, at: null },
  ];
  const text = pretty([
    finding({ outcome: 'unknown', rule: 'r/a', missing, readings }),
    finding({ outcome: 'unknown', rule: 'r/b', missing, readings }),
    finding({ outcome: 'unknown', rule: 'r/c', subject: 'MAIL02', missing, readings }),
  ]);
  expect(text).toContain('high MAIL01: r/a, r/b\n      scanner: denied\n');
  expect(text).toContain('high MAIL02: r/c\n');
});

test('of a host that was not reached it is said once, and not for each rule', () => {
  const lost = 'admin@MAIL01: connect: refused';
  const unread = (fact: string, unreadable: string) => ({
    fact,
    unreadable,
    question: 'q',
    origin: 'unreadable',
    at: null,
  });
  const lacking = (rule: string, readings: ReturnType<typeof unread>[]) =>
    finding({
      outcome: 'unknown',
      rule,
      missing: readings.map(({ fact }) => fact),
      readings: readings as Reported['readings'],
    });
  const findings = [
    lacking('r/a', [unread('scanner', lost)]),
    lacking('r/b', [unread('mail', lost), unread('mail.root', 'not asked')]),
    lacking('r/c', [unread('mail.form', 'not public')]),
  ];
  const text = pretty(findings, plainStyle(), [{ code: 'SC-HOST-001', problem: lost }]);
  expect(text).toContain('high MAIL01: 2 rules cannot be decided, for the reason above\n');
  expect(text).toContain('high MAIL01: r/c\n      mail.form: not public (q)\n');
  expect(text.match(/connect: refused/g)).toHaveLength(1);
});

test('a long value is cut and says how long it is', () => {
  const text = pretty([
    finding({
      readings: [
        reading(
          'scanner.exclusions',
          Array.from({ length: 90 }, (_, i) => `C:\\${i}`),
        ),
      ],
    }),
  ]);
  expect(text).toContain('(90 items)');
  expect(text).not.toContain('C:\\89');
});

test('colours change nothing but escape sequences', () => {
  const findings = [finding({}), finding({ outcome: 'unknown', missing: ['scanner.on'] })];
  const coloured = pretty(findings, colouredStyle());
  expect(coloured).not.toBe(pretty(findings));
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(pretty(findings));
});

test('a cluster names the partner that was not checked', () => {
  expect(pretty([])).toContain('CLU01   cluster of NODEA (partner missing: NODEB)');
});
