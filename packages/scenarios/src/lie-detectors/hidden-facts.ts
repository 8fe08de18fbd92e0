import {
  type AnyProduct,
  absent,
  evaluateRule,
  type Fact,
  type FactJsonSchema,
  factOf,
  factSchemas,
  list,
  type Origin,
  type Outcome,
  type Plain,
  plainOf,
  type Rule,
  record,
  unreadable,
} from '@scanclash/core';

type Facts = Readonly<Record<string, Fact>>;
type Path = readonly (string | number)[];

/** A verdict that an unread fact left standing although some value of the fact would change it. */
export interface UnfoundedVerdict {
  readonly rule: string;
  /** `virusscan.onAccess.default.scanOnRead` */
  readonly hidden: string;
  readonly verdict: Outcome;
  /** A value that the hidden fact may have, and the verdict that it would bring. */
  readonly value: unknown;
  readonly instead: Outcome;
}

/** Places in facts, as `virusscan.onAccess.default.exclusions.0.value`, with the plain values there. */
type Places = ReadonlyMap<string, unknown>;

interface Hiding {
  readonly path: Path;
  /** What stands there when it is hidden: nothing that can be read, or a list of which items are missing. */
  readonly hidden: Fact;
  /** What may be there in truth. */
  readonly truths: readonly Fact[];
}

const ORIGIN: Origin = { kind: 'given' };
const UNREAD = unreadable('hidden');
/** Every host is one. */
const ALWAYS_THERE: readonly string[] = ['windows'];

/**
 * Hides the facts of a subject one at a time, each leaf, each list, its completeness and each namespace, and returns
 * the verdicts that stand all the same and should not: an unread fact makes a rule unknown whenever some value of it could
 * change the verdict. Texts are tried with every other text that the rule looks at, settings also with their samples.
 */
export function unfoundedVerdicts(
  rules: readonly Rule[],
  facts: Facts,
  products: readonly AnyProduct[],
): UnfoundedVerdict[] {
  const namespaces = factSchemas(products);
  const host: FactJsonSchema = { type: 'object', properties: namespaces };
  const root: FactJsonSchema = { properties: { ...namespaces, hosts: { type: 'array', items: host } } };
  const samples = samplesOf(products);
  return rules.flatMap((rule) => {
    const seen = placesSeen(rule, facts);
    const texts = [...new Set([...seen.values()].filter((value) => typeof value === 'string'))];
    const hidings = hidingsBelow([], record(facts), root, { samples, texts, seen });
    return [...hidings].flatMap((hiding) => unfounded(rule, facts, hiding) ?? []);
  });
}

function unfounded(rule: Rule, facts: Facts, { path, hidden, truths }: Hiding): UnfoundedVerdict | undefined {
  const verdict = evaluateRule(rule, withFactAt(facts, path, hidden)).outcome;
  if (verdict === 'unknown') return undefined;
  for (const truth of truths) {
    const instead = evaluateRule(rule, withFactAt(facts, path, truth)).outcome;
    if (instead === verdict) continue;
    const name = path.join('.') + (hidden.kind === 'list' ? ' (cut)' : '');
    return { rule: rule.id, hidden: name, verdict, value: plainOf(truth) ?? truth.kind, instead };
  }
  return undefined;
}

/**
 * The places that a rule looks at, with the values there, whatever it notes of them. Hiding a fact elsewhere cannot matter to it: up to where it
 * would look there, everything is as it was.
 */
function placesSeen(rule: Rule, facts: Facts): Places {
  const seen = new Map<string, unknown>();
  evaluateRule(rule, watched(record(facts), '', seen).fields);
  return seen;
}

/** A copy of facts that notes each place which somebody looks at. */
function watched<F extends Fact>(fact: F, path: string, seen: Map<string, unknown>): F {
  const watch = (holder: object, key: string | number, inner: Fact) => {
    const place = path === '' ? String(key) : `${path}.${key}`;
    const value = watched(inner, place, seen);
    Object.defineProperty(holder, key, {
      enumerable: true,
      get: () => (seen.set(place, inner.kind === 'known' ? inner.value : undefined), value),
    });
  };
  if (fact.kind === 'list') {
    const items: Fact[] = [];
    for (const [i, item] of fact.items.entries()) watch(items, i, item);
    return { ...fact, items };
  }
  if (fact.kind !== 'record') return fact;
  const fields: Record<string, Fact> = {};
  for (const [name, field] of Object.entries(fact.fields)) watch(fields, name, field);
  return { ...fact, fields };
}

interface Values {
  /** By path without host and without indices: `virusscan.onAccess.default.exclusions`. */
  readonly samples: ReadonlyMap<string, readonly Plain[]>;
  readonly texts: readonly string[];
  /** Only what stands there is hidden. */
  readonly seen: Places;
}

