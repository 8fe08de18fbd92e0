import { readFileSync } from 'node:fs';
import {
  applyRegFile,
  asTexts,
  binary,
  decodeConsole,
  dword,
  multiSz,
  parseRegFile,
  qword,
  type RegistryTree,
  sz,
} from '@scanclash/core';
import { expect, test } from 'vitest';
import { consoleHost, text } from './test/console-host.ts';

const genuine = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../../core/fixtures/genuine/wine/${name}`, import.meta.url)));

/** What Wine printed, read by its console's code page. */
const wine = (name: string) => decodeConsole(genuine(`${name}.stdout.txt`), 437);

function importGenuine(registry: RegistryTree): void {
  const parsed = parseRegFile(genuine('mcafee.reg'), { file: 'mcafee.reg' });
  if (!parsed.ok) throw new Error(parsed.error.message);
  applyRegFile(parsed.file, registry);
}

const scanner = 'HKLM\\SOFTWARE\\Network Associates\\TVD\\Shared Components\\On Access Scanner';

test('a key with all types is printed as Wine prints it, but for the one that Wine cannot print', () => {
  const { host, run } = consoleHost();
  importGenuine(host.registry);
  const lines = (printed: string) => printed.split('\r\n').filter((line) => !line.includes('REG_QWORD'));
  expect(lines(run('reg query HKLM\\SOFTWARE\\McAfee\\Agent').stdout)).toEqual(lines(wine('reg-query')));
  expect(lines(run('reg query HKLM\\SOFTWARE\\McAfee\\Agent /s').stdout)).toEqual(lines(wine('reg-query-s')));
  expect(run('reg query HKLM\\SOFTWARE\\McAfee').stdout).toBe(wine('reg-query-keys-only'));
});

test('subkeys are listed by their upcased names, values as they were made', () => {
  const { host, run } = consoleHost();
  for (const key of ['b', 'C', 'a']) host.registry.createKey(`HKLM\\SOFTWARE\\X\\${key}`);
  host.registry.setValue('HKLM\\SOFTWARE\\X', 'Z', sz('1'));
  host.registry.setValue('HKLM\\SOFTWARE\\X', 'A', dword(255));
  expect(run('reg query hklm\\SOFTWARE\\X')).toEqual({
    exitCode: 0,
    stdout: text(
      '',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\X',
      '    Z    REG_SZ    1',
      '    A    REG_DWORD    0xff',
      '',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\X\\a',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\X\\b',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\X\\C',
    ),
    stderr: '',
  });
});

test('Windows Server 2003 prints a banner, tabs and its own name for the default value', () => {
  const { host, run } = consoleHost({ windows: '2003' });
  host.registry.setValue('HKLM\\SOFTWARE\\X', '', sz('d'));
  host.registry.setValue('HKLM\\SOFTWARE\\X', 'List', multiSz(['a', 'b']));
  expect(run('reg query HKLM\\SOFTWARE\\X').stdout).toBe(
    text(
      '',
      '! REG.EXE VERSION 3.0',
      '',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\X',
      '    <NO NAME>\tREG_SZ\td',
      '    List\tREG_MULTI_SZ\ta\\0b\\0\\0',
      '',
    ),
  );
  expect(run('reg query HKLM\\SOFTWARE\\Nope')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: text('', 'Error:  The system was unable to find the specified registry key or value'),
  });
});

test('one value, the default value, and a value that is not there', () => {
  const { host, run } = consoleHost();
  host.registry.setValue('HKLM\\SOFTWARE\\X', 'Big', qword(0x1_0000_0000n));
  const shown = (line: string) => text('', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\X', line, '');
  expect(run('reg query HKLM\\SOFTWARE\\X /v big').stdout).toBe(shown('    Big    REG_QWORD    0x100000000'));
  expect(run('reg query HKLM\\SOFTWARE\\X /ve').stdout).toBe(shown('    (Default)    REG_SZ    (value not set)'));
  expect(run('reg query HKLM\\SOFTWARE\\X /v Nope')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: text('ERROR: The system was unable to find the specified registry key or value.'),
  });
});

test('/s goes through all keys, with /v it counts what it finds', () => {
  const { host, run } = consoleHost();
  host.registry.setValue('HKLM\\SOFTWARE\\X\\b', 'N', sz('2'));
  host.registry.setValue('HKLM\\SOFTWARE\\X\\a', 'N', binary([0xab, 1]));
  host.registry.createKey('HKLM\\SOFTWARE\\X\\empty');
  const key = (name: string) => `HKEY_LOCAL_MACHINE\\SOFTWARE\\X\\${name}`;
  expect(run('reg query HKLM\\SOFTWARE\\X /s').stdout).toBe(
    text('', key('a'), '    N    REG_BINARY    AB01', '', key('b'), '    N    REG_SZ    2', '', key('empty'), ''),
  );
  expect(run('reg query HKLM\\SOFTWARE\\X /s /v N').stdout).toContain('End of search: 2 match(es) found.\r\n');
  expect(run('reg query HKLM\\SOFTWARE\\X /s /v M')).toMatchObject({ exitCode: 1, stderr: '' });
});

test('what is added is what query shows, and only /f overwrites', () => {
  const { host, run } = consoleHost();
  const key = `"${scanner}\\McShield\\Configuration\\Default"`;
  expect(run(`reg add ${key} /v NumExcludeItems /t REG_DWORD /d 0x2 /f`)).toEqual({
    exitCode: 0,
    stdout: text('The operation completed successfully.'),
    stderr: '',
  });
  run(`reg add ${key} /v ExcludedItem_0 /d "3|15|D:\\Mail Spool\\" /f`);
  run(`reg add ${key} /v List /t reg_multi_sz /d one\\0two /f`);
  run(`reg add ${key} /v Path /t REG_EXPAND_SZ /d ^%SystemRoot^%\\x /f`);
  run(`reg add ${key} /v Blob /t REG_BINARY /d 0aFF /f`);
  const shown = run(`reg query ${key}`).stdout;
  expect(shown).toContain('    NumExcludeItems    REG_DWORD    0x2\r\n');
  expect(shown).toContain('    List    REG_MULTI_SZ    one\\0two\r\n');
  expect(shown).toContain('    Blob    REG_BINARY    0AFF\r\n');
  // The backslash before the quote keeps it: the item swallows the /f, as it does in batch files.
  expect(shown).toContain('    ExcludedItem_0    REG_SZ    3|15|D:\\Mail Spool" /f\r\n');
  expect(run(`reg add ${key} /v NumExcludeItems /t REG_DWORD /d 3`)).toMatchObject({
    exitCode: 1,
    stdout: 'Value NumExcludeItems exists, overwrite(Yes/No)? ',
  });
  expect(run(`reg add ${key} /v NumExcludeItems /t REG_DWORD /d three /f`)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: text("ERROR: Invalid syntax. Specify valid numeric value for '/d'.", 'Type "REG ADD /?" for usage.'),
  });
  expect(host.registry.value(scanner, 'x').kind).toBe('absent');
});

test('values, all values and keys are deleted, and only with /f', () => {
  const { host, run } = consoleHost();
  const key = 'HKLM\\SOFTWARE\\X';
  for (const name of ['', 'a', 'b']) host.registry.setValue(key, name, sz('1'));
  host.registry.createKey(`${key}\\below`);
  expect(run(`reg delete ${key} /v a`)).toMatchObject({
    exitCode: 1,
    stdout: 'Permanently delete the registry value a (Yes/No)? ',
  });
  expect(run(`reg delete ${key} /v a /f`).exitCode).toBe(0);
  expect(run(`reg delete ${key} /v a /f`).exitCode).toBe(1);
  expect(run(`reg delete ${key} /ve /f`).exitCode).toBe(0);
  expect(host.registry.values(key)).toMatchObject({ value: new Map([['b', sz('1')]]) });
  expect(run(`reg delete ${key} /va /f`).exitCode).toBe(0);
  expect(host.registry.subkeys(key)).toEqual({ kind: 'known', value: ['below'] });
  expect(run(`reg delete ${key} /f`).exitCode).toBe(0);
  expect(host.registry.values(key).kind).toBe('absent');
  expect(run('reg delete HKLM /f')).toMatchObject({ exitCode: 1 });
});

test('an export comes back by import, byte by byte, and overwrites only with /y', () => {
  const { host, run } = consoleHost();
  importGenuine(host.registry);
  const genuineFile = genuine('mcafee.reg');
  expect(run('reg export HKLM\\SOFTWARE\\McAfee C:\\mcafee.reg').exitCode).toBe(0);
  const written = host.files.peek('C:\\mcafee.reg');
  expect(written.ok && written.bytes).toEqual(genuineFile);
  expect(run('reg export HKLM\\SOFTWARE\\McAfee C:\\mcafee.reg')).toEqual({
    exitCode: 1,
    stdout: 'File C:\\mcafee.reg already exists. Overwrite (Yes/No)?',
    stderr: text('', 'scanclash: nobody is there to answer; use reg export /y'),
  });
  run('reg delete HKLM\\SOFTWARE\\McAfee /f');
  expect(run('reg import C:\\mcafee.reg')).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: text('The operation completed successfully.'),
  });
  expect(run('reg export HKLM\\SOFTWARE\\McAfee C:\\mcafee.reg /y').exitCode).toBe(0);
  const again = host.files.peek('C:\\mcafee.reg');
  expect(again.ok && again.bytes).toEqual(genuineFile);
});

test('/reg:32 shows the registry of 32-bit programs under the names that they see', () => {
  const { host, run } = consoleHost({ wow64: true });
  host.registry.setValue('HKLM\\SOFTWARE\\Wow6432Node\\McAfee', 'Products', multiSz(['VSE']));
  expect(run('reg query HKLM\\SOFTWARE\\McAfee').exitCode).toBe(1);
  expect(run('reg query HKLM\\SOFTWARE\\McAfee /reg:32').stdout).toContain('HKEY_LOCAL_MACHINE\\SOFTWARE\\McAfee\r\n');
  run('reg export HKLM\\SOFTWARE\\McAfee C:\\32.reg /y /reg:32');
  const file = host.files.peek('C:\\32.reg');
  const parsed = parseRegFile(file.ok ? file.bytes : new Uint8Array(), { file: '32.reg' });
  expect(parsed.ok && parsed.file.entries.map(({ key }) => key)).toEqual(['HKLM\\SOFTWARE\\McAfee']);
  run('reg import C:\\32.reg');
  const copied = host.registry.value('HKLM\\SOFTWARE\\McAfee', 'Products');
  expect(copied.kind === 'known' && asTexts(copied.value)).toEqual(['VSE']);
});

test('Windows Server 2003 has no /reg:32', () => {
  const { run } = consoleHost({ windows: '2003' });
  expect(run('reg query HKLM\\SOFTWARE /reg:32')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: text('', 'Error:  Invalid command-line parameters'),
  });
});

test('what reg.exe can do and this one cannot is said', () => {
  const { run } = consoleHost();
  for (const line of ['reg query HKLM /f x', 'reg save HKLM\\SAM x', 'reg query \\\\MAIL02\\HKLM\\SOFTWARE']) {
    expect(run(line)).toMatchObject({ exitCode: 120, stdout: '' });
    expect(run(line).stderr).toContain('is not modelled');
  }
  expect(run('reg query SOFTWARE\\X')).toMatchObject({
    exitCode: 1,
    stderr: text('ERROR: Invalid key name.', 'Type "REG QUERY /?" for usage.'),
  });
});
