import { type Fact, type RecordFact, record } from './fact.ts';

type Fields = Record<string, Fact>;

/** A tree of facts while it grows; records on the way to a fact are made where missing. */
export class FactTree {
  readonly #fields: Fields = {};
  readonly root: RecordFact = record(this.#fields);
  /** The fields of each record that was made here, by its path. */
  readonly #made = new Map<string, Fields>([['', this.#fields]]);

  /** @param path - Dotted: `onAccess.enabled`. Nothing was put there before; beside what a record holds there is room. */
  set(path: string, fact: Fact): void {
    const [parent, field] = apart(path);
    this.#fieldsAt(parent)[field] = fact;
  }

  /** The same of a fact that is made when somebody first looks at it. */
  setLater(path: string, make: () => Fact): void {
    const [parent, field] = apart(path);
    const fields = this.#fieldsAt(parent);
    Object.defineProperty(fields, field, {
      get: () => {
        const value = make();
        Object.defineProperty(fields, field, { value, enumerable: true, configurable: true, writable: true });
        return value;
      },
      enumerable: true,
      configurable: true,
    });
  }

  #fieldsAt(path: string): Fields {
    const made = this.#made.get(path);
    if (made !== undefined) return made;
    const [parent, field] = apart(path);
    const siblings = this.#fieldsAt(parent);
    const present = siblings[field];
    const fields: Fields = present?.kind === 'record' ? { ...present.fields } : {};
    siblings[field] = record(fields);
    this.#made.set(path, fields);
    return fields;
  }
}

function apart(path: string): readonly [parent: string, field: string] {
  const end = path.lastIndexOf('.');
  return [path.slice(0, Math.max(end, 0)), path.slice(end + 1)];
}
