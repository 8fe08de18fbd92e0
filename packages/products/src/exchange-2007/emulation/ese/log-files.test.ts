import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closedName, generationIn, LogFiles } from './log-files.ts';

test('the files of a storage group are named as Exchange 2007 names them', () => {
  const files = new LogFiles('L:\\SG1', 'E00');
  expect([files.current, files.next, files.checkpoint, files.closed(0x80a)]).toEqual([
    'L:\\SG1\\E00.log',
    'L:\\SG1\\E00tmp.log',
    'L:\\SG1\\E00.chk',
    'L:\\SG1\\E000000080A.log',
  ]);
});

test('a closed log tells its generation, and no other file does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 0xffffffff }), (generation) => {
      expect(generationIn(closedName('E01', generation))).toBe(generation);
    }),
  );
  for (const name of ['E00.log', 'E00tmp.log', 'E00res00001.jrs', 'E000080A.log'])
    expect(generationIn(name)).toBeUndefined();
});
