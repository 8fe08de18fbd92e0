import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXIT } from '../errors/error-catalogue.ts';
import { EXIT_CODES, worstExit } from './exit-codes.ts';

test('a bug outweighs an interruption, that wrong use, that a finding, that what is unknown', () => {
  expect(EXIT_CODES.map(({ code }) => code)).toEqual([70, 130, 2, 1, 3, 0]);
});

test('the table has every exit code once, under its name', () => {
  expect(Object.fromEntries(EXIT_CODES.map(({ name, code }) => [name, code]))).toEqual(EXIT);
});

test('nothing that went wrong is clean', () => {
  expect(worstExit([])).toBe(0);
});

test('the worst of several codes does not depend on their order', () => {
  const codes = fc.array(fc.constantFrom(...EXIT_CODES.map(({ code }) => code)));
  fc.assert(
    fc.property(codes, (some) => {
      const worst = worstExit(some);
      expect(worstExit(some.toReversed())).toBe(worst);
      expect(some.length === 0 || some.includes(worst)).toBe(true);
    }),
  );
});
