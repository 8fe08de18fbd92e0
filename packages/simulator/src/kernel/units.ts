/** Microseconds in a second. */
export const SECOND = 1_000_000;
/** Microseconds in a minute. */
export const MINUTE = 60 * SECOND;
/** Microseconds in an hour. */
export const HOUR = 60 * MINUTE;
