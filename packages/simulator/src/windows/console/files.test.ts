import { expect, test } from 'vitest';
import { delay, type FileFilter, MapByteStore, pass, Volume } from '../files/index.ts';
import { type ConsoleHost, consoleHost, text } from './test/console-host.ts';

const MESSAGE = 'D:\\Mail Spool\\A000000001.MSG';

function spool(options: Parameters<typeof consoleHost>[0] = {}): ConsoleHost {
  const made = consoleHost(options);
  made.host.files.install(MESSAGE, 'Subject: test\r\n');
  made.host.files.install('D:\\Mail Spool\\A000000001.RCP', 'someone@example.test\r\n');
  return made;
}

/** Holds a message as a scanner does that shares it with nobody. */
function hold({ host }: ConsoleHost, path = MESSAGE): () => void {
  let close = (): void => {};
  const process = host.run('C:\\Program Files\\McAfee\\McShield.exe');
  host.files.open({ process, path, access: 'read', share: {}, disposition: 'open-existing' }, (opened) => {
    if (opened.ok) close = () => opened.handle.close();
  });
  return close;
}

const denied = { code: 5, name: 'ERROR_ACCESS_DENIED', text: 'Access is denied.' };

/** A scanner that takes a second over each file and refuses one name. */
const scanner: FileFilter = {
  name: 'naiavf5x',
  altitude: 321_300,
  beforeOpen: ({ path, process }) => {
    if (process.imageName !== 'cmd.exe') return pass;
    return delay(1_000_000, () =>
      path.includes('EICAR') ? { kind: 'deny', error: denied, by: 'EICAR test file' } : pass,
    );
  },
};

test('dir shows the volume, names in the order of NTFS, and totals', () => {
  const { run } = spool();
  expect(run('dir "D:\\Mail Spool"')).toEqual({
    exitCode: 0,
    stdout: text(
      ' Volume in drive D has no label.',
      ' Volume Serial Number is 5E21-77AA',
      '',
      ' Directory of D:\\Mail Spool',
      '',
      '03/02/2009  08:00 AM    <DIR>          .',
      '03/02/2009  08:00 AM    <DIR>          ..',
      '03/02/2009  08:00 AM                15 A000000001.MSG',
      '03/02/2009  08:00 AM                22 A000000001.RCP',
      '               2 File(s)             37 bytes',
      '               2 Dir(s) 1,099,511,627,776 bytes free',
    ),
    stderr: '',
  });
});

test('dir takes patterns, attributes and numbers without separators', () => {
  const { host, run } = spool();
  host.files.install('D:\\Mail Spool\\HIDDEN.MSG', 'x', { attributes: { hidden: true } });
  host.files.install('D:\\Big.dat', 'x'.repeat(12_345));
  expect(run('dir/b "D:\\Mail Spool\\*.MSG"').stdout).toBe(text('A000000001.MSG'));
  expect(run('dir /b /a "D:\\Mail Spool\\*.msg"').stdout).toBe(text('A000000001.MSG', 'HIDDEN.MSG'));
  expect(run('dir /b /ah "D:\\Mail Spool"').stdout).toBe(text('HIDDEN.MSG'));
  expect(run('dir /b /ad D:\\').stdout).toBe(text('Mail Spool'));
  expect(run('dir D:\\ /-c').stdout).toContain('             12345 Big.dat\r\n');
  expect(run('dir D:\\').stdout).toContain('            12,345 Big.dat\r\n');
});

test('dir /s /b names all of a folder before what is in its folders', () => {
  const { host, run } = spool();
  host.files.install('D:\\Mail Spool\\b\\2.MSG', '');
  host.files.install('D:\\Mail Spool\\a\\1.MSG', '');
  expect(run('dir /s /b /a "D:\\Mail Spool"').stdout).toBe(
    text(
      'D:\\Mail Spool\\a',
      MESSAGE,
      'D:\\Mail Spool\\A000000001.RCP',
      'D:\\Mail Spool\\b',
      'D:\\Mail Spool\\a\\1.MSG',
      'D:\\Mail Spool\\b\\2.MSG',
    ),
  );
  expect(run('dir /s "D:\\Mail Spool\\*.MSG"').stdout).toContain(
    text('', '     Total Files Listed:', '               3 File(s)             15 bytes'),
  );
});

