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
