// oxlint-disable-next-line no-restricted-imports -- a hash of the trace is no chance: the same bytes, the same hash
import { createHash } from 'node:crypto';
import { invariant, violated } from './invariant.ts';
import type { EventIdentity, EventToEmit, TraceEvent } from './trace-event.ts';
import { escapeJson, InstantDigits, type LineWriter, lineWriter } from './trace-line.ts';
import { TripleMap } from './triple-map.ts';

/** Lines are hashed and kept by the page: hashing one line at a time would cost more than writing it. */
const LINES_PER_PAGE = 256;

export type TraceListener = (event: TraceEvent) => void;

/** The listeners of one kind: the array is replaced, never changed, so that a listener may stop itself. */
interface Audience {
  listeners: readonly TraceListener[];
}

/** The events of one host, component and kind. */
interface Stream {
  readonly prefix: string;
  readonly escapedPrefix: string;
  readonly writer: LineWriter;
  readonly audience: Audience;
  readonly counts: Map<string, number>;
}

/** Causes that many events share, with their text in a line once it was needed. */
export interface Causes {
  readonly ids: readonly EventIdentity[];
  json: string | undefined;
}

export const NO_CAUSES: Causes = { ids: [], json: '[]' };

/** A trace as everyone but its world sees it. */
export type Trace = Omit<TraceRecorder, 'record' | 'causeOf'>;

/**
 * What happened in a world: JSON lines with sorted keys and integers only, hashed as they come (SHA-256 over each line
 * in UTF-8 with a line feed after it). Lines are kept only where asked for; the last few always are.
 */
export class TraceRecorder {
  readonly #store: boolean;
  readonly #streams = new TripleMap<Stream>();
  readonly #audiences = new Map<string, Audience>();
  readonly #everything: Audience = { listeners: [] };
  readonly #hash = createHash('sha256');
  readonly #pages: string[] = [];
  readonly #positions = new Map<EventIdentity, number>();
  #page = '';
  #pageCount = 0;
  #count = 0;
  readonly #digits = new InstantDigits();
  #lastId: EventIdentity = '';
  #lastEscapedId = '';

  constructor(options: { readonly store?: boolean } = {}) {
    this.#store = options.store ?? false;
  }

  /** How many events there were. */
  get count(): number {
    return this.#count;
  }

  get stored(): boolean {
    return this.#store;
  }

  /** The SHA-256 of the lines so far, in hexadecimal; the trace goes on. */
  hash(): string {
    return this.#hash.copy().update(this.#page).digest('hex');
  }

