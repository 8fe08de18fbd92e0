import { expect, test } from 'vitest';
import { MapByteStore, shareNothing, Volume } from '../files/index.ts';
import { addConsoleProgram } from './added-programs.ts';
import { consoleHost, text } from './test/console-host.ts';

test('what is not there is told from what is not played', () => {
  const { host, run } = consoleHost();
  expect(run('nosuchcmd /x')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: text(
      "'nosuchcmd' is not recognized as an internal or external command,",
      'operable program or batch file.',
    ),
  });
  expect(run('ipconfig /all')).toMatchObject({ exitCode: 120, stderr: text('scanclash: "ipconfig" is not modelled') });
  host.files.install('D:\\tools\\blat.exe', 'MZ');
  expect(run('D:\\tools\\blat.exe -to x')).toMatchObject({ exitCode: 120 });
});

test('a program is found with its extension and in its folder, a command of cmd.exe is not', () => {
  const { run } = consoleHost();
  expect(run('HOSTNAME.EXE').stdout).toBe(text('MAIL01'));
  expect(run('"%SystemRoot%\\system32\\hostname"').stdout).toBe(text('MAIL01'));
  expect(run('ver.exe').exitCode).toBe(1);
  expect(run('ver').stdout).toBe(text('', 'Microsoft Windows [Version 6.0.6002]'));
});

test('Windows 2000 has no tasklist', () => {
  expect(consoleHost({ windows: '2000' }).run('tasklist /svc').stderr).toContain("'tasklist' is not recognized");
});

test('commands of a chain run by what the one before them left', () => {
  const { run } = consoleHost();
  expect(run('echo one && echo two & type C:\\nope && echo three || echo four')).toEqual({
    exitCode: 0,
    stdout: text('one ', 'two ', 'four'),
    stderr: text('The system cannot find the file specified.'),
  });
  expect(run('type C:\\nope & ver').exitCode).toBe(0);
});

test('output goes to a file, which must be free', () => {
  const { host, run } = consoleHost();
  expect(run('ver > C:\\out.txt')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  run('echo more>> out.txt');
  expect(run('type C:\\out.txt').stdout).toBe(text('', 'Microsoft Windows [Version 6.0.6002]', 'more'));
  expect(run('type C:\\nope 2>&1').stdout).toBe(text('The system cannot find the file specified.'));
  expect(run('type C:\\nope 2>nul')).toEqual({ exitCode: 1, stdout: '', stderr: '' });
  expect(run('ver >nul').stdout).toBe('');
  const process = host.run('C:\\x.exe');
  host.files.open(
    { process, path: 'C:\\out.txt', access: 'read', share: shareNothing, disposition: 'open-existing' },
    () => {},
  );
  expect(run('ver > C:\\out.txt')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: text('The process cannot access the file because it is being used by another process.'),
  });
});

test('variables are filled in, and listed', () => {
  const { run } = consoleHost();
  expect(run('echo %systemroot% %nope%').stdout).toBe(text('C:\\WINDOWS %nope%'));
  expect(run('echo.').stdout).toBe(text(''));
  expect(run('set comp').stdout).toBe(text('COMPUTERNAME=MAIL01'));
  expect(run('set nope')).toMatchObject({ exitCode: 1, stderr: text('Environment variable nope not defined') });
});

test('mountvol names each volume, and where it is mounted', () => {
  const { host, world, run } = consoleHost();
  const spool = new Volume({ clock: world, store: new MapByteStore(), device: '\\Device\\HarddiskVolume3' });
  host.files.makeFolders('D:\\Mounts\\Spool');
  host.files.drives.mount('D:\\Mounts\\Spool', spool);
  const [, , , c, , , d, , , mounted] = run('mountvol').stdout.split('\r\n');
  expect([c, d, mounted]).toEqual(['        C:\\', '        D:\\', '        D:\\Mounts\\Spool\\']);
  const [, , , , , , , , name = ''] = run('mountvol').stdout.split('\r\n');
  expect(name).toMatch(/^ {4}\\\\\?\\Volume\{[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}\\$/);
  expect(run('mountvol D:\\Mounts\\Spool /L').stdout).toBe(text(name));
  expect(run('dir D:\\Mounts').stdout).toContain('    <JUNCTION>     Spool\r\n');
});

test('fltmc has altitudes from Windows Vista on', () => {
  const rows = (windows: '2003' | '2008') => {
    const { host, run } = consoleHost({ windows });
    host.files.addFilter({ name: 'mfehidk', altitude: 321_300 });
    host.files.addFilter({ name: 'Auditor', altitude: 385_250.5 });
    return run('fltmc').stdout.split('\r\n').slice(3, -1);
  };
  expect(rows('2008')).toEqual([
    'Auditor                                 3       385250.5       0',
    'mfehidk                                 3       321300         0',
  ]);
  expect(rows('2003')).toEqual([
    'Auditor                         3                   0',
    'mfehidk                         3                   0',
  ]);
});

test('a product puts programs of its own on the search path', () => {
  const { host, run } = consoleHost();
  addConsoleProgram(host, 'eseutil', ({ args }, done) => done({ exitCode: 0, stdout: args.join('|'), stderr: '' }));
  expect(run('ESEUTIL.EXE /mh "D:\\My Data\\priv1.edb"').stdout).toBe('/mh|D:\\My Data\\priv1.edb');
});