test('dir /o:d names what was written first at first, in each folder', () => {
  const { host, run, world } = consoleHost();
  for (const name of ['z.MSG', 'a.MSG', 'm\\b.RCP', 'm\\a.RCP']) {
    host.files.install(`D:\\Spool\\${name}`, '');
    world.runUntil(world.now + 1_000_000);
  }
  expect(run('dir /s /b /a /o:d "D:\\Spool\\*"').stdout).toBe(
    text('D:\\Spool\\z.MSG', 'D:\\Spool\\a.MSG', 'D:\\Spool\\m', 'D:\\Spool\\m\\b.RCP', 'D:\\Spool\\m\\a.RCP'),
  );
});

test('findstr /s looks into the folders below, and names what it found', () => {
  const { host, run } = consoleHost();
  host.files.install('D:\\Log\\A\\1.log', 'x\r\ny E0020101 z\r\n');
  host.files.install('D:\\Log\\B\\2.log', 'nothing\r\n');
  host.files.install('D:\\Log\\A\\1.txt', 'E0020101\r\n');
  expect(run('findstr /s /m /i /c:e0020101 "D:\\Log\\*.log"')).toEqual({
    exitCode: 0,
    stdout: text('D:\\Log\\A\\1.log'),
    stderr: '',
  });
  expect(run('findstr /s /m /c:absent "D:\\Log\\*.log"')).toEqual({ exitCode: 1, stdout: '', stderr: '' });
  expect(run('findstr /s /m /c:absent "D:\\None\\*.log"').stderr).toContain('Cannot open');
});

test('dir says what is not there', () => {
  const { run } = spool();
  expect(run('dir C:\\nope')).toEqual({
    exitCode: 1,
    stdout: text(' Volume in drive C is SYSTEM', ' Volume Serial Number is 1C3A-0F2B', '', ' Directory of C:\\', ''),
    stderr: text('File Not Found'),
  });
  expect(run('dir /b D:\\nope\\x')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: text('The system cannot find the path specified.'),
  });
  expect(run('dir /oe').exitCode).toBe(120);
});

test('type shows the bytes of a file, and meets whoever holds it', () => {
  const made = spool();
  const { host, run } = made;
  host.files.install('C:\\umlaut.txt', Uint8Array.of(0x9a, 0x0d, 0x0a));
  expect(run('type C:\\umlaut.txt').stdout).toBe('Ü\r\n');
  expect(run('type umlaut.txt').exitCode).toBe(0);
  const close = hold(made);
  expect(run(`type "${MESSAGE}"`)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: text('The process cannot access the file because it is being used by another process.'),
  });
  close();
  expect(run(`type "${MESSAGE}"`).stdout).toBe('Subject: test\r\n');
  expect(run('type C:\\nope.txt').stderr).toBe(text('The system cannot find the file specified.'));
});

test('copy goes through the scanner, in world time, in the name of cmd.exe', () => {
  const { host, wait, world, events } = spool();
  host.files.addFilter(scanner);
  expect(wait(`copy "${MESSAGE}" C:\\copy.msg`)).toEqual({
    exitCode: 0,
    stdout: text('        1 file(s) copied.'),
    stderr: '',
  });
  expect(world.now).toBe(2_000_000);
  expect(host.files.peek('C:\\copy.msg')).toMatchObject({ ok: true });
  expect(events('file.written')).toMatchObject([{ subject: 'C:\\copy.msg', process: 'cmd.exe' }]);
  expect(host.processes.list().some((process) => process.imageName === 'cmd.exe')).toBe(false);
});

