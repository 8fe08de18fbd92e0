import { plainOf } from '@scanclash/core';
import { expect, test } from 'vitest';
import { evidenceOf, lines, told } from '../../test/told-evidence.ts';
import { logQuestion, logsWithFailedConnects } from './log-facts.ts';

const ROOT = 'C:\\Vircom\\ModusMail';
const asked = (stdout: string, exitCode: number, stderr = '') =>
  logsWithFailedConnects(evidenceOf(told(logQuestion(ROOT), stdout, exitCode, stderr)), ROOT);

test('logs that hold the token are named, and none is an answer, too', () => {
  const log = `${ROOT}\\Log\\SMTPDS\\SMTPDS-041115.log`;
  expect(plainOf(asked(lines(log), 0))).toEqual([log]);
  expect(plainOf(asked('', 1))).toEqual([]);
});

test('where there is no log at all nobody knows what is in it', () => {
  expect(asked('', 1, 'FINDSTR: Kann C:\\Vircom\\ModusMail\\Log\\*.log nicht öffnen.')).toMatchObject({
    kind: 'unreadable',
    reason: 'no log was found; where Modus keeps its logs is not public',
  });
  // Wine's findstr knows no /s: it ends well and says nothing.
  expect(asked('', 0)).toMatchObject({ kind: 'unreadable' });
});
