import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inShell, shellOf } from './default-shell.ts';

test.each([
  ['Windows_NT $PSHOME\r\n', 'cmd'],
  ['%OS%\r\nC:\\Windows\\System32\\WindowsPowerShell\\v1.0\r\n', 'powershell'],
  ['%OS% \n', 'posix'],
  ['%OS% $PSHOME\n', undefined],
  ['', undefined],
  ['This account is currently not available.\n', undefined],
])('%j is the answer of %s', (answer, shell) => {
  expect(shellOf(answer)).toBe(shell);
});

test('cmd.exe gets a line as it is', () => {
  expect(inShell('cmd', 'type "%TEMP%\\x"')).toEqual({ ok: true, command: 'type "%TEMP%\\x"' });
});

test('PowerShell is told no double quote, whatever stands in the line', () => {
  expect(inShell('powershell', `type "C:\\it's.txt"`)).toEqual({
    ok: true,
    command:
      `$env:SCANCLASH_QUESTION='type '+[char]34+'C:\\it''s.txt'+[char]34+''; ` +
      `cmd.exe /d /c 'call %SCANCLASH_QUESTION%'; exit $LASTEXITCODE`,
  });
  expect(inShell('powershell', 'type "C:\\it’s.txt"')).toMatchObject({ ok: false });
});

test('a caret would be doubled on the way', () => {
  expect(inShell('posix', 'type "C:\\a^b"')).toMatchObject({ ok: false });
});

test.skipIf(process.platform === 'win32')('a real sh hands on every line as it is', () => {
  const printable = fc.string({ unit: fc.constantFrom(...'ab \'"\\$`;&|<>()*?!#~%=é漢') });
  fc.assert(
    fc.property(printable, (line) => {
      const command = inShell('posix', line);
      if (!command.ok) throw new Error(command.reason);
      // In place of cmd.exe: what it would find in its environment and be called with.
      const told = command.command.replace('cmd.exe', 'sh -c \'printf %s "$SCANCLASH_QUESTION"\'');
      expect(execFileSync('sh', ['-c', told], { encoding: 'utf8' })).toBe(line);
    }),
    { numRuns: 50 },
  );
});