test('what a scanner refuses is not copied', () => {
  const { host, wait } = spool();
  host.files.install('D:\\EICAR.COM', 'x');
  host.files.addFilter(scanner);
  expect(wait('copy D:\\EICAR.COM C:\\')).toEqual({
    exitCode: 1,
    stdout: text('        0 file(s) copied.'),
    stderr: text('Access is denied.'),
  });
});

test('copy takes patterns and folders, and asks before it overwrites', () => {
  const { host, run } = spool();
  host.files.makeFolders('C:\\Backup');
  expect(run('copy "D:\\Mail Spool" C:\\Backup')).toMatchObject({
    stdout: text('A000000001.MSG', 'A000000001.RCP', '        2 file(s) copied.').replace(
      /^(?=A)/gm,
      'D:\\Mail Spool\\',
    ),
  });
  expect(run('copy "D:\\Mail Spool\\*.RCP" C:\\Backup')).toMatchObject({
    exitCode: 1,
    stdout: 'Overwrite C:\\Backup\\A000000001.RCP? (Yes/No/All): ',
  });
  expect(run('copy /y "D:\\Mail Spool\\*.RCP" C:\\Backup').exitCode).toBe(0);
  expect(run('copy C:\\nope C:\\Backup').stderr).toBe(text('The system cannot find the file specified.'));
});

test('a file that is held is neither moved, renamed nor deleted', () => {
  const made = spool();
  const { host, run } = made;
  const close = hold(made);
  const inUse = text('The process cannot access the file because it is being used by another process.');
  expect(run(`ren "${MESSAGE}" B.MSG`)).toEqual({ exitCode: 1, stdout: '', stderr: inUse });
  expect(run(`move "${MESSAGE}" D:\\`)).toMatchObject({ exitCode: 1, stderr: inUse });
  expect(run(`del "${MESSAGE}"`)).toEqual({ exitCode: 0, stdout: '', stderr: text(MESSAGE) + inUse });
  close();
  expect(run(`ren "${MESSAGE}" B.MSG`)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect(run('move "D:\\Mail Spool\\B.MSG" C:\\B.MSG').stdout).toBe(text('        1 file(s) moved.'));
  expect(host.files.exists('C:\\B.MSG')).toBe(true);
  expect(host.files.exists('D:\\Mail Spool\\B.MSG')).toBe(false);
  expect(run('del C:\\B.MSG C:\\C.MSG')).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: text('Could Not Find C:\\C.MSG'),
  });
});

test('names that are taken are not given twice', () => {
  const { run } = spool();
  expect(run(`ren "${MESSAGE}" A000000001.RCP`).stderr).toBe(
    text('A duplicate file name exists, or the file', 'cannot be found.'),
  );
  expect(run(`ren "${MESSAGE}" D:\\B.MSG`).stderr).toBe(text('The syntax of the command is incorrect.'));
});

test('del spares what is read-only, hidden or all of a folder, until it is told otherwise', () => {
  const { host, run } = spool();
  host.files.setAttributes(MESSAGE, { readonly: true });
  expect(run(`del "${MESSAGE}"`)).toMatchObject({ exitCode: 0, stderr: text(MESSAGE, 'Access is denied.') });
  expect(run('del "D:\\Mail Spool"')).toMatchObject({ exitCode: 1, stdout: 'D:\\Mail Spool\\*, Are you sure (Y/N)? ' });
  host.files.install('D:\\Mail Spool\\H.MSG', 'x', { attributes: { hidden: true } });
  expect(run('del /f /q "D:\\Mail Spool\\*.*"').exitCode).toBe(0);
  expect(run('dir /b /a "D:\\Mail Spool"').stdout).toBe(text('H.MSG'));
});

