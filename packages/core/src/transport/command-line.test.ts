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
