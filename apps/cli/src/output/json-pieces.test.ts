import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonPieces } from './json-pieces.ts';

test('the pieces make the text that one call would', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (report) => {
      expect([...jsonPieces(report)].join('')).toBe(`${JSON.stringify(report, null, 2)}\n`);
    }),
  );
  expect([...jsonPieces({ a: undefined, b: [] })].join('')).toBe('{\n  "b": []\n}\n');
});
