/** Microseconds since the start of the world. Always an integer. */
export type Microseconds = number;

/** `host/component/kind/subject#n`, where n counts the events of this host, component, kind and subject from 1. */
export type EventIdentity = string;

/** What a detail may be; numbers are integers. */
export type Detail = string | number | boolean;

export interface EventToEmit {
  /** `MAIL01`, or `network`. Holds no `/`. */
  readonly host: string;
  /** `volume`, `tcp`, `modus/modusscan`. Holds no `.`, which tells it from the kind in an identity. */
  readonly component: string;
  /** `tcp.refused`, `file.opened`. Holds a `.` and no `/`. */
  readonly kind: string;
  /** `198.51.100.25:25`, `D:\Spool\Invirus\A000000001.MSG`. Any text. */
  readonly subject: string;
  /** Written beside the fixed keys of the event, whose names they may not take. */
  readonly details?: Readonly<Record<string, Detail>>;
  /** In addition to the current cause. */
  readonly causes?: readonly EventIdentity[];
}

export interface TraceEvent {
  readonly id: EventIdentity;
  readonly at: Microseconds;
  readonly host: string;
  readonly component: string;
  readonly kind: string;
  readonly subject: string;
  readonly causes: readonly EventIdentity[];
  readonly [detail: string]: Detail | readonly EventIdentity[];
}

/** The keys that every event has, in the order of a trace line. */
export const FIXED_KEYS = ['at', 'causes', 'component', 'host', 'id', 'kind', 'subject'] as const;

/** `12.000250 s`. */
export function formatInstant(at: Microseconds): string {
  return `${Math.floor(at / 1_000_000)}.${String(at % 1_000_000).padStart(6, '0')} s`;
}

/** One line for people: when, which event, its details, and after `<-` what it follows from. */
export function describeEvent(event: TraceEvent): string {
  const details = Object.keys(event)
    .filter((key) => !(FIXED_KEYS as readonly string[]).includes(key))
    .sort()
    .map((key) => `  ${key}=${String(event[key])}`);
  const causes = event.causes.length === 0 ? '' : `  <- ${event.causes.join(', ')}`;
  return `${formatInstant(event.at)}  ${event.id}${details.join('')}${causes}`;
}