test('folders are made with those above them, and removed empty or with all that is in them', () => {
  const made = spool();
  const { host, run } = made;
  expect(run('md D:\\a\\b\\c').exitCode).toBe(0);
  expect(run('md D:\\a')).toMatchObject({ exitCode: 1, stderr: text('A subdirectory or file D:\\a already exists.') });
  expect(run('rd D:\\a')).toEqual({ exitCode: 145, stdout: '', stderr: text('The directory is not empty.') });
  expect(run('rd /s D:\\a')).toMatchObject({ exitCode: 1, stdout: 'D:\\a, Are you sure (Y/N)? ' });
  expect(run('rd /s /q D:\\a').exitCode).toBe(0);
  expect(host.files.exists('D:\\a')).toBe(false);
  const close = hold(made);
  expect(run('rd /s /q "D:\\Mail Spool"')).toMatchObject({
    exitCode: 32,
    stderr: text('The process cannot access the file because it is being used by another process.'),
  });
  expect(run('dir /b "D:\\Mail Spool"').stdout).toBe(text('A000000001.MSG'));
  close();
});

test('a folder on a mounted volume is emptied and removed as any other', () => {
  const { host, run, world } = consoleHost();
  const volume = (number: number) =>
    new Volume({ clock: world, store: new MapByteStore(), device: `\\Device\\HarddiskVolume${number}` });
  host.files.makeFolders('D:\\Mounts\\Spool');
  host.files.drives.mount('D:\\Mounts\\Spool', volume(3));
  host.files.install('D:\\Mounts\\Spool\\a\\x.txt', 'x');
  expect(run('rd /s /q D:\\Mounts\\Spool\\a').exitCode).toBe(0);
  expect(host.files.exists('D:\\Mounts\\Spool\\a')).toBe(false);
});

test('attrib shows and changes attributes, and guards hidden files', () => {
  const { host, run } = spool();
  expect(run(`attrib "${MESSAGE}"`).stdout).toBe(text(`A            ${MESSAGE}`));
  expect(run(`attrib +r +h "${MESSAGE}"`)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect(host.files.stat(MESSAGE)?.attributes).toMatchObject({ readonly: true, hidden: true });
  expect(run(`attrib -r "${MESSAGE}"`).stdout).toBe(text(`Not resetting hidden file - ${MESSAGE}`));
  expect(run(`attrib -r -h "${MESSAGE}"`).exitCode).toBe(0);
  expect(run('attrib C:\\nope').stdout).toBe(text('File not found - C:\\nope'));
  expect(spool({ windows: '2003' }).run(`attrib "${MESSAGE}"`).stdout).toBe(text(`A          ${MESSAGE}`));
});

test('findstr finds words, texts and simple expressions, and names files where there are several', () => {
  const { host, run } = consoleHost();
  host.files.install('D:\\logs\\a.log', 'one Error\r\nport 25\r\ntwo errors in D:\\x\r\n');
  host.files.install('D:\\logs\\b.log', 'nothing\r\nport 225');
  expect(run('findstr /i error D:\\logs\\a.log')).toEqual({
    exitCode: 0,
    stdout: text('one Error', 'two errors in D:\\x'),
    stderr: '',
  });
  expect(run('findstr /n /c:"two errors" D:\\logs\\*.log').stdout).toBe(text('D:\\logs\\a.log:3:two errors in D:\\x'));
  expect(run('findstr /m port D:\\logs\\*.log').stdout).toBe(text('D:\\logs\\a.log', 'D:\\logs\\b.log'));
  expect(run('findstr "Error 225" D:\\logs\\*.log').stdout).toBe(
    text('D:\\logs\\a.log:one Error', 'D:\\logs\\b.log:port 225'),
  );
  expect(run('findstr "port.[0-9]5$" D:\\logs\\a.log').stdout).toBe(text('port 25'));
  expect(run('findstr /l D:\\x D:\\logs\\a.log').exitCode).toBe(0);
  expect(run('findstr /v /i error D:\\logs\\a.log').stdout).toBe(text('port 25'));
  expect(run('findstr zzz D:\\logs\\a.log')).toEqual({ exitCode: 1, stdout: '', stderr: '' });
  expect(run('findstr x D:\\logs\\c.log')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: text('FINDSTR: Cannot open D:\\logs\\c.log'),
  });
  expect(run('findstr /g:x D:\\logs\\*.log').exitCode).toBe(120);
});
