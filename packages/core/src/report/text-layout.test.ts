import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columns, counted, hang, wrap } from './text-layout.ts';

const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 });

test('wrapped lines keep to the width, and no word is lost', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 12, max: 60 }), (some, width) => {
      const lines = wrap(some.join(' '), width);
      expect(lines.every((line) => line.length <= width)).toBe(true);
      expect(lines.join(' ').split(' ')).toEqual(some);
    }),
  );
});

test('a word that is longer than the line is not broken', () => {
  expect(wrap('see HKLM\\SOFTWARE\\McAfee now', 10)).toEqual(['see', 'HKLM\\SOFTWARE\\McAfee', 'now']);
});

test('an indented paragraph stays indented where it is broken', () => {
  expect(wrap('a\n  bb cc', 5)).toEqual(['a', '  bb', '  cc']);
});

test('text hangs behind its label', () => {
  expect(hang('  why', 'one two three four five six seven', { indent: 8, width: 30 })).toEqual([
    '  why   one two three four',
    '        five six seven',
  ]);
});

test('columns are as wide as their widest cell, the last one as it comes', () => {
  expect(
    columns([
      ['a', 'b', 'long text'],
      ['aaa', 'b', 'c'],
    ]),
  ).toEqual(['a    b  long text', 'aaa  b  c']);
});

test('one is singular', () => {
  expect([counted(1, 'fix', 'fixes'), counted(2, 'fix', 'fixes'), counted(0, 'run')]).toEqual([
    '1 fix',
    '2 fixes',
    '0 runs',
  ]);
});
