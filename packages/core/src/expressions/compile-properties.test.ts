import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainOf } from '../facts/fact.ts';
import { factFromJson } from '../facts/fact-json.ts';
import { createLanguage } from './language.ts';
import { expression, FACTS, type Facts, facts } from './test/expressions.ts';
import { completed, holes, punched } from './test/holes.ts';
import { typeTable } from './type-table.ts';
import { Cursor, Fault, Unknown } from './value.ts';

const language = createLanguage(typeTable(FACTS), []);

/** Our answer: a plain value, `unread`, or `fault` where the expression asks for what cannot be. */
function ours(text: string, a: unknown): unknown {
  const read = language.read(text);
  if (!read.ok) throw new Error(`${text}: ${read.error.code} ${read.error.problem}`);
  const value = read.expression.evaluate({ facts: { a: factFromJson(a, { kind: 'given' }) }, budget: 1_000_000 });
  if (value instanceof Unknown) return 'unread';
  if (value instanceof Fault) return 'fault';
  return value instanceof Cursor ? plainOf(value.fact) : value;
}

/** Integers are BigInt in CEL. */
function toCel(value: unknown): unknown {
  if (typeof value === 'number') return BigInt(value);
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toCel(part)]));
}
const fromCel = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

/** Without types: the library has its own idea of which records are alike. */
const library = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });

function theirs(text: string, a: Facts): unknown {
  try {
    return fromCel(library.evaluate(text, { a: toCel(a) as object }));
  } catch {
    return 'fault';
  }
}

const anyExpression = fc.oneof(expression('bool'), expression('int'), expression('string'));

test('on facts that are all known, an expression comes to what the CEL library says', () => {
  fc.assert(
    fc.property(anyExpression, facts, (text, a) => {
      expect(ours(text, a)).toBe(theirs(text, a));
    }),
    { numRuns: 2000 },
  );
});

test('what is decided although facts are unread is decided so whatever they are', () => {
  fc.assert(
    fc.property(
      anyExpression,
      facts,
      holes,
      fc.array(facts, { minLength: 1, maxLength: 6 }),
      (text, a, mask, others) => {
        const early = ours(text, punched(a, mask));
        fc.pre(early !== 'unread');
        for (const other of [a, ...others]) {
          const late = ours(text, completed(a, mask, other));
          // Facts for which the expression is wrong in itself decide nothing: whoever reads them meets the fault.
          if (late !== 'fault' || early === 'fault') expect(late).toBe(early);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
