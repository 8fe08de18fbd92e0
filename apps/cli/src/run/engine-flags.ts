import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/**
 * Sets V8 up for a few seconds of work in as many threads as there are processors: less time is spent on making code fast
 * that is hardly used. Together they made the whole catalogue a sixth faster.
 */
export function setEngineFlags(): void {
  // Small collections are not shared out to helper threads, which would wait for processors that our own threads use.
  setFlagsFromString('--no-parallel-scavenge');
  // Young objects have 16 MB, soon in this thread and at once in those that are begun from now on: what is loaded lives
  // on, and would be copied at each of the first megabytes.
  setFlagsFromString('--semi-space-growth-factor=16');
  setFlagsFromString('--min-semi-space-size=16');
  // Those threads let their heap grow so far, MB, before they look through all of it.
  setFlagsFromString('--initial-old-space-size=256');
  // Nothing is put among the old objects because others of its kind lived long: a dead world that is held by one such
  // object would be kept, and copied, until all of the heap is looked through.
  setFlagsFromString('--no-allocation-site-pretenuring');
  // Each function is compiled to plain machine code at once, remembers from its first call on what it met, and is
  // optimised on its own, without those that it calls.
  setFlagsFromString('--no-lazy-feedback-allocation');
  setFlagsFromString('--always-sparkplug');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=100');
  // Node 20 optimises after a few hundred calls. Later versions have a cheap tier in between and know no such flag.
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=600000');
}
