import type { ASTNode } from '@marcbachmann/cel-js';
import { type Fact, known, type ListFact, list, type Origin, unreadable } from '../facts/fact.ts';
import { allOf, and, anyOf, not, or } from './kleene.ts';
import { FactReader, type RuleFunction } from './rule-function.ts';
import { Cursor, Fault, type Scope, Unknown, type Value } from './value.ts';

/** One compiled node; `locals` are the variables of enclosing macros. */
type Step = (scope: Scope, locals: readonly Value[]) => Value;

/** The steps of a rule ran out: nested macros over long lists. */
export class BudgetExceeded extends Error {}

/** A construct that CEL has and we do not offer, at `offset` of the expression. */
export class NotOffered extends Error {
  readonly offset: number;
  constructor(problem: string, offset: number) {
    super(problem);
    this.offset = offset;
  }
}

interface Names {
  readonly functions: ReadonlyMap<string, RuleFunction>;
  /** Variables of the enclosing macros, innermost last. */
  readonly locals: readonly string[];
}

/**
 * Turns a checked CEL expression into closures over facts, with Kleene's unknown: `false && unread` is false,
 * `true && unread` is unknown, `exists` may be true on a list that was cut. On facts that are all known it agrees with
 * the CEL library (a property test compares them).
 */
export function compile(ast: ASTNode, functions: ReadonlyMap<string, RuleFunction>): (scope: Scope) => Value {
  const step = compileNode(ast, { functions, locals: [] });
  return (scope) => step(scope, []);
}

function compileNode(node: ASTNode, names: Names): Step {
  const compiled = (child: ASTNode) => compileNode(child, names);
  switch (node.op) {
    case 'value':
      return constant(literal(node.args, node.start));
    case 'id':
      return identifier(node.args, node.start, names);
    case '.':
      return select(compiled(node.args[0]), node.args[1], node.start);
    case '[]':
      return index(compiled(node.args[0]), compiled(node.args[1]), node.start);
    case '&&': {
      const [left, right] = node.args.map(compiled) as [Step, Step];
      return (scope, locals) => and(left(scope, locals), () => right(scope, locals));
    }
    case '||': {
      const [left, right] = node.args.map(compiled) as [Step, Step];
      return (scope, locals) => or(left(scope, locals), () => right(scope, locals));
    }
    case '!_': {
      const operand = compiled(node.args);
      return (scope, locals) => not(operand(scope, locals));
    }
    case '-_': {
      const operand = compiled(node.args);
      return (scope, locals) => lift([operand(scope, locals)], ([value]) => integer(-(value as number), node.start));
    }
    case '?:':
      return conditional(compiled(node.args[0]), compiled(node.args[1]), compiled(node.args[2]));
    case 'list':
      return listLiteral(node.args.map(compiled));
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case 'in':
      return binary(node.op, compiled(node.args[0]), compiled(node.args[1]), node.start);
    case 'call':
      return call(node.args[0], node.args[1], node.start, names);
    case 'rcall':
      return method(node.args[0], node.args[1], node.args[2], node.start, names);
    default:
      throw new NotOffered(`"${node.op}" is not offered in rules`, node.start);
  }
}

const constant =
  (value: Value): Step =>
  () =>
    value;

function literal(value: unknown, offset: number): Value {
  if (typeof value === 'bigint') {
    if (Number.isSafeInteger(Number(value))) return Number(value);
    throw new NotOffered(`integers beyond ${Number.MAX_SAFE_INTEGER} are not offered in rules`, offset);
  }
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  throw new NotOffered('only integers, texts and booleans are offered in rules; test absence with has()', offset);
}

function identifier(name: string, offset: number, { locals }: Names): Step {
  const depth = locals.lastIndexOf(name);
  if (depth >= 0) return (_, values) => values[depth] as Value;
  return (scope) => valueOf(scope, scope.facts[name], name, undefined, offset);
}

/** A fact as a value; leaves are noted for the verdict. */
function valueOf(
  scope: Scope,
  fact: Fact | undefined,
  step: string,
  parent: Cursor | undefined,
  offset: number,
): Value {
  const path = () => (parent === undefined ? step : parent.pathOf(step));
  if (fact === undefined || fact.kind === 'unreadable') {
    scope.note?.(path(), fact ?? unreadable('not read'));
    return new Unknown([path()]);
  }
  if (fact.kind === 'record') return new Cursor(fact, step, parent);
  scope.note?.(path(), fact);
  if (fact.kind === 'list') return new Cursor(fact, step, parent);
  if (fact.kind === 'absent' && scope.absentByHand === 'unknown' && isByHand(fact.origin)) return new Unknown([path()]);
  if (fact.kind === 'absent') return new Fault(`${path()} is absent; guard it with has(${path()})`, offset);
  return fact.value;
}

