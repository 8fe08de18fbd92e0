import { type Fact, factOf, known, type Origin, unreadable } from '../facts/fact.ts';
import type { ProbeResult } from './run-probe.ts';

const PROBE: Origin = { kind: 'probe' };

/**
 * What a probe says of exclusions, as facts. A file that was touched counts however the control came out; one that was
 * left alone counts only where a scanner was at work, and all of them have to be looked at.
 */
export function probeFacts({ control, folders }: ProbeResult): { readonly untouched: Fact; readonly touched: Fact } {
  const touched = folders.filter(({ kind }) => kind === 'touched').map(({ folder }) => folder);
  const touchedFact = factOf(touched, PROBE);
  if (touched.length > 0) return { untouched: known(false, PROBE), touched: touchedFact };
  const unknown = (why: string) => ({ untouched: unreadable(why), touched: unreadable(why) });
  if (control.kind === 'untouched') {
    return unknown(
      `the test file in ${control.folder} was left alone, too: no scanner was at work, and the probe proves nothing`,
    );
  }
  const unprobed = [control, ...folders].find((one) => one.kind === 'not-probed');
  if (unprobed !== undefined) return unknown(`not probed: ${unprobed.why}`);
  return { untouched: known(true, PROBE), touched: touchedFact };
}