function* hidingsBelow(path: Path, fact: Fact, schema: FactJsonSchema, values: Values): Generator<Hiding> {
  const inner = fact.kind === 'record' ? Object.entries(fact.fields) : fact.kind === 'list' ? fact.items.entries() : [];
  for (const [step, value] of inner) {
    const innerPath = [...path, step];
    if (!values.seen.has(innerPath.join('.'))) continue;
    const innerSchema = (typeof step === 'string' ? schema.properties?.[step] : schema.items) ?? {};
    yield* hidingsAt(innerPath, value, innerSchema, values);
    yield* hidingsBelow(innerPath, value, innerSchema, values);
  }
}

function* hidingsAt(path: Path, fact: Fact, schema: FactJsonSchema, values: Values): Generator<Hiding> {
  if (fact.kind === 'unreadable') return;
  if (isNamespace(path)) {
    const others = ALWAYS_THERE.includes(path.at(-1) as string) ? [] : [absent(ORIGIN), record({})];
    yield { path, hidden: UNREAD, truths: [fact, ...others] };
    return;
  }
  // A record that is no namespace is never unread as a whole; its fields are.
  if (fact.kind === 'record') return;
  const truths = [fact, ...valuesOf(path, schema, values).map((value) => factOf(value, ORIGIN))];
  if (fact.kind !== 'list') {
    yield { path, hidden: UNREAD, truths };
    return;
  }
  const more = itemsLike(fact.items, path, schema.items ?? {}, values);
  const longer = more.map((item) => list([...fact.items, item], ORIGIN));
  yield { path, hidden: UNREAD, truths: [...truths, list([], ORIGIN), ...more.map((item) => list([item], ORIGIN))] };
  yield { path, hidden: list(fact.items, ORIGIN, false), truths: [fact, ...longer] };
  yield { path, hidden: list([], ORIGIN, false), truths: [fact, list([], ORIGIN), ...longer] };
}

/** A namespace stands at the top, or at the top of a host of a site. */
const isNamespace = (path: Path): boolean => (path[0] === 'hosts' ? path.length === 3 : path.length === 1);

/** Values that a fact may have, as far as its type and the samples of its setting tell. */
function valuesOf(path: Path, schema: FactJsonSchema, { samples, texts }: Values): readonly Plain[] {
  if (schema.enum !== undefined) return schema.enum as readonly Plain[];
  const own = samples.get(settingOf(path)) ?? [];
  switch (schema.type) {
    case 'boolean':
      return [true, false];
    case 'integer':
      return [0, 1, 25, ...own];
    case 'string':
      return ['', ...texts, ...own];
    default:
      return own;
  }
}

/** Items that a list may hold beside those that it holds: samples, and its own with one field changed. */
function itemsLike(items: readonly Fact[], path: Path, schema: FactJsonSchema, values: Values): Fact[] {
  const samples = (values.samples.get(settingOf(path)) ?? []).flatMap((sample) =>
    Array.isArray(sample) ? sample : [],
  );
  const known = [...items, ...samples.map((item: Plain) => factOf(item, ORIGIN))];
  if (schema.type !== 'object')
    return [...known, ...valuesOf([...path, 0], schema, values).map((v) => factOf(v, ORIGIN))];
  return known.flatMap((item): Fact[] => {
    if (item.kind !== 'record') return [item];
    const changed = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
      valuesOf([...path, 0, name], field, values).map((value) =>
        record({ ...item.fields, [name]: factOf(value, ORIGIN) }),
      ),
    );
    return [item, ...changed];
  });
}

const settingOf = (path: Path): string =>
  path
    .slice(path[0] === 'hosts' ? 2 : 0)
    .filter((step) => typeof step === 'string')
    .join('.');

function samplesOf(products: readonly AnyProduct[]): ReadonlyMap<string, readonly Plain[]> {
  return new Map(
    products.flatMap(({ namespace, settings }) =>
      settings.map((setting) => [`${namespace}.${setting.path}`, setting.samples as readonly Plain[]] as const),
    ),
  );
}

/** The facts with another one at a path that exists. */
function withFactAt(facts: Facts, path: Path, fact: Fact): Facts {
  const changed = replaced(record(facts), path, fact);
  return changed.kind === 'record' ? changed.fields : facts;
}

function replaced(root: Fact | undefined, [step, ...rest]: Path, fact: Fact): Fact {
  if (step === undefined) return fact;
  if (root?.kind === 'list') {
    return { ...root, items: root.items.map((item, i) => (i === step ? replaced(item, rest, fact) : item)) };
  }
  if (root?.kind !== 'record') throw new Error(`nothing stands at ${step}`);
  return record({ ...root.fields, [step]: replaced(root.fields[step], rest, fact) });
}