const isByHand = ({ kind }: Origin): boolean => kind === 'given' || kind === 'operator';

function select(operand: Step, field: string, offset: number): Step {
  return (scope, locals) => {
    const value = operand(scope, locals);
    if (!(value instanceof Cursor)) return value;
    if (value.fact.kind !== 'record') return new Fault(`${value.path} is a list`, offset);
    const fact = Object.hasOwn(value.fact.fields, field) ? value.fact.fields[field] : undefined;
    return valueOf(scope, fact, field, value, offset);
  };
}

function index(operand: Step, key: Step, offset: number): Step {
  return (scope, locals) =>
    lift([operand(scope, locals), key(scope, locals)], ([container, at]) => {
      const { fact } = container as Cursor;
      if (fact.kind === 'record') {
        const field = at as string;
        const item = Object.hasOwn(fact.fields, field) ? fact.fields[field] : undefined;
        return valueOf(scope, item, field, container as Cursor, offset);
      }
      // Of a list that was cut, or filtered by what nobody read, it is not known which item is the first.
      if (!fact.complete) return new Unknown([(container as Cursor).path]);
      const position = at as number;
      const item = fact.items[position];
      if (item === undefined) return new Fault(`index ${position} is out of bounds`, offset);
      return valueOf(scope, item, `[${position}]`, container as Cursor, offset);
    });
}

function conditional(test: Step, whenTrue: Step, whenFalse: Step): Step {
  return (scope, locals) => {
    const chosen = test(scope, locals);
    if (typeof chosen === 'boolean') return (chosen ? whenTrue : whenFalse)(scope, locals);
    if (!(chosen instanceof Unknown)) return chosen;
    // Nobody knows the condition, but where both ways come to the same it does not matter.
    const first = whenTrue(scope, locals);
    return isScalar(first) && first === whenFalse(scope, locals) ? first : chosen;
  };
}

function listLiteral(elements: readonly Step[]): Step {
  return (scope, locals) => {
    const items = elements.map((element) => factOfValue(element(scope, locals)));
    const fault = items.find((item) => item instanceof Fault);
    return fault instanceof Fault ? fault : new Cursor(list(items as Fact[], { kind: 'given' }), '[literal]');
  };
}

function binary(operator: string, left: Step, right: Step, offset: number): Step {
  const apply = BINARY[operator] as (a: Value, b: Value, offset: number) => Value;
  return (scope, locals) =>
    lift([left(scope, locals), right(scope, locals)], ([a, b]) => apply(a as Value, b as Value, offset));
}

/** An integer of CEL: JavaScript's -0 is none. */
const integer = (value: number, offset: number): Value =>
  Number.isSafeInteger(value) ? value + 0 : new Fault('the number is too large or not finite', offset);

const BINARY: Record<string, (a: Value, b: Value, offset: number) => Value> = {
  '==': (a, b) => equal(a, b),
  '!=': (a, b) => not(equal(a, b)),
  '<': (a, b) => (a as number) < (b as number),
  '<=': (a, b) => (a as number) <= (b as number),
  '>': (a, b) => (a as number) > (b as number),
  '>=': (a, b) => (a as number) >= (b as number),
  '+': (a, b, offset) => (typeof a === 'string' ? a + (b as string) : integer((a as number) + (b as number), offset)),
  '-': (a, b, offset) => integer((a as number) - (b as number), offset),
  '*': (a, b, offset) => integer((a as number) * (b as number), offset),
  '/': (a, b, offset) => integer(Math.trunc((a as number) / (b as number)), offset),
  '%': (a, b, offset) => integer((a as number) % (b as number), offset),
  in: (a, b) => {
    const { fact } = b as Cursor;
    if (fact.kind === 'record') return Object.hasOwn(fact.fields, a as string);
    const found = anyOf(fact.items, (item) => equal(a, itemValue(item, b as Cursor)));
    return found === false && !fact.complete ? new Unknown([(b as Cursor).path]) : found;
  },
};

