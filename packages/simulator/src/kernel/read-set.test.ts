import { expect, test } from 'vitest';
import { ReadSet } from './read-set.ts';

test('a setting read twice is in the read set once, and names come in one order on every machine', () => {
  const reads = new ReadSet();
  for (const name of [
    'MAIL02:modus.spoolDirectory',
    'MAIL01:virusscan.onAccess.enabled',
    'MAIL02:modus.spoolDirectory',
  ]) {
    reads.note(name);
  }
  reads.note('MAIL01:virusscan.Zeal');
  expect(reads.names()).toEqual([
    'MAIL01:virusscan.Zeal',
    'MAIL01:virusscan.onAccess.enabled',
    'MAIL02:modus.spoolDirectory',
  ]);
  expect(reads.has('MAIL02:modus.spoolDirectory')).toBe(true);
  expect(reads.has('MAIL01:modus.spoolDirectory')).toBe(false);
});

test('a setting without its host is a bug', () => {
  expect(() => new ReadSet().note('modus.spoolDirectory')).toThrow('HOST:namespace.path');
});
