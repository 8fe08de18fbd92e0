export { type BehaviourDeclaration, BehaviourSwitches, type BehaviourValue } from './behaviours.ts';
export { BoundReached } from './bound-reached.ts';
export { type Bounds, DEFAULT_BOUNDS } from './bounds.ts';
export {
  addMicroseconds,
  type CivilTime,
  dateOfDay,
  dayNumber,
  daysInMonth,
  isoLocal,
  microsecondsBetween,
  parseCivilTime,
  type Weekday,
  weekday,
} from './civil-time.ts';
export { EventQueue, type EventQueueOptions, type QueueTicket, slotOf } from './event-queue.ts';
export { InvariantViolated, invariant, violated } from './invariant.ts';
export { type Draw, type Ratio, ratio } from './keyed-random.ts';
export { ReadSet } from './read-set.ts';
export type { Trace, TraceListener } from './trace.ts';
export {
  type Detail,
  describeEvent,
  type EventIdentity,
  type EventToEmit,
  formatInstant,
  type Microseconds,
  type TraceEvent,
} from './trace-event.ts';
export { type ScheduledStep, World, type WorldOptions } from './world.ts';
