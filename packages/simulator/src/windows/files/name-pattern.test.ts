import { expect, test } from 'vitest';
import { namePattern } from './name-pattern.ts';

const names = ['A', 'A.MSG', 'A.MSGX', 'AB.MSG', 'ABC.MSG', 'A.B.MSG', 'A.RCP', 'NOTES', 'X(1).MSG'];

test.each([
  ['*', names],
  ['*.*', names],
  ['*.', ['A', 'NOTES']],
  ['*.MSG', ['A.MSG', 'AB.MSG', 'ABC.MSG', 'A.B.MSG', 'X(1).MSG']],
  ['*.msg', ['A.MSG', 'AB.MSG', 'ABC.MSG', 'A.B.MSG', 'X(1).MSG']],
  ['A*.MSG', ['A.MSG', 'AB.MSG', 'ABC.MSG', 'A.B.MSG']],
  ['A?.MSG', ['A.MSG', 'AB.MSG']],
  ['??.MSG', ['A.MSG', 'AB.MSG']],
  ['A.*', ['A', 'A.MSG', 'A.MSGX', 'A.B.MSG', 'A.RCP']],
  ['A.???', ['A', 'A.MSG', 'A.RCP']],
  ['A.MSG*', ['A.MSG', 'A.MSGX']],
  ['?', ['A']],
  ['*S', ['NOTES']],
  ['X(1).*', ['X(1).MSG']],
  ['A', ['A']],
  ['A.MS', []],
])('dir %s finds what Windows finds', (pattern, found) => {
  expect(names.filter(namePattern(pattern))).toEqual(found);
});
