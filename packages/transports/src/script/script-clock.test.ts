import { expect, test } from 'vitest';
import { scriptStart } from './script-clock.ts';

const started = (date: string, time: string, shortDate: string, bias = '0x0') =>
  scriptStart({ kind: 'clock', date, time, shortDate, bias });

test.each([
  ['Mon 03/02/2009', ' 8:00:05.12', 'M/d/yyyy', '0x12c', '2009-03-02T08:00:05-05:00'],
  ['02.03.2009', '18:00:05,12', 'dd.MM.yyyy', '0xffffffc4', '2009-03-02T18:00:05+01:00'],
  ['2009-03-02', '08:00:05.12', 'yyyy-MM-dd', '0x0', '2009-03-02T08:00:05+00:00'],
  ['02/03/09', '23:59:59.99', 'dd/MM/yy', '0xfffffeb6', '2009-03-02T23:59:59+05:30'],
  ['3/2/2009', '12:07 AM', 'M/d/yyyy', '0x0', '2009-03-02T00:07:00+00:00'],
])('%s %s where dates are written %s', (date, time, shortDate, bias, expected) => {
  expect(started(date, time, shortDate, bias)).toBe(expected);
});

test.each([
  ['02-Mar-09', '08:00:05', 'dd-MMM-yy', '0x0'],
  ['03/02/2552', '08:00:05', 'd/M/yyyy', '0x0'],
  ['13/13/2009', '08:00:05', 'd/M/yyyy', '0x0'],
  ['03/02/2009', '08:00:05', '', '0x0'],
  ['03/02/2009', '08:00:05', 'M/d/yyyy', ''],
  ['03/02/2009', 'noon', 'M/d/yyyy', '0x0'],
])('%s %s where dates are written "%s", zone "%s", is left open', (date, time, shortDate, bias) => {
  expect(started(date, time, shortDate, bias)).toBeUndefined();
});
