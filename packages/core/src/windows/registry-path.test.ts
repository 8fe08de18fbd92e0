import { expect, test } from 'vitest';
import { foldKey, hiveOf, longKey, normalizeKey } from './registry-path.ts';

test('long and short names of a hive are one', () => {
  for (const [short, long] of [
    ['HKLM', 'HKEY_LOCAL_MACHINE'],
    ['HKU', 'HKEY_USERS'],
    ['HKCU', 'HKEY_CURRENT_USER'],
    ['HKCR', 'HKEY_CLASSES_ROOT'],
    ['HKCC', 'HKEY_CURRENT_CONFIG'],
  ] as const) {
    expect(normalizeKey(`${long}\\Software\\McAfee`)).toBe(`${short}\\Software\\McAfee`);
    expect(longKey(`${short}\\Software`)).toBe(`${long}\\Software`);
    expect(normalizeKey(long.toLowerCase())).toBe(short);
    expect(hiveOf(`${long}\\x`)).toBe(short);
  }
});

test('the case of a key is kept and does not count', () => {
  expect(normalizeKey('hklm\\SoftWare\\McAfee\\')).toBe('HKLM\\SoftWare\\McAfee');
  expect(foldKey('hkey_local_machine\\software\\MCAFEE')).toBe(foldKey('HKLM\\SOFTWARE\\McAfee'));
});

test('a slash is part of a key name, a doubled backslash is not', () => {
  expect(normalizeKey('HKLM\\a/b\\\\c')).toBe('HKLM\\a/b\\c');
});

test('a root that is no hive is left as it is', () => {
  expect(normalizeKey('HKLMX\\a')).toBe('HKLMX\\a');
  expect(longKey('Computer\\a')).toBe('Computer\\a');
  expect(hiveOf('HKLMX\\a')).toBeUndefined();
});
