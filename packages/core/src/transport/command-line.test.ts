import { expect, test } from 'vitest';
import { commandLineOf } from './command-line.ts';

const shell = (cmdlet: string, properties: string) =>
  commandLineOf({ id: 'management-shell', consoleFile: 'C:\\Shell\\console.psc1', cmdlet, properties }, 'X.reg');

test('a shell is asked for properties, in lines that are wide enough', () => {
  expect(shell('Get-Thing', 'Name,Path')).toEqual({
    ok: true,
    command:
      'powershell -NonInteractive -PSConsoleFile "C:\\Shell\\console.psc1" -Command "Get-Thing | Format-List Name,Path | Out-String -Width 4096"',
  });
});

test.each([
  ['Remove-Thing', 'Name'],
  ['Get-Thing; Remove-Thing', 'Name'],
  ['Get-Thing', 'Name | Remove-Thing'],
  ['Get-Thing', '@{n="x";e={Remove-Thing}}'],
])('%s %s is not asked: a question only shows', (cmdlet, properties) => {
  expect(shell(cmdlet, properties)).toMatchObject({ ok: false });
});

test('of events that are written often the script of Windows Server 2003 is asked for the newest', () => {
  const asked = (newest?: string) =>
    commandLineOf(
      { id: 'events-before-vista', log: 'System', event: '7036', ...(newest === undefined ? {} : { newest }) },
      'X.reg',
    );
  const script = 'cscript //nologo %SystemRoot%\\system32\\eventquery.vbs /l "System" /fi "ID eq 7036"';
  expect(asked('50')).toEqual({ ok: true, command: `${script} /r 50 /v /fo csv` });
  expect(asked()).toEqual({ ok: true, command: `${script} /v /fo csv` });
  expect(asked('1 & del')).toMatchObject({ ok: false });
});

test('a folder is listed by what is in it: its bare name would be looked for on the whole drive', () => {
  for (const folder of ['D:\\Mail Spool', 'D:\\Mail Spool\\']) {
    expect(commandLineOf({ id: 'folder-tree', folder }, 'X.reg')).toEqual({
      ok: true,
      command: 'dir /s /b /a /o:d "D:\\Mail Spool\\*"',
    });
  }
});

test('the version of a file is asked in the language of the query, which an apostrophe would end', () => {
  expect(commandLineOf({ id: 'file-version', path: 'C:\\Program Files (x86)\\a.dll' }, 'X.reg')).toEqual({
    ok: true,
    command: `wmic datafile where "name='C:\\\\Program Files (x86)\\\\a.dll'" get Version /value`,
  });
  for (const path of ["C:\\o'clock.dll", 'C:\\"a.dll', 'C:\\%TEMP%\\a.dll'])
    expect(commandLineOf({ id: 'file-version', path }, 'X.reg')).toMatchObject({ ok: false });
});

test('files are searched for a plain token, and only their names come back', () => {
  const files = 'C:\\Vircom\\Log\\*.log';
  expect(commandLineOf({ id: 'files-with', token: 'E0020101', files }, 'X.reg')).toEqual({
    ok: true,
    command: 'findstr /s /m /i /c:E0020101 "C:\\Vircom\\Log\\*.log"',
  });
  for (const token of ['a b', '/v', '.*', 'x&y', 'E01'])
    expect(commandLineOf({ id: 'files-with', token, files }, 'X.reg')).toMatchObject({ ok: false });
});
