import type { EventIdentity, Microseconds, World } from '../kernel/index.ts';

/** A record of a Windows event log. */
export interface EventRecord {
  readonly at: Microseconds;
  readonly log: LogName;
  readonly source: string;
  readonly id: number;
  readonly level: 'information' | 'warning' | 'error';
  readonly text: string;
  readonly event: EventIdentity;
}
export type LogName = 'System' | 'Application';

/** Records that one log keeps; older ones are overwritten, as Windows does by default. */
const CAPACITY = 10_000;

/** The event logs of one host. */
export class EventLog {
  readonly #world: World;
  readonly #host: string;
  readonly #records: EventRecord[] = [];

  constructor(world: World, host: string) {
    this.#world = world;
    this.#host = host;
  }

  write(log: LogName, record: Pick<EventRecord, 'source' | 'id' | 'level' | 'text'>): void {
    const { source, id, level, text } = record;
    const event = this.#world.emit({
      host: this.#host,
      component: 'event-log',
      kind: 'event-log.written',
      subject: `${source} ${id}`,
      details: { log, text },
    });
    this.#records.push({ at: this.#world.now, log, source, id, level, text, event });
    if (this.#records.length > CAPACITY) this.#records.shift();
  }

  /** Oldest first. */
  records(log?: LogName): readonly EventRecord[] {
    return log === undefined ? this.#records : this.#records.filter((record) => record.log === log);
  }
}
