import type { Fact, ListFact } from '../facts/fact.ts';
import { Cursor, type Scope, Unknown, type Value } from './value.ts';

/**
 * A type of a parameter or result: a CEL type, or "whatever stands at this fact", where `[]` is an item of a list:
 * `{ fact: 'virusscan.onAccess.default.exclusions[]' }`.
 */
export type FunctionType = 'bool' | 'int' | 'string' | 'list<string>' | { readonly fact: string };

/**
 * A function that a product offers to rules. It gets scalars as they are and records and lists as cursors; unknown and
 * faulty arguments never reach it. It answers in three-valued logic: {@link FactReader} reads fields and notes them.
 */
export interface RuleFunction {
  readonly name: string;
  readonly title: string;
  readonly parameters: readonly { readonly name: string; readonly type: FunctionType }[];
  readonly returns: FunctionType;
  evaluate(read: FactReader, ...args: readonly Value[]): Value;
}

/** Reads facts on behalf of a function, noting each leaf so that the verdict can show it. */
export class FactReader {
  readonly #scope: Scope;
  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** The value of a field: scalar or cursor; `undefined` where it is absent; Unknown where nobody read it. */
  field(cursor: Cursor, name: string): Exclude<Value, { problem: string }> | undefined {
    if (cursor.fact.kind !== 'record') throw new Error(`${cursor.path} is no record`);
    const fact = Object.hasOwn(cursor.fact.fields, name) ? (cursor.fact.fields[name] as Fact) : undefined;
    return this.#value(fact, name, cursor);
  }

  /** The items of a list that are there, each as scalar, cursor or Unknown. Ask {@link isCut} too. */
  *items(cursor: Cursor): Generator<Exclude<Value, { problem: string }>> {
    const { items } = cursor.fact as ListFact;
    for (const [i, item] of items.entries()) {
      const value = this.#value(item, `[${i}]`, cursor);
      if (value !== undefined) yield value;
    }
  }

  /** Whether items of the list are missing, so that "none of them" can only be unknown. */
  isCut(cursor: Cursor): boolean {
    return cursor.fact.kind === 'list' && !cursor.fact.complete;
  }

  unread(cursor: Cursor): Unknown {
    return new Unknown([cursor.path]);
  }

  #value(fact: Fact | undefined, step: string, parent: Cursor): Exclude<Value, { problem: string }> | undefined {
    if (fact === undefined || fact.kind === 'unreadable') {
      const path = parent.pathOf(step);
      this.#scope.note?.(path, fact ?? { kind: 'unreadable', reason: 'not read' });
      return new Unknown([path]);
    }
    if (fact.kind === 'record') return new Cursor(fact, step, parent);
    this.#scope.note?.(parent.pathOf(step), fact);
    if (fact.kind === 'list') return new Cursor(fact, step, parent);
    return fact.kind === 'absent' ? undefined : fact.value;
  }
}
