import { addMicroseconds, type CivilTime, type Microseconds, microsecondsBetween } from '../../kernel/index.ts';

/** A time of day on the wall clock, to the minute. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** When a task runs. */
export type Schedule =
  /** To the minute; seconds do not count. */
  | { readonly kind: 'once'; readonly at: CivilTime }
  | { readonly kind: 'daily'; readonly at: TimeOfDay }
  /** From a time of day on, midnight where it is not given, each so many minutes for 24 hours; 1 to 1439. */
  | { readonly kind: 'every'; readonly minutes: number; readonly from?: TimeOfDay }
  | { readonly kind: 'boot' };

const MINUTE: Microseconds = 60_000_000;
const DAY: Microseconds = 1440 * MINUTE;
const MIDNIGHT: TimeOfDay = { hour: 0, minute: 0 };

/** µs from `now` to the next run, more than 0; undefined where no time of day brings one any more. */
export function untilNextRun(schedule: Schedule, now: CivilTime): Microseconds | undefined {
  switch (schedule.kind) {
    case 'boot':
      return undefined;
    case 'once': {
      const left = microsecondsBetween(now, { ...schedule.at, second: 0, microsecond: 0 });
      return left > 0 ? left : undefined;
    }
    case 'daily':
      return DAY - sinceLast(schedule.at, now);
    case 'every': {
      const since = sinceLast(schedule.from ?? MIDNIGHT, now);
      const interval = schedule.minutes * MINUTE;
      return Math.min((Math.floor(since / interval) + 1) * interval, DAY) - since;
    }
  }
}

/** The wall clock at the next run. */
export function nextRun(schedule: Schedule, now: CivilTime): CivilTime | undefined {
  const left = untilNextRun(schedule, now);
  return left === undefined ? undefined : addMicroseconds(now, left);
}

/** µs since a time of day was last passed, less than a day. */
function sinceLast({ hour, minute }: TimeOfDay, now: CivilTime): Microseconds {
  const today = microsecondsBetween({ ...now, hour, minute, second: 0, microsecond: 0 }, now);
  return today >= 0 ? today : today + DAY;
}
