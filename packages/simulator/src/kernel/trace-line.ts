import { violated } from './invariant.ts';
import { type Detail, type EventToEmit, FIXED_KEYS } from './trace-event.ts';
import { TripleMap } from './triple-map.ts';

const REMEMBERED = 1024;
/** The end of a subject tells it from others: `D:\\Spool\\Invirus\\A000000001.MSG`. */
const TELLING_UNITS = 14;

const texts = Array.from({ length: REMEMBERED }, () => '');
const escapedTexts = Array.from({ length: REMEMBERED }, () => '');

/**
 * Escapes a string as JSON does, without the quotes, and remembers what it escaped last, for all worlds alike: subjects
 * come again and again. A table of fixed size where the newest string takes the place: a Map would cost more than
 * escaping anew.
 */
export function escapeJson(text: string): string {
  let place = text.length;
  for (let index = Math.max(0, place - TELLING_UNITS); index < text.length; index += 1) {
    place = (Math.imul(place, 31) + text.charCodeAt(index)) | 0;
  }
  place = (place ^ (place >>> 10)) & (REMEMBERED - 1);
  if (texts[place] === text) return escapedTexts[place] as string;
  const escaped = JSON.stringify(text).slice(1, -1);
  texts[place] = text;
  escapedTexts[place] = escaped;
  return escaped;
}

const THREE_DIGITS = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'));

/** Writes instants in decimal: their seconds repeat, which makes it cheaper than converting large numbers. */
export class InstantDigits {
  #seconds = 0;
  #secondsText = '';

  of(at: number): string {
    if (at < 1_000_000) return String(at);
    const seconds = Math.floor(at / 1_000_000);
    if (seconds !== this.#seconds) {
      this.#seconds = seconds;
      this.#secondsText = String(seconds);
    }
    const rest = at - seconds * 1_000_000;
    const thousands = Math.floor(rest / 1000);
    return this.#secondsText + (THREE_DIGITS[thousands] as string) + (THREE_DIGITS[rest - thousands * 1000] as string);
  }
}

const AT = -1;
const CAUSES = -2;
const ID = -3;
const SUBJECT = -4;

/** What a line of one host, component and kind with one set of detail names looks like. */
interface LineShape {
  /** In the order in which the emitter writes them. */
  readonly detailNames: readonly string[];
  /** The text before each variable part. */
  readonly texts: readonly string[];
  /** AT, CAUSES, ID, SUBJECT, or the index of a detail. */
  readonly parts: readonly number[];
  /** The text after the last variable part. */
  readonly tail: string;
}

/**
 * Writes the lines of one host, component and kind: one flat JSON object, its keys in the order of their UTF-16 code
 * units, no white space. The order of keys is worked out once for each set of detail names.
 */
export class LineWriter {
  readonly #event: Pick<EventToEmit, 'host' | 'component' | 'kind'>;
  readonly #shapes: LineShape[] = [];

  constructor(event: Pick<EventToEmit, 'host' | 'component' | 'kind'>) {
    this.#event = event;
  }

  /**
   * @param at - As JSON, like `causes`.
   * @param id - Escaped for JSON, like `subject`; without quotes.
   */
  write(at: string, causes: string, id: string, subject: string, details: EventToEmit['details']): string {
    const shape = this.#shapeOf(details);
    const { texts, parts } = shape;
    let line = '';
    for (let index = 0; index < parts.length; index += 1) {
      const part = parts[index] as number;
      line += texts[index] as string;
      if (part === AT) line += at;
      else if (part === CAUSES) line += causes;
      else if (part === ID) line += id;
      else if (part === SUBJECT) line += subject;
      else line += this.#detail(shape.detailNames[part] as string, details as Readonly<Record<string, Detail>>);
    }
    return line + shape.tail;
  }

  #detail(name: string, details: Readonly<Record<string, Detail>>): string {
    const value = details[name];
    switch (typeof value) {
      case 'string':
        return `"${escapeJson(value)}"`;
      case 'number':
        if (!Number.isSafeInteger(value))
          violated(`${this.#where()}: detail ${name} is ${value}, a trace holds integers only`);
        return `${value}`;
      case 'boolean':
        return value ? 'true' : 'false';
      default:
        return violated(`${this.#where()}: detail ${name} is ${String(value)}; leave out a detail that is not known`);
    }
  }

  #shapeOf(details: EventToEmit['details']): LineShape {
    for (const shape of this.#shapes) if (matches(shape, details)) return shape;
    const shape = this.#compile(Object.keys(details ?? {}));
    this.#shapes.push(shape);
    return shape;
  }

  #compile(detailNames: readonly string[]): LineShape {
    const clash = detailNames.find((name) => (FIXED_KEYS as readonly string[]).includes(name));
    if (clash !== undefined) violated(`${this.#where()}: a detail may not be named "${clash}", which every event has`);
    const { host, component, kind } = this.#event;
    const texts: string[] = [];
    const parts: number[] = [];
    let text = '{';
    const add = (part: number) => {
      texts.push(text);
      parts.push(part);
      text = '';
    };
    for (const name of [...FIXED_KEYS, ...detailNames].sort()) {
      text += `${text === '{' ? '' : ','}${JSON.stringify(name)}:`;
      if (name === 'at') add(AT);
      else if (name === 'causes') add(CAUSES);
      else if (name === 'component') text += JSON.stringify(component);
      else if (name === 'host') text += JSON.stringify(host);
      else if (name === 'kind') text += JSON.stringify(kind);
      else if (name === 'id' || name === 'subject') {
        text += '"';
        add(name === 'id' ? ID : SUBJECT);
        text = '"';
      } else add(detailNames.indexOf(name));
    }
    return { detailNames, texts, parts, tail: `${text}}` };
  }

  #where(): string {
    return `event ${this.#event.host}/${this.#event.component}/${this.#event.kind}`;
  }
}

const MOST_WRITERS = 4096;
const writers = new TripleMap<LineWriter>();
let writerCount = 0;

/** The writer of one host, component and kind, for all worlds alike: their lines have the same shapes. */
export function lineWriter({ host, component, kind }: EventToEmit): LineWriter {
  const known = writers.get(host, component, kind);
  if (known !== undefined) return known;
  const writer = new LineWriter({ host, component, kind });
  if (writerCount < MOST_WRITERS) writers.set(host, component, kind, writer);
  writerCount += 1;
  return writer;
}

function matches(shape: LineShape, details: EventToEmit['details']): boolean {
  const names = shape.detailNames;
  let index = 0;
  for (const name in details) {
    if (names[index] !== name) return false;
    index += 1;
  }
  return index === names.length;
}
