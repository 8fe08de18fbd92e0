import { expect, test } from 'vitest';
import { DELETE, EXECUTE, excludeEachOther, maskOfList, READ, rightsOf, textOfMask, WRITE } from './share-mode.ts';

/** IoCheckShareAccess as documented: by counting who reads, writes and deletes, and who shares that. */
function refusedByTheDocumentedRule(access: number, share: number, openAccess: number, openShare: number): boolean {
  if (access === 0) return false;
  const opened = openAccess === 0 ? 0 : 1;
  const counted = (bits: number, bit: number) => (opened === 1 && (bits & bit) !== 0 ? 1 : 0);
  const wants = (bit: number) => (access & bit) !== 0;
  const shares = (bit: number) => (share & bit) !== 0;
  return (
    (wants(READ) && counted(openShare, READ) < opened) ||
    (wants(WRITE) && counted(openShare, WRITE) < opened) ||
    (wants(DELETE) && counted(openShare, DELETE) < opened) ||
    (counted(openAccess, READ) !== 0 && !shares(READ)) ||
    (counted(openAccess, WRITE) !== 0 && !shares(WRITE)) ||
    (counted(openAccess, DELETE) !== 0 && !shares(DELETE))
  );
}

test('all 4096 pairs of access and share mode go as documented, and alike in both directions', () => {
  const wrong: string[] = [];
  for (let pair = 0; pair < 4096; pair++) {
    const [access, share, openAccess, openShare] = [pair & 7, (pair >> 3) & 7, (pair >> 6) & 7, pair >> 9];
    const excluded = excludeEachOther(access, share, openAccess, openShare);
    const expected = refusedByTheDocumentedRule(access, share, openAccess, openShare);
    const reverse = excludeEachOther(openAccess, openShare, access, share);
    if (excluded !== expected || reverse !== expected)
      wrong.push(`${access} ${share} after ${openAccess} ${openShare}`);
  }
  expect(wrong).toEqual([]);
});

test('who runs a file is to others like one who reads it', () => {
  const rights = [0, READ, WRITE, DELETE, READ | WRITE];
  for (const share of rights) {
    for (const access of rights) {
      for (const other of rights) {
        expect(excludeEachOther(EXECUTE, share, access, other)).toBe(excludeEachOther(READ, share, access, other));
      }
    }
  }
});

test('rights are named in one order and come back from their mask', () => {
  expect(textOfMask(maskOfList(['delete', 'readwrite']))).toBe('read+write+delete');
  expect(textOfMask(maskOfList('execute'))).toBe('execute');
  expect(textOfMask(0)).toBe('attributes');
  expect(rightsOf(maskOfList(['read', 'delete']))).toEqual({ read: true, write: false, delete: true });
});
