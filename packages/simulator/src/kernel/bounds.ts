import { invariant } from './invariant.ts';
import type { Microseconds } from './trace-event.ts';

/** What a world may use up. Reaching a bound is an error: a world that runs away is a bug, of it or of its scenario. */
export interface Bounds {
  /** Steps scheduled, those that were cancelled included. */
  readonly maxEvents: number;
  readonly maxTraceEvents: number;
  /** The last instant at which a step may run, and up to which the world may be asked to run. */
  readonly until: Microseconds;
}

/** Ten million steps, five million trace events (of some 250 bytes, where they are kept), 366 days. */
export const DEFAULT_BOUNDS: Bounds = {
  maxEvents: 10_000_000,
  maxTraceEvents: 5_000_000,
  until: 366 * 86_400_000_000,
};

export function boundsWithDefaults(bounds: Partial<Bounds> = {}): Bounds {
  const complete = { ...DEFAULT_BOUNDS, ...bounds };
  for (const [name, value] of Object.entries(complete)) {
    invariant(Number.isSafeInteger(value) && value >= 0, `bound ${name} is ${value}: it must be an integer, 0 or more`);
  }
  return complete;
}