  /** All lines so far, without line feeds. Only of a stored trace. */
  *lines(): Generator<string, void, undefined> {
    this.#needsStore('lines');
    for (const page of this.#pages) yield* linesOf(page);
    yield* linesOf(this.#page);
  }

  /** The last events, oldest first: at most `limit` of them. Without a stored trace only the last 50 are sure to be there. */
  last(limit: number): TraceEvent[] {
    const recent: string[] = linesOf(this.#page);
    for (let index = this.#pages.length - 1; index >= 0 && recent.length < limit; index -= 1) {
      recent.unshift(...linesOf(this.#pages[index] as string));
    }
    return recent.slice(Math.max(0, recent.length - limit)).map(parseLine);
  }

  /**
   * Calls `listener` with each event of `kind` from now on, `'*'` for all kinds, listeners of the kind first. Events that
   * nobody watches cost nothing more than their line.
   *
   * @returns stops it.
   */
  watch(kind: string, listener: TraceListener): () => void {
    const audience = kind === '*' ? this.#everything : this.#audienceOf(kind);
    // Watched twice, told twice: each watching is a listener of its own.
    const watching: TraceListener = (event) => listener(event);
    audience.listeners = [...audience.listeners, watching];
    return () => {
      audience.listeners = audience.listeners.filter((other) => other !== watching);
    };
  }

  /** The event of that identity, if it has happened. Only of a stored trace. */
  event(id: EventIdentity): TraceEvent | undefined {
    this.#needsStore('events by identity');
    this.#index();
    const position = this.#positions.get(id);
    if (position === undefined) return undefined;
    const page = this.#pages[Math.floor(position / LINES_PER_PAGE)] ?? this.#page;
    return parseLine(linesOf(page)[position % LINES_PER_PAGE] as string);
  }

  /** The direct causes of an event. Only of a stored trace; an event that never happened is a bug of the caller. */
  causesOf(id: EventIdentity): readonly EventIdentity[] {
    return this.#known(id, 'asked for the causes of').causes;
  }

  /** All that an event follows from, itself not included: its causes first, then theirs, each once. Only of a stored trace. */
  ancestorsOf(id: EventIdentity): TraceEvent[] {
    const met = new Set<EventIdentity>([id]);
    const ancestors: TraceEvent[] = [];
    let generation = [this.#known(id, 'asked for the causes of')];
    while (generation.length > 0) {
      const parents: TraceEvent[] = [];
      for (const child of generation) {
        for (const cause of child.causes) {
          if (met.has(cause)) continue;
          met.add(cause);
          parents.push(this.#known(cause, `${child.id} is caused by`));
        }
      }
      ancestors.push(...parents);
      generation = parents;
    }
    return ancestors;
  }

  /** The causes of what follows from one event. For the world alone, which asks mostly right after recording that event. */
  causeOf(id: EventIdentity): Causes {
    return { ids: [id], json: id === this.#lastId ? `["${this.#lastEscapedId}"]` : undefined };
  }

  /** Adds an event. For the world alone, which knows the time and the causes. */
  record(at: number, event: EventToEmit, causes: Causes): EventIdentity {
    const { host, component, kind, subject } = event;
    const stream = this.#streams.get(host, component, kind) ?? this.#open(event);
    const count = (stream.counts.get(subject) ?? 0) + 1;
    const escapedSubject = escapeJson(subject);
    const escapedId = `${stream.escapedPrefix}${escapedSubject}#${count}`;
    const line = stream.writer.write(this.#digits.of(at), jsonOf(causes), escapedId, escapedSubject, event.details);
    stream.counts.set(subject, count);
    this.#page += `${line}\n`;
    this.#pageCount += 1;
    this.#count += 1;
    if (this.#pageCount === LINES_PER_PAGE) this.#turnPage();
    const id = `${stream.prefix}${subject}#${count}`;
    this.#lastId = id;
    this.#lastEscapedId = escapedId;
    if (stream.audience.listeners.length > 0 || this.#everything.listeners.length > 0) {
      const seen: TraceEvent = { ...event.details, id, at, host, component, kind, subject, causes: causes.ids };
      for (const listener of stream.audience.listeners) listener(seen);
      for (const listener of this.#everything.listeners) listener(seen);
    }
    return id;
  }

  #open(event: EventToEmit): Stream {
    const { host, component, kind } = event;
    const prefix = `${host}/${component}/${kind}/`;
    invariant(host !== '' && !host.includes('/'), `event ${prefix}: a host has a name without "/"`);
    invariant(component !== '' && !component.includes('.'), `event ${prefix}: a component has a name without "."`);
    invariant(kind.includes('.') && !kind.includes('/'), `event ${prefix}: write its kind like "tcp.refused"`);
    const stream: Stream = {
      prefix,
      escapedPrefix: JSON.stringify(prefix).slice(1, -1),
      writer: lineWriter(event),
      audience: this.#audienceOf(kind),
      counts: new Map(),
    };
    this.#streams.set(host, component, kind, stream);
    return stream;
  }

  #audienceOf(kind: string): Audience {
    let audience = this.#audiences.get(kind);
    if (audience === undefined) this.#audiences.set(kind, (audience = { listeners: [] }));
    return audience;
  }

  #turnPage(): void {
    this.#hash.update(this.#page);
    if (!this.#store) this.#pages.length = 0;
    this.#pages.push(this.#page);
    this.#page = '';
    this.#pageCount = 0;
  }

  #index(): void {
    let position = this.#positions.size;
    const unread = this.#pages.slice(Math.floor(position / LINES_PER_PAGE));
    for (const page of [...unread, this.#page]) {
      for (const line of linesOf(page).slice(position % LINES_PER_PAGE)) {
        this.#positions.set(parseLine(line).id, position);
        position += 1;
      }
    }
  }

  #known(id: EventIdentity, sentence: string): TraceEvent {
    return this.event(id) ?? violated(`${sentence} ${id}, which is not in the trace`);
  }

  #needsStore(what: string): void {
    invariant(this.#store, `${what} are there only for a world with storeTrace: true`);
  }
}

function jsonOf(causes: Causes): string {
  return (causes.json ??= JSON.stringify(causes.ids));
}

function linesOf(page: string): string[] {
  const lines = page.split('\n');
  lines.pop();
  return lines;
}

function parseLine(line: string): TraceEvent {
  return JSON.parse(line) as TraceEvent;
}
