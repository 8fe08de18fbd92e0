import { expect, test } from 'vitest';
import { countTests } from '../test-count.mjs';

const file = (status: string, assertions: readonly (readonly [fullName: string, status: string])[], message = '') => ({
  name: 'a.test.ts',
  status,
  message,
  assertionResults: assertions.map(([fullName, outcome]) => ({ fullName, status: outcome })),
});

const report = (passed: number, failed: number, pending: number, todo: number, ...testResults: unknown[]) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: pending,
  numTodoTests: todo,
  testResults,
});

test('passed, failed, skipped and planned tests are counted', () => {
  const assertions = [
    ['opens', 'passed'],
    ['closes', 'failed'],
    ['waits', 'pending'],
  ] as const;
  expect(countTests(report(1, 1, 1, 1, file('failed', assertions)), 1)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 2,
    failures: ['a.test.ts: closes'],
  });
});

test('a file that does not load is a failure, told by the first line of its error', () => {
  const loaded = file('passed', [['opens', 'passed']]);
  const broken = file('failed', [], 'Cannot find module\n    at a.test.ts:1');
  expect(countTests(report(1, 0, 0, 0, loaded, broken), 1)).toMatchObject({
    failed: 1,
    failures: ['a.test.ts: Cannot find module'],
  });
});

test('an error outside of any test is a failure', () => {
  expect(countTests(report(1, 0, 0, 0, file('passed', [['opens', 'passed']])), 1).failed).toBe(1);
});

test('a run without a result, or without a test, is a failure', () => {
  expect(countTests(undefined, 137)).toMatchObject({
    passed: 0,
    failed: 1,
    failures: [expect.stringContaining('137')],
  });
  expect(countTests(report(0, 0, 3, 0), 0)).toMatchObject({ passed: 0, failed: 1, skipped: 3 });
});

test('a run in which all tests pass has no failure', () => {
  expect(countTests(report(1, 0, 0, 0, file('passed', [['opens', 'passed']])), 0).failures).toEqual([]);
});
