import { expect, test } from 'vitest';
import { factFromJson } from '../facts/fact-json.ts';
import { createLanguage } from './language.ts';
import { typeTable } from './type-table.ts';
import { Cursor, Fault, Unknown } from './value.ts';

const item = {
  type: 'object',
  properties: { path: { type: 'string' }, size: { type: 'integer' }, on: { type: 'boolean' } },
};
const language = createLanguage(
  typeTable({
    a: {
      type: 'object',
      properties: {
        on: { type: 'boolean' },
        n: { type: 'integer' },
        t: { type: 'string' },
        items: { type: 'array', items: item },
        deep: item,
      },
    },
  }),
  [],
);

function evaluate(text: string, a: unknown): unknown {
  const read = language.read(text);
  if (!read.ok) throw new Error(`${read.error.code} ${read.error.problem}`);
  const value = read.expression.evaluate({ facts: { a: factFromJson(a, { kind: 'given' }) }, budget: 10_000 });
  if (value instanceof Unknown) return 'unknown';
  if (value instanceof Fault) return 'fault';
  return value instanceof Cursor ? value.path : value;
}

test('false absorbs what nobody read, true does not', () => {
  expect(evaluate('a.n > 3 && a.on', { n: 1 })).toBe(false);
  expect(evaluate('a.on && a.n > 3', { n: 1 })).toBe(false);
  expect(evaluate('a.on && a.n > 3', { n: 5 })).toBe('unknown');
  expect(evaluate('a.on || a.n > 3', { n: 5 })).toBe(true);
  expect(evaluate('!a.on', {})).toBe('unknown');
});

test('a list that was cut can prove that something is in it, never that nothing is', () => {
  const cut = { items: { $items: [{ path: 'x', size: 1 }], $complete: false } };
  expect(evaluate('a.items.exists(i, i.path == "x")', cut)).toBe(true);
  expect(evaluate('a.items.exists(i, i.path == "y")', cut)).toBe('unknown');
  expect(evaluate('a.items.all(i, i.path == "y")', cut)).toBe(false);
  expect(evaluate('a.items.all(i, i.path == "x")', cut)).toBe('unknown');
  expect(evaluate('a.items.size() > 0', cut)).toBe('unknown');
  expect(evaluate('a.items.exists_one(i, i.path == "x")', cut)).toBe('unknown');
  expect(evaluate('a.items.filter(i, i.path == "x").exists(i, i.size == 1)', cut)).toBe(true);
});

test('a condition that nobody read does not matter where both ways come to the same', () => {
  expect(evaluate('a.on ? "x" : "x"', {})).toBe('x');
  expect(evaluate('a.on ? "x" : "y"', {})).toBe('unknown');
});

test('an absent fact is a fault unless has() guards it', () => {
  const absent = { t: { $absent: true } };
  expect(evaluate('a.t == "x"', absent)).toBe('fault');
  expect(evaluate('has(a.t) && a.t == "x"', absent)).toBe(false);
  expect(evaluate('has(a.t)', { t: 'x' })).toBe(true);
  expect(evaluate('has(a.t)', {})).toBe('unknown');
});

test('reading an unread part may yet absorb a fault, so the unread part wins', () => {
  expect(evaluate('a.t == "x" && a.on', { t: { $absent: true } })).toBe('unknown');
});

test('of a list that may lack items nobody knows which one is the first', () => {
  const items = [
    { path: 'x', on: { $unreadable: 'hole' } },
    { path: 'y', on: true },
  ];
  expect(evaluate('a.items.filter(i, i.on)[0].path', { items })).toBe('unknown');
  expect(evaluate('a.items[0].path', { items: { $items: items, $complete: false } })).toBe('unknown');
  expect(evaluate('a.items[0].path', { items })).toBe('x');
  expect(evaluate('a.items[2].path', { items })).toBe('fault');
});

test('map with a condition maps what fulfils it', () => {
  const items = [
    { path: 'x', on: false },
    { path: 'y', on: true },
  ];
  expect(evaluate('a.items.map(i, i.on, i.path) == ["y"]', { items })).toBe(true);
});

test('zero has no sign', () => {
  expect(evaluate('-a.n', { n: 0 })).toBe(0);
  expect(evaluate('-3 % a.n', { n: 3 })).toBe(0);
  expect(evaluate('0 / -a.n', { n: 3 })).toBe(0);
});

test.each([
  ['a.n == 9007199254740993', 'SC-RULE-003', 'integers beyond', 7],
  ['a.nn > 3', 'SC-RULE-004', 'unknown fact "a.nn"', 2],
  ['b.n > 3', 'SC-RULE-004', 'unknown fact "b"', 0],
  ['covrs(a.t)', 'SC-RULE-003', 'unknown function "covrs"', 0],
  ['a.n > "x"', 'SC-RULE-002', '', 0],
  ['a.n >', 'SC-RULE-001', '', 5],
  ['a.t.matches("x")', 'SC-RULE-003', '', 0],
  ['a.n == null', 'SC-RULE-002', '', 0],
])('%s is refused with its place', (text, code, problem, offset) => {
  const read = language.read(text);
  expect(read.ok).toBe(false);
  if (read.ok) return;
  expect(read.error.code).toBe(code);
  expect(read.error.problem).toContain(problem);
  expect(read.error.offset).toBe(offset);
});
