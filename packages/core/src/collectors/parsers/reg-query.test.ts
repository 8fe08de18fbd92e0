import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeConsole } from '../../windows/console-encoding.ts';
import { asDword, asText } from '../../windows/registry-data.ts';
import { parseRegValue } from './reg-query.ts';

const genuine = decodeConsole(
  new Uint8Array(readFileSync(new URL('../../../fixtures/genuine/wine/reg-query.stdout.txt', import.meta.url))),
  437,
);

const read = (output: string, name: string) => {
  const reading = parseRegValue(output, name);
  return reading.kind === 'known' ? (asText(reading.value) ?? asDword(reading.value)) : reading.kind;
};

test.each([
  ['Version', '5.7.9.139'],
  ['version', '5.7.9.139'],
  ['InstallPath', '%ProgramFiles%\\McAfee\\Agent'],
  ['PolicyInterval', 0xe10],
  ['Name  with   spaces', '  leading and    inner'],
  ['Quote"d\\Name', 'say "hi" C:\\x\\'],
  ['Empty', ''],
  ['Blob', 'unreadable'],
  ['Servers', 'unreadable'],
  ['', 'unreadable'],
  ['Agent', 'absent'],
  ['default', 'absent'],
])('what Wine printed holds %j as %j', (name, expected) => {
  expect(read(genuine, name)).toBe(expected);
});

// Written by hand in the shape of public captures of version 3.0, with names of our own.
const BEFORE_VISTA = [
  '',
  '! REG.EXE VERSION 3.0',
  '',
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\X',
  '    <NO NAME>\tREG_SZ\t',
  '    Pointer\tREG_SZ\tSOFTWARE\\X\\Below',
  '    Nothing\tREG_SZ\t',
  '',
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\X\\Below',
  '',
].join('\r\n');

test.each([
  ['Pointer', 'SOFTWARE\\X\\Below'],
  ['Nothing', ''],
  ['Below', 'absent'],
])('of Windows Server 2003, with tabs, %j is read as %j', (name, expected) => {
  expect(read(BEFORE_VISTA, name)).toBe(expected);
});

test('whatever is printed, nothing is thrown', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (data) => void read(`    X\tREG_SZ\t${data}`, 'X')));
  expect(read('    X\tREG_SZ\ta\0b', 'X')).toBe('unreadable');
});
