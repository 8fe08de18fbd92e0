import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCommandLine, splitArguments, splitShellWords } from './command-line.ts';

test('programs get their words as the C runtime of Windows splits them', () => {
  expect(splitArguments(' query  "HKLM\\SOFTWARE\\Network Associates" /v\t"Max Size"')).toEqual([
    'query',
    'HKLM\\SOFTWARE\\Network Associates',
    '/v',
    'Max Size',
  ]);
  expect(splitArguments('a"b c"d ""')).toEqual(['ab cd', '']);
  expect(splitArguments('C:\\a\\ "C:\\b\\\\" c')).toEqual(['C:\\a\\', 'C:\\b\\', 'c']);
  expect(splitArguments('"\\"C:\\Program Files\\x.exe\\" -s"')).toEqual(['"C:\\Program Files\\x.exe" -s']);
  expect(splitArguments('"say ""hi"')).toEqual(['say "hi']);
  expect(splitArguments('"C:\\dir\\" next')).toEqual(['C:\\dir" next']);
});

test('any words come back from a line in which each is quoted as a C program needs it', () => {
  const quoted = (word: string) =>
    `"${word.replace(/(\\*)("|$)/g, (_, slashes, quote) => slashes + slashes + (quote && '\\"'))}"`;
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z "\\:]{0,8}$/)), (words) => {
      expect(splitArguments(words.map(quoted).join(' '))).toEqual(words);
    }),
  );
});

test('commands of cmd.exe take switches without blanks, and backslashes as they are', () => {
  expect(splitShellWords('/b/S "D:\\Mail Spool\\"')).toEqual({
    switches: ['/b', '/s'],
    operands: ['D:\\Mail Spool\\'],
  });
  expect(splitShellWords(' a.msg,b.msg;c.msg /q')).toEqual({ switches: ['/q'], operands: ['a.msg', 'b.msg', 'c.msg'] });
  expect(splitShellWords(' D:\\Mail" Spool"\\*.msg')).toEqual({ switches: [], operands: ['D:\\Mail Spool\\*.msg'] });
});

test('a line is a chain of commands, parted outside quotes', () => {
  expect(parseCommandLine('net stop A && copy "a & b" c & dir || ver')).toEqual({
    ok: true,
    commands: [
      { text: 'net stop A ', runs: 'always' },
      { text: ' copy "a & b" c ', runs: 'on-success' },
      { text: ' dir ', runs: 'always' },
      { text: ' ver', runs: 'on-failure' },
    ],
  });
  expect(parseCommandLine('echo a^&b')).toMatchObject({ commands: [{ text: 'echo a&b' }] });
});

test('output goes to a file, errors go nowhere or with the output', () => {
  expect(parseCommandLine('dir >> "C:\\a b.txt" /b 2>&1')).toMatchObject({
    commands: [{ text: 'dir  /b ', output: { path: 'C:\\a b.txt', append: true }, errors: 'with-output' }],
  });
  expect(parseCommandLine('reg query X>nul 2>nul')).toMatchObject({
    commands: [{ text: 'reg query X ', output: { path: 'nul', append: false }, errors: 'dropped' }],
  });
});

test('input that is nul is what every program finds; other input is not played', () => {
  expect(parseCommandLine('<nul set /p "=a<b" > x')).toMatchObject({
    commands: [{ text: ' set /p "=a<b" ', output: { path: 'x', append: false } }],
  });
  expect(parseCommandLine('sort <nulls.txt')).toEqual({ ok: false, feature: '<' });
});

test('what is not played of a line is named', () => {
  expect(parseCommandLine('netstat -an | findstr 25')).toEqual({ ok: false, feature: '|' });
  expect(parseCommandLine('(dir & ver)')).toEqual({ ok: false, feature: '(' });
  expect(parseCommandLine('dir 2> errors.txt')).toEqual({ ok: false, feature: '2> errors.txt' });
  expect(parseCommandLine('dir C:\\Program Files (x86)')).toMatchObject({ ok: true });
});
