import fc from 'fast-check';

/** The facts that generated expressions speak of, as JSON Schema. */
const record = {
  type: 'object',
  properties: { path: { type: 'string' }, size: { type: 'integer' }, on: { type: 'boolean' } },
};
export const FACTS = {
  a: {
    type: 'object',
    properties: {
      on: { type: 'boolean' },
      n: { type: 'integer' },
      m: { type: 'integer' },
      t: { type: 'string' },
      items: { type: 'array', items: record },
      names: { type: 'array', items: { type: 'string' } },
      numbers: { type: 'array', items: { type: 'integer' } },
      deep: record,
    },
  },
};

interface Rec {
  readonly path: string;
  readonly size: number;
  readonly on: boolean;
}
export interface Facts {
  readonly on: boolean;
  readonly n: number;
  readonly m: number;
  readonly t: string;
  readonly items: readonly Rec[];
  readonly names: readonly string[];
  readonly numbers: readonly number[];
  readonly deep: Rec;
}

const TEXTS = ['', 'a', 'ab', 'b', 'Ab', '\u{1F4E7}', '\uffff', 'a\\b'];
const integer = fc.integer({ min: -4, max: 4 });
const text = fc.constantFrom(...TEXTS);
const rec: fc.Arbitrary<Rec> = fc.record({ path: text, size: integer, on: fc.boolean() });

/** Small values, so that comparisons come out either way. */
export const facts: fc.Arbitrary<Facts> = fc.record({
  on: fc.boolean(),
  n: integer,
  m: integer,
  t: text,
  items: fc.array(rec, { maxLength: 3 }),
  names: fc.array(text, { maxLength: 3 }),
  numbers: fc.array(integer, { maxLength: 3 }),
  deep: rec,
});

/** The variables of enclosing macros, by the type of what they stand for. */
interface Locals {
  readonly bool: readonly string[];
  readonly int: readonly string[];
  readonly string: readonly string[];
}
type Scalar = keyof Locals;

const NOTHING: Locals = {
  bool: ['a.on', 'a.deep.on'],
  int: ['a.n', 'a.m', 'a.deep.size'],
  string: ['a.t', 'a.deep.path'],
};

/** One of the lists, and what its items are called in the body of a macro. */
const LISTS = {
  items: (v: string): Locals => ({ bool: [`${v}.on`], int: [`${v}.size`], string: [`${v}.path`] }),
  names: (v: string): Locals => ({ bool: [], int: [], string: [v] }),
  numbers: (v: string): Locals => ({ bool: [], int: [v], string: [] }),
};
type List = keyof typeof LISTS;

