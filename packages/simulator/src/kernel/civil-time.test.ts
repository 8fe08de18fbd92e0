import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addMicroseconds,
  type CivilTime,
  dateOfDay,
  dayNumber,
  daysInMonth,
  isoLocal,
  microsecondsBetween,
  parseCivilTime,
  weekday,
} from './civil-time.ts';

const EPOCH = parseCivilTime('1970-01-01T00:00:00');

const year2101 = Date.UTC(2101, 0, 1);
const milliseconds = fc.integer({ min: 0, max: year2101 - 1 });
const micros = fc.integer({ min: 0, max: 999 });

/** The time as JavaScript's own calendar has it. */
function byDate(ms: number, us: number): CivilTime {
  const date = new Date(ms);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    microsecond: date.getUTCMilliseconds() * 1000 + us,
  };
}

test('any instant from 1970 to 2100 has the date, clock and weekday of Date.UTC', () => {
  fc.assert(
    fc.property(milliseconds, micros, (ms, us) => {
      const time = addMicroseconds(EPOCH, ms * 1000 + us);
      expect(time).toEqual(byDate(ms, us));
      expect(weekday(time)).toBe(new Date(ms).getUTCDay());
    }),
    { numRuns: 2000 },
  );
});

test('going from one time to another by their distance arrives, forwards and backwards', () => {
  fc.assert(
    fc.property(milliseconds, milliseconds, micros, (from, to, us) => {
      const start = byDate(from, us);
      const end = byDate(to, 0);
      expect(microsecondsBetween(start, end)).toBe((to - from) * 1000 - us);
      expect(addMicroseconds(start, microsecondsBetween(start, end))).toEqual(end);
    }),
  );
});

test('a written time reads back as itself, and as JavaScript writes it', () => {
  fc.assert(
    fc.property(milliseconds, micros, (ms, us) => {
      const time = byDate(ms, us);
      expect(parseCivilTime(isoLocal(time))).toEqual(time);
      if (time.microsecond === 0) expect(`${isoLocal(time)}.000Z`).toBe(new Date(ms).toISOString());
    }),
  );
});

test('a day number and its date belong together, 1600 years either way', () => {
  for (let day = -600_000; day <= 600_000; day += 97) {
    const date = dateOfDay(day);
    expect(dayNumber(date.year, date.month, date.day)).toBe(day);
    const next = dateOfDay(day + 1);
    expect(next.day === date.day + 1 || (next.day === 1 && date.day === daysInMonth(date.year, date.month))).toBe(true);
  }
});

test.for([
  ['2004-02-28T23:59:59.999999', 1, '2004-02-29T00:00:00'],
  ['1900-02-28T23:59:59', 1_000_000, '1900-03-01T00:00:00'],
  ['2000-02-29T12:00:00', 86_400_000_000, '2000-03-01T12:00:00'],
  ['2004-11-15T08:00:00', -1, '2004-11-15T07:59:59.999999'],
  ['2005-01-01T00:00:00', -1_000_000, '2004-12-31T23:59:59'],
  ['1601-01-01T00:00:00', 0, '1601-01-01T00:00:00'],
] as const)('%s and %i µs is %s', ([from, microseconds, to]) => {
  expect(isoLocal(addMicroseconds(parseCivilTime(from), microseconds))).toBe(to);
});

test('15 November 2004 was a Monday, 1 January 1601 too', () => {
  expect(weekday(parseCivilTime('2004-11-15T08:00:00'))).toBe(1);
  expect(weekday(parseCivilTime('1601-01-01T00:00:00'))).toBe(1);
});

test.for([
  ['2004-11-15', 'write it like 2004-11-15T08:00:00'],
  ['2004-11-15T08:00:00Z', 'without a time zone'],
  ['2004-13-01T00:00:00', 'there is no month 13'],
  ['2005-02-29T00:00:00', 'its month has no day 29'],
  ['2004-11-31T00:00:00', 'its month has no day 31'],
  ['2004-11-15T24:00:00', 'a day ends at 23:59:59'],
] as const)('%s is refused: %s', ([text, reason]) => {
  expect(() => parseCivilTime(text)).toThrow(reason);
  expect(() => parseCivilTime(text)).toThrow(text);
});

test('half a microsecond is a bug', () => {
  expect(() => addMicroseconds(EPOCH, 0.5)).toThrow('must be an integer');
});
