import { expect, test } from 'vitest';
import { harmless } from './harmless.ts';

test('nothing in a report plays with the terminal, wherever it stands', () => {
  const said = {
    lines: ['\u001b]0;owned\u0007\u001b[2J', 'a\nb'],
    '\u202ename': { value: '\u009b31m', number: 1, none: null },
  };
  expect(harmless(said)).toEqual({
    lines: ['\\u001b]0;owned\\u0007\\u001b[2J', 'a\nb'],
    '\\u202ename': { value: '\\u009b31m', number: 1, none: null },
  });
});
