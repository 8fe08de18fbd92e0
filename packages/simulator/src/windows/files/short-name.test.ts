import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checksumDigits, isShortName, shortNameFor } from './short-name.ts';

const free = () => false;

test.each([
  ['Program Files', 'PROGRA~1'],
  ['5+6 June Report.doc', '5_6JUN~1.DOC'],
  ['a.testing.file.bat', 'ATESTI~1.BAT'],
  ['SomeStuff.aspx', 'SOMEST~1.ASP'],
  ['.htaccess', 'HTACCE~1'],
  ['a.txt3', 'AEE90~1.TXT'],
  ['Übersicht 2004.doc', 'BERSIC~1.DOC'],
  ['A000000001.MSG', 'A00000~1.MSG'],
])('%s gets the short name %s in an empty folder', (name, short) => {
  expect(shortNameFor(name, free)).toBe(short);
});

test('the fifth of five alike names gets two characters and four digits of its own', () => {
  const taken = new Set<string>();
  const names = Array.from({ length: 6 }, (_, i) => {
    const short = shortNameFor(i < 4 ? `SomeStuff ${i}.aspx` : 'SomeStuff.aspx', (name) => taken.has(name));
    taken.add(short);
    return short;
  });
  expect(names).toEqual([
    'SOMEST~1.ASP',
    'SOMEST~2.ASP',
    'SOMEST~3.ASP',
    'SOMEST~4.ASP',
    'SOBC84~1.ASP',
    'SOBC84~2.ASP',
  ]);
});

test('the digits are those that Windows was seen to use', () => {
  expect([checksumDigits('a.txt3'), checksumDigits('SomeStuff.aspx')]).toEqual(['EE90', 'BC84']);
});

test.each(['README.TXT', 'readme.txt', 'A', 'NTUSER.DAT', 'ABCDEFGH.IJK', 'SPOOL', '_A-B.C~D'])(
  '%s is a short name as it stands',
  (name) => expect(isShortName(name)).toBe(true),
);

test.each(['ABCDEFGHI', 'A.HTML', 'A B', 'A.B.C', '.A', 'A+B', 'Ü.TXT', 'A;B.TXT', 'A.'])(
  '%s is no short name',
  (name) => expect(isShortName(name)).toBe(false),
);

test('a generated name is a short name, upper case and not taken', () => {
  const longName = fc.string({
    unit: fc.constantFrom('a', 'B', '7', '.', ' ', '+', 'ß', '_', '~', '漢'),
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(longName, fc.nat(120), (name, alike) => {
      const taken = new Set<string>();
      for (let i = 0; i < alike; i++) taken.add(shortNameFor(name, (short) => taken.has(short)));
      const short = shortNameFor(name, (candidate) => taken.has(candidate));
      expect(taken.size).toBe(alike);
      expect(taken.has(short)).toBe(false);
      expect(isShortName(short)).toBe(true);
      expect(short).toBe(short.toUpperCase());
    }),
    { numRuns: 60 },
  );
});
