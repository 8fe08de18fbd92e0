import { expect, test } from 'vitest';
import { programBytes, versionOfProgram } from '../../content/version-resource.ts';
import { consoleHost } from './test/console-host.ts';

const QUESTION = `wmic datafile where "name='C:\\\\Program Files\\\\Engine\\\\mcscan32.dll'" get Version /value`;

test('wmic tells the version that the bytes of a file state, between lines that end in CR CR LF', () => {
  const { host, run } = consoleHost();
  host.files.install('C:\\Program Files\\Engine\\mcscan32.dll', programBytes('5.400.0.1158'));
  expect(run(QUESTION)).toEqual({
    exitCode: 0,
    stdout: '\r\r\n\r\r\nVersion=5.400.0.1158\r\r\n\r\r\n\r\r\n',
    stderr: '',
  });
  host.files.install('C:\\Program Files\\Engine\\mcscan32.dll', 'MZ');
  expect(run(QUESTION).stdout).toContain('Version=\r\r\n');
});

test('a file that is not there is no instance, which is no error; other queries are not played', () => {
  const { run } = consoleHost();
  expect(run(QUESTION)).toMatchObject({ exitCode: 0, stdout: '', stderr: 'No Instance(s) Available.\r\r\n' });
  expect(run('wmic os get version').exitCode).toBe(120);
  expect(consoleHost({ windows: '2000' }).run(QUESTION).stderr).toContain('is not recognized');
});

test.each(['5.400.0.1158', '4.4.0.0', '65535.65535.65535.65535'])('a program file keeps version %s', (version) => {
  expect(versionOfProgram(programBytes(version))).toBe(version);
});
