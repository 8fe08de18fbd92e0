import { describeEvent, type TraceEvent } from '@scanclash/simulator';
import type { PlayedArm } from './play-arm.ts';

/** The lines of a stored trace, each with its line feed: the bytes that the hash of the trace is made of. */
export function* traceText({ built }: PlayedArm): Generator<string> {
  for (const line of built.world.trace.lines()) yield `${line}\n`;
}

/** The events of a stored trace, one line each, for people. */
export function* describedTrace({ built }: PlayedArm): Generator<string> {
  for (const line of built.world.trace.lines()) yield `${describeEvent(JSON.parse(line) as TraceEvent)}\n`;
}
