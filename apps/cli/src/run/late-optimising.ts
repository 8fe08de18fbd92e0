import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 wait longer before it optimises a function. Node 20 starts after a few hundred calls, and a catalogue of two seconds
 * is over before most of that work pays: a third of all its time went into compiling, once in each thread. Later versions
 * have a cheap tier in between and know no such flag.
 */
export function optimiseLate(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=600000');
}
