import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  baseName,
  driveOf,
  extensionOf,
  foldName,
  foldPath,
  isBelow,
  isUnc,
  joinPath,
  parentOf,
  sameName,
  samePath,
} from './windows-path.ts';

const segment = fc.stringMatching(/^[A-Za-zäÖß0-9 ._{}@-]{1,8}$/);
const root = fc.constantFrom('C:\\', 'd:/', '\\\\srv\\share\\', '//srv/share/', '');
const path = fc.tuple(root, fc.array(segment, { minLength: 1, maxLength: 4 })).map(([start, names]) => {
  return start + names.join(start.includes('/') ? '/' : '\\');
});

test('paths that differ in case, slashes and separators are the same path', () => {
  expect(samePath('d:/Modus//Spool\\', 'D:\\MODUS\\SPOOL')).toBe(true);
  expect(samePath('\\\\Mail01\\Share\\', '//MAIL01/share')).toBe(true);
  expect(samePath('D:', 'd:\\')).toBe(true);
  expect(samePath('D:\\Modus', 'D:\\Modus2')).toBe(false);
  expect(samePath('\\\\srv\\share', '\\srv\\share')).toBe(false);
});

test('folding keeps the root and drops other separators at the end', () => {
  expect(foldPath('c:\\')).toBe('C:\\');
  expect(foldPath('c:\\a\\\\b\\')).toBe('C:\\A\\B');
  expect(foldPath('\\\\\\srv\\\\share\\')).toBe('\\\\SRV\\SHARE');
  expect(foldPath('\\')).toBe('\\');
  expect(foldPath('\\\\?\\C:\\x\\')).toBe('\\\\?\\C:\\X');
  expect(foldPath('c:file')).toBe('C:FILE');
});

test('folding upcases letter by letter and never turns a letter into ASCII', () => {
  expect(foldName('Übermaß.ñ')).toBe('ÜBERMAß.Ñ');
  expect(foldName('ı')).toBe('ı');
  expect(foldName('ſ')).toBe('ſ');
  expect(sameName('ﬁle', 'FIle')).toBe(false);
  expect(sameName('Straße', 'STRASSE')).toBe(false);
  expect(sameName('MCSHIELD.exe', 'McShield.EXE')).toBe(true);
});

test('folding twice is folding once, and keeps the length of a name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
      expect(foldName(text)).toHaveLength(text.length);
      expect(foldName(foldName(text))).toBe(foldName(text));
      expect(foldPath(foldPath(text))).toBe(foldPath(text));
    }),
  );
});

test('a folder is an ancestor by whole names, not by prefix', () => {
  expect(isBelow('D:\\Modus\\Spool\\x.msg', 'd:/modus')).toBe(true);
  expect(isBelow('D:\\Modus2\\x.msg', 'D:\\Modus')).toBe(false);
  expect(isBelow('D:\\Modus', 'D:\\Modus\\')).toBe(false);
  expect(isBelow('D:\\Modus', 'D:\\')).toBe(true);
  expect(isBelow('D:\\Modus', 'D:')).toBe(true);
  expect(isBelow('\\\\srv\\share\\x', '\\\\SRV\\share')).toBe(true);
  expect(isBelow('\\\\srv\\share', '\\')).toBe(false);
  expect(isBelow('D:\\Modus', '')).toBe(false);
});

test('the folder and the name of a path make the path again, and the path lies below its folder', () => {
  fc.assert(
    fc.property(path, (written) => {
      const parent = parentOf(written);
      if (parent === undefined) return;
      expect(samePath(joinPath(parent, baseName(written)), written)).toBe(true);
      expect(isBelow(written, parent)).toBe(true);
      expect(isBelow(parent, written)).toBe(false);
    }),
  );
});

test('being below is transitive and survives another way of writing', () => {
  fc.assert(
    fc.property(path, segment, segment, (top, middle, leaf) => {
      const child = joinPath(top, middle, leaf);
      expect(isBelow(child, top)).toBe(true);
      const shouted = child.replace(/[a-z]/g, (letter) => letter.toUpperCase());
      expect(isBelow(`${shouted}\\`, top.replaceAll('\\', '/'))).toBe(true);
      expect(isBelow(`${top}2`, top)).toBe(false);
    }),
  );
});

test('roots have no parent and no name', () => {
  for (const written of ['C:\\', 'C:', '\\\\srv\\share', '\\\\srv\\share\\', '\\\\srv', '\\']) {
    expect(parentOf(written)).toBeUndefined();
    expect(baseName(written)).toBe('');
  }
  expect(parentOf('file.txt')).toBeUndefined();
  expect(parentOf('C:\\file.txt')).toBe('C:\\');
  expect(parentOf('\\\\srv\\share\\x')).toBe('\\\\srv\\share');
  expect(parentOf('a\\b\\c')).toBe('a\\b');
});

test('names and extensions are given as written', () => {
  expect(baseName('d:/Modus/Mail.MSG')).toBe('Mail.MSG');
  expect(extensionOf('d:/Modus/Mail.MSG')).toBe('MSG');
  expect(extensionOf('D:\\v1.2\\readme')).toBe('');
  expect(extensionOf('archive.tar.gz')).toBe('gz');
  expect(baseName('C:file.txt')).toBe('file.txt');
});

test('joining writes single separators, and an absolute part begins anew', () => {
  expect(joinPath('D:\\', 'Modus', 'Spool\\')).toBe('D:\\Modus\\Spool');
  expect(joinPath('D:\\Modus\\', '\\Spool')).toBe('D:\\Modus\\Spool');
  expect(joinPath('D:\\Modus', 'E:\\Spool')).toBe('E:\\Spool');
  expect(joinPath('D:\\Modus', '\\\\srv\\share')).toBe('\\\\srv\\share');
  expect(joinPath('', 'Spool')).toBe('Spool');
  expect(joinPath('D:\\Modus', '')).toBe('D:\\Modus');
});

test('drives and UNC paths are told apart from device paths', () => {
  expect(driveOf('d:\\x')).toBe('D:');
  expect(driveOf('\\\\srv\\d$')).toBeUndefined();
  expect(driveOf('1:\\x')).toBeUndefined();
  expect(isUnc('\\\\srv\\share')).toBe(true);
  expect(isUnc('//srv/share')).toBe(true);
  expect(isUnc('\\\\?\\UNC\\srv\\share')).toBe(true);
  expect(isUnc('\\\\?\\C:\\x')).toBe(false);
  expect(isUnc('\\\\.\\pipe\\x')).toBe(false);
  expect(isUnc('C:\\x')).toBe(false);
});
