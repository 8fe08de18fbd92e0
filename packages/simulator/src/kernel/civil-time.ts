import { invariant } from './invariant.ts';

/**
 * A wall clock's date and time in the proleptic Gregorian calendar: no time zone, no daylight saving, no leap seconds.
 * `month` and `day` count from 1; `microsecond` is that of the second, 0 to 999,999.
 */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

/** 0 is Sunday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const MICROSECONDS_PER_DAY = 86_400_000_000;
const DAYS_PER_ERA = 146_097;
/** From 1 March 0000, where the arithmetic starts, to 1 January 1970. */
const DAYS_BEFORE_1970 = 719_468;

/**
 * Reads `2004-11-15T08:00:00`, with up to six decimals of the second. Throws an `Error` that names the text and what is
 * wrong with it.
 */
export function parseCivilTime(text: string): CivilTime {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?$/.exec(text);
  if (match === null)
    throw new Error(`"${text}" is no local time: write it like 2004-11-15T08:00:00, without a time zone`);
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const microsecond = Number((match[7] ?? '').padEnd(6, '0'));
  if (month < 1 || month > 12) throw new Error(`"${text}" is no local time: there is no month ${month}`);
  if (day < 1 || day > daysInMonth(year, month))
    throw new Error(`"${text}" is no local time: its month has no day ${day}`);
  if (hour > 23 || minute > 59 || second > 59)
    throw new Error(`"${text}" is no local time: a day ends at 23:59:59.999999`);
  return { year, month, day, hour, minute, second, microsecond };
}

/** `2004-11-15T08:00:00`, and `.000001` after it where the time is not on the second. */
export function isoLocal(time: CivilTime): string {
  const date = `${digits(time.year, 4)}-${digits(time.month, 2)}-${digits(time.day, 2)}`;
  const clock = `${digits(time.hour, 2)}:${digits(time.minute, 2)}:${digits(time.second, 2)}`;
  return `${date}T${clock}${time.microsecond === 0 ? '' : `.${digits(time.microsecond, 6)}`}`;
}

/** The time that many microseconds later; earlier where `microseconds` is negative. */
export function addMicroseconds(time: CivilTime, microseconds: number): CivilTime {
  invariant(Number.isSafeInteger(microseconds), `${microseconds} µs: must be an integer`);
  const wholeDays = Math.floor(microseconds / MICROSECONDS_PER_DAY);
  let ofDay = microsecondOfDay(time) + (microseconds - wholeDays * MICROSECONDS_PER_DAY);
  let day = dayNumber(time.year, time.month, time.day) + wholeDays;
  if (ofDay >= MICROSECONDS_PER_DAY) {
    ofDay -= MICROSECONDS_PER_DAY;
    day += 1;
  }
  const seconds = Math.floor(ofDay / 1_000_000);
  const date = dateOfDay(day);
  return {
    year: date.year,
    month: date.month,
    day: date.day,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    microsecond: ofDay % 1_000_000,
  };
}

/** What to add to `from` to get `to`; exact for times less than 285 years apart. */
export function microsecondsBetween(from: CivilTime, to: CivilTime): number {
  const days = dayNumber(to.year, to.month, to.day) - dayNumber(from.year, from.month, from.day);
  return days * MICROSECONDS_PER_DAY + microsecondOfDay(to) - microsecondOfDay(from);
}

export function weekday(time: Pick<CivilTime, 'year' | 'month' | 'day'>): Weekday {
  const days = dayNumber(time.year, time.month, time.day);
  // 1 January 1970 was a Thursday.
  return ((((days + 4) % 7) + 7) % 7) as Weekday;
}

/**
 * Days since 1 January 1970, negative before it.
 *
 * @source Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years start in March, so that the leap day is last.
 */
export function dayNumber(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = daysBeforeMonth((month + 9) % 12) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_BEFORE_1970;
}

/** The date of a day number. */
export function dateOfDay(days: number): Pick<CivilTime, 'year' | 'month' | 'day'> {
  const shifted = days + DAYS_BEFORE_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - daysBeforeMonth(marchMonth) + 1,
  };
}

export function daysInMonth(year: number, month: number): number {
  const next = month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1);
  return next - dayNumber(year, month, 1);
}

/** Days of a year that starts in March before its month 0 (March) to 11 (February). */
function daysBeforeMonth(marchMonth: number): number {
  return Math.floor((153 * marchMonth + 2) / 5);
}

function microsecondOfDay(time: CivilTime): number {
  return ((time.hour * 60 + time.minute) * 60 + time.second) * 1_000_000 + time.microsecond;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
