import type { HostRequest } from '../transport/request.ts';

/** Where a fact comes from. A verdict lists the origin of everything that it rests on. */
export type Origin =
  /** An answer of the host to this question; `at` is the host's clock when it answered, if it told. */
  | { readonly kind: 'question'; readonly question: HostRequest }
  /** The product's own default, because the host holds no value. */
  | { readonly kind: 'default'; readonly product: string; readonly question: HostRequest }
  /** Taken from the product's usual layout, not read: weaker than a default. */
  | { readonly kind: 'presumed'; readonly reason: string }
  /**
   * What a central policy that the host is assigned to makes of it at each enforcement; nobody asked the host. `policy`
   * names it for people; `reason` says what had to be presumed to read it, if anything, which a verdict then rests on.
   */
  | { readonly kind: 'policy'; readonly policy: string; readonly reason?: string }
  /** Said by the person at the keyboard: `--given`. */
  | { readonly kind: 'operator' }
  /** Seen by writing test files: `--probe`. */
  | { readonly kind: 'probe' }
  /** Part of a rule's example or of NDJSON input. */
  | { readonly kind: 'given' };

/**
 * A fact, or a tree of facts. `unreadable` is not `absent`: nobody knows what stands there. A list with
 * `complete: false` was cut: items are missing, so `exists` may still be true on it and `all` may still be false.
 * Fields that a record does not mention are unreadable.
 */
export type Fact = KnownFact | ListFact | RecordFact | AbsentFact | UnreadableFact;

export interface KnownFact {
  readonly kind: 'known';
  /** Numbers are integers; they become BigInt at the CEL boundary only. */
  readonly value: string | number | boolean;
  readonly origin: Origin;
}
export interface ListFact {
  readonly kind: 'list';
  readonly items: readonly Fact[];
  readonly complete: boolean;
  readonly origin: Origin;
}
export interface RecordFact {
  readonly kind: 'record';
  readonly fields: Readonly<Record<string, Fact>>;
}
export interface AbsentFact {
  readonly kind: 'absent';
  readonly origin: Origin;
}
export interface UnreadableFact {
  readonly kind: 'unreadable';
  readonly reason: string;
  readonly question?: HostRequest;
}

/** Plain data as it stands in YAML and JSON. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [field: string]: Plain };

export const known = (value: string | number | boolean, origin: Origin): KnownFact => ({
  kind: 'known',
  value,
  origin,
});
export const list = (items: readonly Fact[], origin: Origin, complete = true): ListFact => ({
  kind: 'list',
  items,
  complete,
  origin,
});
export const record = (fields: Readonly<Record<string, Fact>>): RecordFact => ({ kind: 'record', fields });
export const absent = (origin: Origin): AbsentFact => ({ kind: 'absent', origin });
export const unreadable = (reason: string, question?: HostRequest): UnreadableFact =>
  question === undefined ? { kind: 'unreadable', reason } : { kind: 'unreadable', reason, question };

/** A whole value of one origin as facts: every leaf of it carries that origin. */
export function factOf(value: Plain, origin: Origin): Fact {
  if (Array.isArray(value))
    return list(
      value.map((item: Plain) => factOf(item, origin)),
      origin,
    );
  if (typeof value === 'object') {
    return record(Object.fromEntries(Object.entries(value).map(([field, item]) => [field, factOf(item, origin)])));
  }
  return known(value, origin);
}

const NOT_MENTIONED = unreadable('not read');

/** The field of a record; a field that nobody mentioned is unreadable. */
export function fieldOf(fact: RecordFact, field: string): Fact {
  return Object.hasOwn(fact.fields, field) ? (fact.fields[field] as Fact) : NOT_MENTIONED;
}

/** The fact at a dotted path (`onAccess.enabled`); unreadable parts make everything below them unreadable. */
export function factAt(root: Fact, path: string): Fact {
  let fact = root;
  for (const field of path.split('.')) {
    if (fact.kind !== 'record') return fact;
    fact = fieldOf(fact, field);
  }
  return fact;
}

/** A copy of the tree in which the fact at `path` is `replacement`; records on the way are made where missing. */
export function withFact(root: Fact, path: readonly string[], replacement: Fact): Fact {
  const [field, ...rest] = path;
  if (field === undefined) return replacement;
  const fields = root.kind === 'record' ? root.fields : {};
  const current = Object.hasOwn(fields, field) ? (fields[field] as Fact) : record({});
  return record({ ...fields, [field]: withFact(current, rest, replacement) });
}

/** The known plain value of a whole tree, or undefined where any part of it is absent, cut or unreadable. */
export function plainOf(fact: Fact): Plain | undefined {
  if (fact.kind === 'known') return fact.value;
  if (fact.kind === 'list') {
    if (!fact.complete) return undefined;
    const items = fact.items.map(plainOf);
    return items.includes(undefined) ? undefined : (items as Plain[]);
  }
  if (fact.kind === 'record') {
    const fields: [string, Plain][] = [];
    for (const [name, field] of Object.entries(fact.fields)) {
      if (field.kind === 'absent') continue;
      const value = plainOf(field);
      if (value === undefined) return undefined;
      fields.push([name, value]);
    }
    return Object.fromEntries(fields);
  }
  return undefined;
}
