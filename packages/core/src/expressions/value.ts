import type { Fact, ListFact, RecordFact } from '../facts/fact.ts';

/**
 * What an expression can come to. Records and lists travel as cursors: the fact with the way to it, so that a verdict
 * can name the readings that it rests on.
 */
export type Value = Scalar | Cursor | Unknown | Fault;
export type Scalar = string | number | boolean;

/** A record or list of facts and how we came to it. */
export class Cursor {
  readonly fact: RecordFact | ListFact;
  readonly #parent: Cursor | undefined;
  readonly #step: string;

  constructor(fact: RecordFact | ListFact, step: string, parent?: Cursor) {
    this.fact = fact;
    this.#step = step;
    this.#parent = parent;
  }

  /** `virusscan.onAccess.default.exclusions[2]` */
  get path(): string {
    return this.#parent === undefined ? this.#step : this.#parent.pathOf(this.#step);
  }

  pathOf(step: string): string {
    return step.startsWith('[') ? `${this.path}${step}` : `${this.path}.${step}`;
  }
}

/** Of so many facts that were not read only these are named: whoever reads them is told the next. */
const MOST_NAMED = 100;

/** Some value, nobody read which: the third truth value. Names the facts that would have to be read. */
export class Unknown {
  readonly facts: readonly string[];
  constructor(facts: readonly string[]) {
    this.facts = facts;
  }
  and(other: Unknown): Unknown {
    const room = MOST_NAMED - this.facts.length;
    if (room <= 0) return this;
    const more = other.facts.filter((fact) => !this.facts.includes(fact));
    return more.length === 0 ? this : new Unknown([...this.facts, ...more.slice(0, room)]);
  }
}

/** The expression asked for something that cannot be: an absent fact without `has()`. Absorbed by `false &&`, as in CEL. */
export class Fault {
  readonly problem: string;
  /** Character offset in the expression. */
  readonly offset: number;
  constructor(problem: string, offset: number) {
    this.problem = problem;
    this.offset = offset;
  }
}

/** What an evaluation needs from outside. */
export interface Scope {
  /** The namespaces by name. */
  readonly facts: Readonly<Record<string, Fact>>;
  /** Told each leaf that was looked at, by its path; left out where nobody reports readings. */
  readonly note?: (path: string, fact: Fact) => void;
  /**
   * What a leaf is that a person says is absent: a fault of the rule where it is left out, as in its own examples. Where
   * people hand in what they have, nobody knows.
   */
  readonly absentByHand?: 'unknown';
  /** Steps left; nested macros cost one a round. */
  budget: number;
}