function equal(a: Value, b: Value): Value {
  if (a instanceof Unknown || a instanceof Fault) return a;
  if (b instanceof Unknown || b instanceof Fault) return b;
  if (!(a instanceof Cursor) || !(b instanceof Cursor)) return a === b;
  const [left, right] = [a.fact, b.fact];
  if (left.kind !== 'list' || right.kind !== 'list')
    return new Fault('records cannot be compared; compare their fields', 0);
  if (!left.complete) return new Unknown([a.path]);
  if (!right.complete) return new Unknown([b.path]);
  if (left.items.length !== right.items.length) return false;
  return allOf(left.items.keys(), (i) =>
    equal(itemValue(left.items[i] as Fact, a), itemValue(right.items[i] as Fact, b)),
  );
}

function call(name: string, args: readonly ASTNode[], offset: number, names: Names): Step {
  if (name === 'has') return has(args[0] as ASTNode, names);
  if (name === 'size') return size(compileNode(args[0] as ASTNode, names), offset);
  const fn = names.functions.get(name);
  if (fn === undefined) throw new NotOffered(`the function "${name}" is not offered in rules`, offset);
  const steps = args.map((arg) => compileNode(arg, names));
  return (scope, locals) =>
    lift(
      steps.map((step) => step(scope, locals)),
      (values) => fn.evaluate(new FactReader(scope), ...values),
    );
}

function has(operand: ASTNode, names: Names): Step {
  if (operand.op !== '.') throw new NotOffered('has() takes a field: has(modus.version)', operand.start);
  const [holder, field] = operand.args;
  const compiled = compileNode(holder, names);
  return (scope, locals) => {
    const value = compiled(scope, locals);
    if (value instanceof Fault) return false;
    if (!(value instanceof Cursor) || value.fact.kind !== 'record') return value instanceof Unknown ? value : false;
    const fact = Object.hasOwn(value.fact.fields, field) ? (value.fact.fields[field] as Fact) : unreadable('not read');
    scope.note?.(value.pathOf(field), fact);
    return fact.kind === 'unreadable' ? new Unknown([value.pathOf(field)]) : fact.kind !== 'absent';
  };
}

function size(operand: Step, offset: number): Step {
  return (scope, locals) =>
    lift([operand(scope, locals)], ([value]) => {
      if (typeof value === 'string') return [...value].length;
      const { fact } = value as Cursor;
      if (fact.kind === 'record') return new Fault('size() takes a list or a text', offset);
      return fact.complete ? fact.items.length : new Unknown([(value as Cursor).path]);
    });
}

const TEXT_METHODS: Record<string, (text: string, argument: string) => boolean> = {
  startsWith: (text, argument) => text.startsWith(argument),
  endsWith: (text, argument) => text.endsWith(argument),
  contains: (text, argument) => text.includes(argument),
};

function method(name: string, receiver: ASTNode, args: readonly ASTNode[], offset: number, names: Names): Step {
  const operand = compileNode(receiver, names);
  if (name === 'size') return size(operand, offset);
  if (Object.hasOwn(TEXT_METHODS, name)) {
    const test = TEXT_METHODS[name] as (text: string, argument: string) => boolean;
    const argument = compileNode(args[0] as ASTNode, names);
    return (scope, locals) =>
      lift([operand(scope, locals), argument(scope, locals)], ([text, part]) => test(text as string, part as string));
  }
  const macro = MACROS[name];
  if (macro === undefined) {
    throw new NotOffered(`"${name}" is not offered in rules; texts have startsWith, endsWith and contains`, offset);
  }
  const [variable, ...bodies] = args as readonly [ASTNode, ...ASTNode[]];
  const inner = { ...names, locals: [...names.locals, variable.op === 'id' ? variable.args : '?'] };
  const steps = bodies.map((body) => compileNode(body, inner));
  return (scope, locals) =>
    lift([operand(scope, locals)], ([value]) => {
      const cursor = value as Cursor;
      if (cursor.fact.kind !== 'list') return new Fault(`${name}() takes a list`, offset);
      scope.budget -= cursor.fact.items.length;
      if (scope.budget < 0) throw new BudgetExceeded();
      const items = cursor.fact.items.map((item, i) => ({ item, value: itemValue(item, cursor, i) }));
      const bodiesOf = (entry: { value: Value }) => steps.map((step) => () => step(scope, [...locals, entry.value]));
      return macro(items, bodiesOf, cursor, cursor.fact.complete);
    });
}

