import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFormatList } from './format-list.ts';

const GROUPS = [
  '',
  '',
  'Name                 : First Storage Group',
  'LogFolderPath        : L:\\Logs: first',
  'ZeroDatabasePages    :',
  '',
  'Name                 : Zweite Gruppe',
  'LogFolderPath        : L:\\Logs\\2',
  'ZeroDatabasePages    : False',
  '',
].join('\r\n');

const rowsOf = (text: string) => {
  const read = parseFormatList(text);
  return read.kind === 'known' ? read.value.rows.map((row) => Object.fromEntries(row)) : read;
};

test('each block is an object, and a value may hold colons or be empty', () => {
  expect(rowsOf(GROUPS)).toEqual([
    { Name: 'First Storage Group', LogFolderPath: 'L:\\Logs: first', ZeroDatabasePages: '' },
    { Name: 'Zweite Gruppe', LogFolderPath: 'L:\\Logs\\2', ZeroDatabasePages: 'False' },
  ]);
});

test('a shell that shows nothing, or does not know the cmdlet, is not taken for an empty list', () => {
  expect(rowsOf('')).toMatchObject({ kind: 'unreadable' });
  expect(rowsOf("The term 'Get-StorageGroup' is not recognized as a cmdlet.\r\n")).toMatchObject({
    kind: 'unreadable',
  });
});

test('what is no property is told', () => {
  const read = parseFormatList('Name : A\r\n  wrapped\r\n');
  expect(read).toMatchObject({ kind: 'known', value: { unread: ['  wrapped'] } });
});

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseFormatList(text)));
});
