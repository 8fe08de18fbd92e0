import { Fault, Unknown, type Value } from './value.ts';

/*
 * Kleene's three-valued logic, extended by CEL's faults: a definite answer of one side absorbs whatever the other side
 * is. Of two indefinite sides the unread one wins over the faulty one: reading it may yet absorb the fault.
 */

export function and(left: Value, right: () => Value): Value {
  if (left === false) return false;
  const other = right();
  if (other === false) return false;
  return left === true ? other : indefinite(left, other);
}

export function or(left: Value, right: () => Value): Value {
  if (left === true) return true;
  const other = right();
  if (other === true) return true;
  return left === false ? other : indefinite(left, other);
}

export function not(value: Value): Value {
  return typeof value === 'boolean' ? !value : value;
}

/** Whether any of the values is true, in Kleene's sense. */
export function anyOf<T>(items: Iterable<T>, test: (item: T) => Value): Value {
  let result: Value = false;
  for (const item of items) {
    result = or(result, () => test(item));
    if (result === true) return true;
  }
  return result;
}

/** Whether all of the values are true, in Kleene's sense. */
export function allOf<T>(items: Iterable<T>, test: (item: T) => Value): Value {
  let result: Value = true;
  for (const item of items) {
    result = and(result, () => test(item));
    if (result === false) return false;
  }
  return result;
}

function indefinite(left: Value, right: Value): Value {
  if (left instanceof Unknown) return right instanceof Unknown ? left.and(right) : left;
  if (right instanceof Unknown) return right;
  return left instanceof Fault ? left : right;
}