interface Item {
  readonly item: Fact;
  readonly value: Value;
}
type Macro = (
  items: readonly Item[],
  bodies: (item: Item) => (() => Value)[],
  cursor: Cursor,
  complete: boolean,
) => Value;

const first = (bodies: (() => Value)[]): Value => (bodies[0] as () => Value)();
const unlessCut = (value: Value, decided: Value, cursor: Cursor, complete: boolean): Value =>
  complete || value === decided ? value : value instanceof Unknown ? value : new Unknown([cursor.path]);

const MACROS: Record<string, Macro> = {
  exists: (items, bodies, cursor, complete) =>
    unlessCut(
      anyOf(items, (item) => first(bodies(item))),
      true,
      cursor,
      complete,
    ),
  all: (items, bodies, cursor, complete) =>
    unlessCut(
      allOf(items, (item) => first(bodies(item))),
      false,
      cursor,
      complete,
    ),
  exists_one: (items, bodies, cursor, complete) => {
    const results = items.map((item) => first(bodies(item)));
    const fault = results.find((result) => result instanceof Fault);
    if (fault !== undefined) return fault;
    const hits = results.filter((result) => result === true).length;
    if (hits > 1) return false;
    return complete && !results.some((result) => result instanceof Unknown) ? hits === 1 : new Unknown([cursor.path]);
  },
  filter: (items, bodies, cursor, complete) => {
    const kept = thatHold(items, (item) => first(bodies(item)));
    if (kept instanceof Fault) return kept;
    const { origin } = cursor.fact as ListFact;
    return new Cursor(
      list(
        kept.items.map(({ item }) => item),
        origin,
        complete && kept.certain,
      ),
      cursor.path,
    );
  },
  /** `map(x, value)`, or `map(x, condition, value)` for those that fulfil the condition. */
  map: (items, bodies, cursor, complete) => {
    const kept = thatHold(items, (item) => (bodies(item).length === 1 ? true : first(bodies(item))));
    if (kept instanceof Fault) return kept;
    const mapped = kept.items.map((item) => factOfValue((bodies(item).at(-1) as () => Value)()));
    const fault = mapped.find((item) => item instanceof Fault);
    if (fault instanceof Fault) return fault;
    const { origin } = cursor.fact as ListFact;
    return new Cursor(list(mapped as Fact[], origin, complete && kept.certain), cursor.path);
  },
};

/** The items that fulfil a condition, and whether it is certain that there are no others. */
function thatHold(
  items: readonly Item[],
  condition: (item: Item) => Value,
): { readonly items: readonly Item[]; readonly certain: boolean } | Fault {
  const results = items.map(condition);
  const fault = results.find((result) => result instanceof Fault);
  if (fault instanceof Fault) return fault;
  return {
    items: items.filter((_, i) => results[i] === true),
    certain: !results.some((result) => result instanceof Unknown),
  };
}

function itemValue(item: Fact, cursor: Cursor, i?: number): Value {
  const step = `[${i ?? '?'}]`;
  if (item.kind === 'known') return item.value;
  if (item.kind === 'unreadable') return new Unknown([cursor.pathOf(step)]);
  if (item.kind === 'absent') return new Fault(`${cursor.pathOf(step)} is absent`, 0);
  return new Cursor(item, step, cursor);
}

function factOfValue(value: Value): Fact | Fault {
  if (value instanceof Fault) return value;
  if (value instanceof Unknown) return unreadable(value.facts.join(', '));
  return value instanceof Cursor ? value.fact : known(value, { kind: 'given' });
}

const isScalar = (value: Value): boolean => typeof value !== 'object';

/** Applies a strict operation: an unknown or faulty operand is the result. */
function lift(values: readonly Value[], apply: (values: readonly Value[]) => Value): Value {
  let unknown: Unknown | undefined;
  let fault: Fault | undefined;
  for (const value of values) {
    if (value instanceof Unknown) unknown = unknown === undefined ? value : unknown.and(value);
    else if (value instanceof Fault) fault ??= value;
  }
  return unknown ?? fault ?? apply(values);
}

/** The predicate of a macro (`e.kind == "x"`) as a function of its variable; for monitors that see one item at a time. */
export function compilePredicate(
  body: ASTNode,
  variable: string,
  functions: ReadonlyMap<string, RuleFunction>,
): (scope: Scope, item: Value) => Value {
  const step = compileNode(body, { functions, locals: [variable] });
  return (scope, item) => step(scope, [item]);
}
