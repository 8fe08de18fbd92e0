/** A way into a JSON value: names of fields and numbers of items. */
export type JsonPath = readonly (string | number)[];

/** What is wrong with a text that is no JSON; `offset` counts UTF-16 units. */
export interface JsonFault {
  readonly offset: number;
  readonly problem: string;
}

/** Deeper than any facts are; `JSON.parse` itself knows no bound. */
const MAX_DEPTH = 100;

/**
 * Finds where JSON is broken, and tells the places of all values on the way: of a field where its name begins, of an
 * item where it begins itself. `JSON.parse` is faster but does not say where: read with it, and come here with what it
 * refused. Accepts the same texts, up to a nesting of 100.
 */
export function scanJson(
  text: string,
  visit: (path: JsonPath, offset: number) => void = () => {},
): JsonFault | undefined {
  try {
    const scanner = new JsonScanner(text, visit);
    scanner.document();
    return undefined;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { offset: fault.offset, problem: fault.message };
  }
}

class Fault extends Error {
  readonly offset: number;
  constructor(offset: number, problem: string) {
    super(problem);
    this.offset = offset;
  }
}

class JsonScanner {
  readonly #text: string;
  readonly #visit: (path: JsonPath, offset: number) => void;
  #at = 0;

  constructor(text: string, visit: (path: JsonPath, offset: number) => void) {
    this.#text = text;
    this.#visit = visit;
  }

  document(): void {
    this.#blanks();
    this.#value([]);
    this.#blanks();
    if (this.#at < this.#text.length) throw new Fault(this.#at, `${this.#found()} after the end of the value`);
  }

  #value(path: JsonPath): void {
    if (path.length > MAX_DEPTH) throw new Fault(this.#at, `nested deeper than ${MAX_DEPTH}`);
    const unit = this.#text[this.#at];
    if (unit === '{') return this.#object(path);
    if (unit === '[') return this.#array(path);
    if (unit === '"') return void this.#string();
    if (this.#take(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y) || this.#take(/true|false|null/y)) return;
    throw new Fault(this.#at, `a value is expected, not ${this.#found()}`);
  }

  #object(path: JsonPath): void {
    this.#at++;
    this.#blanks();
    if (this.#is('}')) return;
    for (;;) {
      const start = this.#at;
      if (this.#text[start] !== '"') throw new Fault(start, `a field name in quotes is expected, not ${this.#found()}`);
      const here = [...path, this.#string()];
      this.#visit(here, start);
      this.#blanks();
      if (!this.#is(':')) throw new Fault(this.#at, `":" is expected, not ${this.#found()}`);
      this.#blanks();
      this.#value(here);
      this.#blanks();
      if (this.#is('}')) return;
      if (!this.#is(',')) throw new Fault(this.#at, `"," or "}" is expected, not ${this.#found()}`);
      this.#blanks();
    }
  }

  #array(path: JsonPath): void {
    this.#at++;
    this.#blanks();
    if (this.#is(']')) return;
    for (let item = 0; ; item++) {
      const here = [...path, item];
      this.#visit(here, this.#at);
      this.#value(here);
      this.#blanks();
      if (this.#is(']')) return;
      if (!this.#is(',')) throw new Fault(this.#at, `"," or "]" is expected, not ${this.#found()}`);
      this.#blanks();
    }
  }

  #string(): string {
    const start = this.#at;
    this.#at++;
    for (;;) {
      const unit = this.#text[this.#at];
      if (unit === undefined) throw new Fault(start, 'a text begins here and never ends');
      if (unit < ' ') throw new Fault(this.#at, 'a control character inside a text; write it as \\u0009');
      if (unit === '\\') {
        if (!this.#take(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y)) {
          throw new Fault(this.#at, 'a backslash that escapes nothing; write \\\\ for one backslash');
        }
        continue;
      }
      this.#at++;
      if (unit === '"') return JSON.parse(this.#text.slice(start, this.#at)) as string;
    }
  }

  #blanks(): void {
    this.#take(/[ \t\r\n]*/y);
  }

  #is(unit: string): boolean {
    if (this.#text[this.#at] !== unit) return false;
    this.#at++;
    return true;
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #found(): string {
    const word = /[\w'.+-]{1,20}|[^]/y;
    word.lastIndex = this.#at;
    const found = word.exec(this.#text)?.[0];
    return found === undefined ? 'the end of the line' : JSON.stringify(found);
  }
}
