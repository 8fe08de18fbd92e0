import type { Trace, TraceEvent } from '@scanclash/simulator';
import { TRACE_EVENT } from '../expectations/trace-details.ts';

/** Holds what traces tell against the details that scenarios may speak of. */
export class TraceVocabulary {
  readonly #problems = new Set<string>();
  readonly #used = new Set<string>();

  /** Listens to a trace from now on. */
  watch(trace: Trace): void {
    trace.watch('*', (event) => this.#hear(event));
  }

  /** Details that nobody declared, or declared as something else: `virusscan.said: volume: 11`. */
  get problems(): readonly string[] {
    return [...this.#problems].sort();
  }

  /** Details that are declared, and that no event had. */
  get unused(): readonly string[] {
    return Object.keys(TRACE_EVENT.properties ?? {}).filter((key) => !this.#used.has(key));
  }

  #hear(event: TraceEvent): void {
    for (const [key, value] of Object.entries(event)) {
      if (key === 'causes') continue;
      this.#used.add(key);
      if (TRACE_EVENT.properties?.[key]?.type === typeOf(value)) continue;
      this.#problems.add(`${event.kind}: ${key} is ${typeOf(value)}`);
    }
  }
}

const typeOf = (value: unknown): string => (Number.isSafeInteger(value) ? 'integer' : typeof value);
