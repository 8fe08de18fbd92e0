import type { Io } from '../io.ts';
import { ArmThreads } from './arm-threads.ts';

/** Where nothing is named everything is played: other threads load the simulator while this one still loads the command. */
export function prepareRun(io: Io, words: readonly string[], options: Readonly<Record<string, unknown>>): void {
  if (words.length === 0 && options['arm'] === undefined) ArmThreads.of(io).start();
}
