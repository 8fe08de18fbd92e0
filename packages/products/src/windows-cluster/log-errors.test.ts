import { plainOf } from '@scanclash/core';
import { expect, test } from 'vitest';
import { evidenceOf, lines, told } from '../../test/told-evidence.ts';
import { logErrors } from './log-errors.ts';

const LOG = { id: 'file-text', path: '%SystemRoot%\\Cluster\\cluster.log' } as const;
const version = (number: string) => told({ id: 'windows-version' }, `\r\nMicrosoft Windows [Version ${number}]\r\n`);
const entry = (minute: number, level: string, text: string) =>
  `00000a5c.00000b28::2007/03/05-10:${String(minute).padStart(2, '0')}:12.345 ${level} ${text}`;

test('the newest errors of a cluster log are told, with their times', () => {
  const log = lines(
    entry(0, 'INFO', '[FM] one'),
    entry(1, 'ERR ', 'Network Name <CLU01>: two'),
    entry(2, 'WARN', '[RM] three'),
  );
  expect(plainOf(logErrors(evidenceOf(version('5.2.3790'), told(LOG, log))))).toEqual([
    { at: '2007/03/05-10:01:12.345', text: 'Network Name <CLU01>: two' },
  ]);
});

test('of many errors the last twenty are told, and the list says that it was cut', () => {
  const log = lines(...Array.from({ length: 30 }, (_, i) => entry(i, 'ERR', `[FM] ${i}`)));
  const fact = logErrors(evidenceOf(version('5.2.3790'), told(LOG, log)));
  expect(fact).toMatchObject({ complete: false });
  expect(fact.kind === 'list' && fact.items).toHaveLength(20);
});

test('a log without levels, as Windows 2000 writes it, tells of no error and proves none away', () => {
  const fact = logErrors(
    evidenceOf(version('5.0.2195'), told(LOG, lines('378.380::1999/06/09-18:00:50.881 [NM] Forming.'))),
  );
  expect(fact).toMatchObject({ kind: 'list', items: [], complete: false });
});

test('later versions keep no log that could be read', () => {
  expect(logErrors(evidenceOf(version('6.0.6001')))).toMatchObject({
    kind: 'unreadable',
    reason: 'this Windows writes its cluster log on demand only',
  });
});