/** Expressions of a type, nested so deep at most, over the facts and the variables in scope. */
export function expression(type: Scalar, depth = 3, scope: Locals = NOTHING): fc.Arbitrary<string> {
  const leaf = fc.oneof(
    fc.constantFrom(...scope[type]),
    type === 'bool' ? fc.constantFrom('true', 'false') : type === 'int' ? integer.map(String) : text.map(quoted),
  );
  if (depth === 0) return leaf;
  const of = (inner: Scalar) => expression(inner, depth - 1, scope);
  const conditional = fc.tuple(of('bool'), of(type), of(type)).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`);
  const item = listed(depth, scope).chain((list) => nth(type, list));
  const common = [
    { weight: 2, arbitrary: leaf },
    { weight: 1, arbitrary: conditional },
    { weight: 1, arbitrary: item },
  ];
  if (type === 'int') {
    const operation = fc.tuple(of('int'), fc.constantFrom('+', '-', '*', '/', '%'), of('int'));
    const sizes = fc.oneof(
      listed(depth, scope).map(({ source }) => `${source}.size()`),
      listed(depth, scope).map(({ source }) => `size(${source})`),
      of('string').map((one) => `size(${one})`),
    );
    return fc.oneof(
      ...common,
      { weight: 2, arbitrary: operation.map(([left, sign, right]) => `(${left} ${sign} ${right})`) },
      { weight: 1, arbitrary: of('int').map((one) => `-(${one})`) },
      { weight: 2, arbitrary: sizes },
    );
  }
  if (type === 'string') {
    const joined = fc.tuple(of('string'), of('string')).map(([left, right]) => `(${left} + ${right})`);
    return fc.oneof(...common, { weight: 2, arbitrary: joined });
  }
  const comparison = fc
    .constantFrom<Scalar>('int', 'string', 'bool')
    .chain((inner) => fc.tuple(of(inner), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), of(inner)))
    .map(([left, sign, right]) => `(${left} ${sign} ${right})`);
  const connected = fc
    .tuple(of('bool'), fc.constantFrom('&&', '||'), of('bool'))
    .map(([left, sign, right]) => `(${left} ${sign} ${right})`);
  const contained = fc.oneof(
    fc
      .tuple(of('string'), fc.array(of('string'), { minLength: 1, maxLength: 3 }))
      .map(([one, all]) => `(${one} in [${all}])`),
    of('string').map((one) => `(${one} in a.names)`),
    of('int').map((one) => `(${one} in a.numbers)`),
  );
  const affix = fc
    .tuple(of('string'), fc.constantFrom('startsWith', 'endsWith', 'contains'), of('string'))
    .map(([whole, method, part]) => `${whole}.${method}(${part})`);
  const quantified = fc
    .tuple(fc.constantFrom('exists', 'all', 'exists_one'), listed(depth, scope))
    .chain(([macro, { source, variable, inner }]) =>
      expression('bool', depth - 1, inner).map((body) => `${source}.${macro}(${variable}, ${body})`),
    );
  return fc.oneof(
    ...common,
    { weight: 4, arbitrary: connected },
    { weight: 1, arbitrary: of('bool').map((one) => `!(${one})`) },
    { weight: 3, arbitrary: comparison },
    { weight: 1, arbitrary: contained },
    { weight: 1, arbitrary: affix },
    { weight: 3, arbitrary: quantified },
    { weight: 1, arbitrary: fc.constantFrom('has(a.on)', 'has(a.n)', 'has(a.deep.path)', 'has(a.items)', 'has(a.t)') },
    { weight: 1, arbitrary: fc.constantFrom('(a.names == ["a", "b"])', '(a.numbers != [1])', '(a.names == a.names)') },
  );
}

interface ListSource {
  readonly kind: List;
  readonly source: string;
  readonly variable: string;
  /** What the body of a macro over it can speak of. */
  readonly inner: Locals;
}

/** A list, filtered or mapped perhaps; its variable hides no other but those of macros that it does not stand in. */
function listed(depth: number, scope: Locals): fc.Arbitrary<ListSource> {
  const variable = `v${depth}`;
  const sourceOf = (kind: List, source: string): ListSource => {
    const own = LISTS[kind](variable);
    const inner = {
      bool: [...scope.bool, ...own.bool],
      int: [...scope.int, ...own.int],
      string: [...scope.string, ...own.string],
    };
    return { kind, source, variable, inner };
  };
  const plain = fc.constantFrom<List>('items', 'names', 'numbers').map((kind) => sourceOf(kind, `a.${kind}`));
  if (depth === 0) return plain;
  const filtered = plain.chain(({ kind, source, inner }) =>
    expression('bool', depth - 1, inner).map((body) => sourceOf(kind, `${source}.filter(${variable}, ${body})`)),
  );
  const mapped = plain.chain(({ source, inner }) =>
    fc.oneof(
      expression('string', depth - 1, inner).map((body) => sourceOf('names', `${source}.map(${variable}, ${body})`)),
      expression('int', depth - 1, inner).map((body) => sourceOf('numbers', `${source}.map(${variable}, ${body})`)),
      fc
        .tuple(expression('bool', depth - 1, inner), expression('int', depth - 1, inner))
        .map(([test, body]) => sourceOf('numbers', `${source}.map(${variable}, ${test}, ${body})`)),
    ),
  );
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    { weight: 1, arbitrary: filtered },
    { weight: 1, arbitrary: mapped },
  );
}

/** An item of a list by its number, or what there is of that type in it. */
function nth(type: Scalar, { kind, source }: ListSource): fc.Arbitrary<string> {
  const at = LISTS[kind](`${source}[N]`)[type];
  if (at.length === 0) return fc.constant(type === 'bool' ? 'false' : type === 'int' ? '0' : '"a"');
  return fc.tuple(fc.constantFrom(...at), fc.nat(2)).map(([text, n]) => text.replace('N', String(n)));
}

const quoted = (value: string) => JSON.stringify(value);
