import type { Bounds } from './bounds.ts';
import { describeEvent, formatInstant, type Microseconds, type TraceEvent } from './trace-event.ts';

/** A world came to one of its bounds. The message says how to raise it, and what happened last. */
export class BoundReached extends Error {
  override readonly name = 'BoundReached';
  readonly bound: keyof Bounds;
  readonly limit: number;
  readonly at: Microseconds;

  constructor(
    bound: keyof Bounds,
    limit: number,
    at: Microseconds,
    attempt: string,
    lastEvents: readonly TraceEvent[],
  ) {
    const told =
      lastEvents.length === 0
        ? 'No trace event had happened.'
        : `The last trace events:\n${lastEvents.map((event) => `  ${describeEvent(event)}`).join('\n')}`;
    const shown = bound === 'until' ? `${limit} µs (${formatInstant(limit)})` : String(limit);
    super(
      `at ${formatInstant(at)} the world reached its bound ${bound}, ${shown}: ${attempt}.\n` +
        `If that is meant, raise it: bounds: { ${bound}: ... } in the options of the world. ${told}`,
    );
    this.bound = bound;
    this.limit = limit;
    this.at = at;
  }
}
