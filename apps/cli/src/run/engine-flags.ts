import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/**
 * Sets V8 up for a few seconds of work in as many threads as there are processors.
 *
 * Its collector would share out each small collection among helper threads: they wait for the processors that other threads
 * of ours are using, and the whole catalogue took a twelfth longer.
 *
 * Node 20 optimises a function after a few hundred calls, and a catalogue of two seconds is over before most of that work
 * pays: a third of all its time went into compiling, once in each thread. Later versions have a cheap tier in between and
 * know no such flag.
 */
export function setEngineFlags(): void {
  setFlagsFromString('--no-parallel-scavenge');
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=600000');
}
