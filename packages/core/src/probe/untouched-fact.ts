import { type Fact, known, type Origin, unreadable } from '../facts/fact.ts';
import type { ProbeResult } from './run-probe.ts';

const PROBE: Origin = { kind: 'probe' };

/**
 * Whether exclusions hold, as a fact. A file that was touched counts however the control came out; files that were left
 * alone count only where a scanner was at work, and all of them have to be looked at.
 */
export function untouchedFact({ control, folders }: ProbeResult): Fact {
  if (folders.some(({ kind }) => kind === 'touched')) return known(false, PROBE);
  if (control.kind === 'untouched') {
    const why = 'no scanner was at work, and the probe proves nothing';
    return unreadable(`the test file in ${control.folder} was left alone, too: ${why}`);
  }
  const unprobed = [control, ...folders].find((one) => one.kind === 'not-probed');
  return unprobed === undefined ? known(true, PROBE) : unreadable(`not probed: ${unprobed.why}`);
}
