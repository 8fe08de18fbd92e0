import { binary, dword } from '@scanclash/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actionAt, type FailureActions, parseFailureActions, writeFailureActions } from './failure-actions.ts';

/** From an export: twice a restart after a minute, then nothing; failures are forgotten after a day. */
const EXPORTED = binary([
  0x80, 0x51, 0x01, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0x14, 0, 0, 0, 1, 0, 0, 0, 0x60, 0xea, 0, 0, 1, 0, 0, 0,
  0x60, 0xea, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);

const READ: FailureActions = {
  resetAfter: 86_400_000_000,
  actions: [
    { kind: 'restart', delay: 60_000_000 },
    { kind: 'restart', delay: 60_000_000 },
    { kind: 'none', delay: 0 },
  ],
};

test('the value of an export is read and written as it was', () => {
  expect(parseFailureActions(EXPORTED)).toEqual(READ);
  expect(writeFailureActions(READ)).toEqual(EXPORTED);
});

test('what is written is read again', () => {
  const action = fc.record({
    kind: fc.constantFrom('none', 'restart', 'reboot', 'run-command' as const),
    delay: fc.nat({ max: 3_600_000 }).map((ms) => ms * 1000),
  });
  const actions = fc.record(
    { resetAfter: fc.nat({ max: 10_000_000 }).map((s) => s * 1_000_000), actions: fc.array(action, { maxLength: 5 }) },
    { requiredKeys: ['actions'] },
  );
  fc.assert(
    fc.property(actions, (written) => {
      expect(parseFailureActions(writeFailureActions(written))).toEqual(written);
    }),
  );
});

test('what is no such value is not read', () => {
  expect(parseFailureActions(dword(1))).toBeUndefined();
  expect(parseFailureActions(binary(EXPORTED.bytes.slice(0, 19)))).toBeUndefined();
  expect(parseFailureActions(binary(EXPORTED.bytes.slice(0, -1)))).toBeUndefined();
});

test('further failures take the last action', () => {
  const kinds = [1, 2, 3, 9].map((failure) => actionAt(READ, failure)?.kind);
  expect(kinds).toEqual(['restart', 'restart', 'none', 'none']);
  expect(actionAt({ actions: [] }, 1)).toBeUndefined();
});
