import { expect, test } from 'vitest';
import { delay } from './file-filter.ts';
import type { FileHandle } from './file-request.ts';
import {
  bytes,
  mail,
  mailHost,
  mcshield,
  modus,
  opened,
  openNoting,
  outcome,
  receiver,
  textOf,
  tryOpen,
  tryRemove,
  tryRename,
} from './test/mail-host.ts';
import { ERROR_DISK_FULL } from './win32-error.ts';

test('a message that is written, renamed, read and deleted leaves one event for each change and none for reading', () => {
  const { files, events } = mailHost();
  const writing = opened(files, { process: receiver, path: mail, access: 'write', disposition: 'create-new' });
  writing.write(bytes('MAIL'));
  writing.append(bytes(' FROM'));
  writing.close();
  expect(tryRename(files, mail, 'D:\\Spool\\Incoming\\A000000001.MSG')).toBe('ok');
  const reading = opened(files, { path: 'd:\\spool\\incoming\\a000000001.msg' });
  expect(textOf(reading.read())).toBe('MAIL FROM');
  reading.close();
  expect(tryRemove(files, 'D:\\Spool\\Incoming\\A000000001.MSG')).toBe('ok');
  expect(events()).toMatchObject([
    { host: 'MAIL01', component: 'volume', kind: 'file.written', subject: mail, process: 'SMTPRS.EXE', bytes: 9 },
    { kind: 'file.renamed', subject: mail, to: 'D:\\Spool\\Incoming\\A000000001.MSG', process: 'MODUSCAN.EXE' },
    { kind: 'file.removed', subject: 'D:\\Spool\\Incoming\\A000000001.MSG', process: 'MODUSCAN.EXE' },
  ]);
});

test('a file that is not there fails without anyone having denied it', () => {
  const { world, files, events } = mailHost();
  files.open({ process: modus, path: mail, access: 'read', share: {}, disposition: 'open-existing' }, (result) => {
    expect(outcome(result)).toBe('error 2');
    world.emit({ host: 'MAIL01', component: 'modus', kind: 'modus.noticed', subject: 'nothing to scan' });
  });
  const [failed, noticed] = events();
  expect(failed).toMatchObject({ kind: 'file.failed', subject: mail, operation: 'open', error: 2, access: 'read' });
  expect(noticed?.causes).toEqual([failed?.id]);
});

test('a denied rename leads back to the process that holds the file, and to why it opened it', () => {
  const { world, files, events } = mailHost();
  files.install(mail, 'mail');
  const scan = world.emit({ host: 'MAIL01', component: 'virusscan', kind: 'scan.started', subject: mail });
  const retry = world.emit({ host: 'MAIL01', component: 'modus', kind: 'modus.moving', subject: mail });
  const share = { read: true };
  world.because(scan, () => world.schedule(50, 'scan', () => opened(files, { process: mcshield, path: mail, share })));
  world.because(retry, () => world.schedule(90, 'move', () => tryRename(files, mail, 'D:\\Spool\\Incoming\\A.MSG')));
  world.runUntil(100);
  const [held] = events('file.held');
  expect(held).toMatchObject({
    process: 'McShield.exe',
    access: 'read',
    share: 'read',
    since: 50,
    at: 90,
    causes: [scan],
  });
  expect(events('file.denied')).toMatchObject([
    {
      subject: mail,
      operation: 'rename',
      error: 32,
      process: 'MODUSCAN.EXE',
      holder: 'McShield.exe',
      causes: [retry, held?.id],
    },
  ]);
});

test('whoever stands in the way several times is told of once', () => {
  const { files, events } = mailHost();
  files.install(mail, 'mail');
  const handle = opened(files, { process: mcshield, path: mail, share: { read: true } });
  for (let i = 0; i < 3; i++) tryRemove(files, mail);
  expect(tryOpen(files, { path: mail, access: 'write' })).toMatchObject({ ok: false, error: { code: 32 } });
  expect(events('file.denied')).toHaveLength(4);
  expect(events('file.held').map(({ id }) => id)).toEqual([handle.event]);
});

test('the scanner opens what was written, and a rename fails with 32 until it has closed it', () => {
  const host = mailHost();
  const { world, files, events } = host;
  const scanner = 'virusscan';
  files.addFilter({
    name: scanner,
    altitude: 320_000,
    afterClose: ({ path, written }) => {
      if (!written) return;
      world.schedule(10, 'scan', () => {
        const request = {
          process: mcshield,
          path,
          access: 'read',
          share: { read: true },
          disposition: 'open-existing',
        } as const;
        files.openBelow(scanner, request, (result) => {
          if (result.ok) world.schedule(500, 'scanned', () => result.handle.close());
        });
      });
    },
  });
  const answers: string[] = [];
  const move = (): void =>
    files.rename({ process: modus, path: mail, to: 'D:\\Spool\\Incoming\\A.MSG' }, (result) => {
      answers.push(`${world.now} ${outcome(result)}`);
      if (!result.ok) world.schedule(300, 'try again', move);
    });
  const writing = opened(files, { process: receiver, path: mail, access: 'write', disposition: 'create-new' });
  writing.write(bytes('mail'));
  writing.close();
  world.schedule(100, 'move', move);
  world.runUntil(10_000);
  expect(answers).toEqual(['100 error 32', '400 error 32', '700 ok']);
  const ancestors = world.trace.ancestorsOf(events('file.denied')[1]?.id ?? '').map(({ kind }) => kind);
  expect(ancestors).toEqual(expect.arrayContaining(['file.denied', 'file.held', 'file.written']));
});

test('a deletion that waits for a reader refuses others with 5, and says who deleted and who holds', () => {
  const { files, events } = mailHost();
  files.install(mail, 'mail');
  const reading = opened(files, { process: mcshield, path: mail });
  expect(tryRemove(files, mail)).toBe('ok');
  expect(files.stat(mail)).toMatchObject({ deletePending: true });
  expect(
    tryOpen(files, { process: receiver, path: mail, access: 'write', disposition: 'create-always' }),
  ).toMatchObject({ ok: false });
  reading.close();
  expect(files.exists(mail)).toBe(false);
  const [held, pending, denied, removed] = events();
  expect(held).toMatchObject({ kind: 'file.held', process: 'McShield.exe' });
  expect(pending).toMatchObject({ kind: 'file.delete-pending', process: 'MODUSCAN.EXE', causes: [held?.id] });
  expect(denied).toMatchObject({
    kind: 'file.denied',
    error: 5,
    causes: [pending?.id, held?.id],
    holder: 'McShield.exe',
  });
  expect(removed).toMatchObject({ kind: 'file.removed', process: 'McShield.exe', causes: [pending?.id] });
});

test('a temporary file goes when its handle closes', () => {
  const { files, events } = mailHost();
  const path = 'D:\\Spool\\tmp';
  const temporary = opened(files, { path, access: 'readwrite', disposition: 'create-new', deleteOnClose: true });
  temporary.write(bytes('x'));
  temporary.close();
  temporary.close();
  expect(files.exists(path)).toBe(false);
  expect(events().map(({ kind }) => kind)).toEqual(['file.removed']);
});

test('a cause that is given with a request explains what comes of it, later too', () => {
  const { world, files, events } = mailHost();
  const because = world.emit({ host: 'MAIL01', component: 'modus', kind: 'modus.accepted', subject: 'message 1' });
  const writing = opened(files, { path: mail, access: 'write', disposition: 'create-new', because });
  world.schedule(10, 'close', () => writing.close());
  world.runUntil(10);
  expect(events('file.written')).toMatchObject([{ causes: [because] }]);
});

test('a full disk fails the write and tells so', () => {
  const { files, events } = mailHost({ volume: { capacity: 4096 } });
  const writing = opened(files, { path: mail, access: 'write', disposition: 'create-new' });
  const result = writing.write(new Uint8Array(5000));
  expect(result).toMatchObject({ ok: false, error: ERROR_DISK_FULL, event: events('file.failed')[0]?.id });
  expect(events('file.failed')).toMatchObject([{ operation: 'write', error: 112, process: 'MODUSCAN.EXE' }]);
  expect(files.stat(mail)?.size).toBe(0);
});

test('a client of a share is named beside the System process that opens for it', () => {
  const { files, events } = mailHost();
  files.install(mail, 'mail');
  const system = { pid: 4, imageName: 'System', imagePath: 'System' };
  const origin = { kind: 'smb', client: 'WS042', session: 7 } as const;
  opened(files, { process: system, path: mail, share: {}, origin });
  tryRemove(files, mail);
  expect(events('file.held')).toMatchObject([{ process: 'System', client: 'WS042' }]);
  expect(events('file.denied')).toMatchObject([{ holder: 'System', holderClient: 'WS042' }]);
  expect(files.openFiles().map(({ path, origin: from }) => [path, from])).toEqual([[mail, origin]]);
});

test('a process that ends lets go of its files, and gets no answer any more', () => {
  const host = mailHost();
  const { world, files } = host;
  files.install(mail, 'mail');
  const answers: string[] = [];
  const handle = opened(files, { process: mcshield, path: mail, share: {} });
  files.addFilter({ name: 'slow disk', altitude: 40_000, beforeOpen: () => delay(1_000) });
  openNoting(host, { process: mcshield, path: 'D:\\Spool\\other', disposition: 'open-always' }, answers);
  openNoting(host, { process: modus, path: mail }, answers);
  files.processEnded(mcshield.pid);
  world.runUntil(5_000);
  expect(handle.isOpen).toBe(false);
  expect(answers).toEqual(['1000 ok']);
  expect(files.exists('D:\\Spool\\other')).toBe(false);
});

test('a host that loses power has no handles and answers nothing that waited', () => {
  const host = mailHost();
  const { world, files, events } = host;
  const writing = opened(files, { path: mail, access: 'write', share: {}, disposition: 'create-new' });
  writing.write(bytes('half'));
  files.addFilter({ name: 'slow disk', altitude: 40_000, beforeOpen: () => delay(1_000) });
  const answers: string[] = [];
  openNoting(host, { path: mail }, answers);
  files.powerOff();
  world.runUntil(5_000);
  expect([answers, files.openFiles(), writing.isOpen]).toEqual([[], [], false]);
  writing.close();
  expect(events('file.written')).toEqual([]);
  expect(files.peek(mail, {})).toMatchObject({ ok: true });
});

test('a handle used for what it was not opened for, or after its end, is a bug that throws', () => {
  const { files } = mailHost();
  files.install(mail, 'mail');
  const reading: FileHandle = opened(files, { path: mail, access: 'read' });
  expect(() => reading.write(bytes('x'))).toThrow('was not opened for that');
  reading.close();
  expect(() => reading.read()).toThrow('is closed');
});

test('files are renamed within a volume only, and over others only on request', () => {
  const { files, events } = mailHost();
  const other = mailHost().volume;
  files.drives.attach('E:', other);
  files.install(mail, 'new');
  files.install('D:\\Spool\\B.MSG', 'old');
  expect(tryRename(files, mail, 'E:\\A.MSG')).toBe('error 17');
  expect(tryRename(files, mail, 'D:\\Spool\\b.msg')).toBe('error 183');
  expect(tryRename(files, mail, 'D:\\Nowhere\\b.msg')).toBe('error 3');
  expect(tryRename(files, mail, 'D:\\Spool\\b.msg', true)).toBe('ok');
  expect(events('file.renamed')).toMatchObject([{ to: 'D:\\Spool\\b.msg', replaced: true }]);
  expect(files.peek('D:\\Spool\\B.MSG')).toMatchObject({ bytes: bytes('new') });
});

test('a handle follows its file when that is renamed', () => {
  const { files, events } = mailHost();
  const writing = opened(files, { path: mail, access: 'write', disposition: 'create-new' });
  tryRename(files, mail, 'D:\\Spool\\Incoming\\B.MSG');
  expect(writing.path).toBe('D:\\Spool\\Incoming\\B.MSG');
  writing.close();
  expect(events('file.written')).toMatchObject([{ subject: 'D:\\Spool\\Incoming\\B.MSG' }]);
});

test('looking with a share mode meets who holds the file, looking without does not', () => {
  const { files, events } = mailHost();
  files.install(mail, 'mail');
  opened(files, { path: mail, access: 'write', share: { read: true } });
  expect(files.peek(mail)).toMatchObject({ ok: true });
  expect(files.peek(mail, { read: true })).toMatchObject({ ok: false, error: { code: 32 } });
  expect(files.peek(mail, { read: true, write: true })).toMatchObject({ ok: true });
  expect(files.peek('D:\\Spool')).toMatchObject({ ok: false, error: { code: 5 } });
  expect(events()).toEqual([]);
});

test('what is installed is there with its folders, whoever holds what was there before', () => {
  const { files } = mailHost();
  files.install('D:\\Program Files\\Modus\\modus.ini', 'Grüße');
  opened(files, { path: 'D:\\Program Files\\Modus\\modus.ini', share: {} });
  files.install('D:\\Program Files\\Modus\\modus.ini', 'neu', { attributes: { readonly: true } });
  files.install('D:\\Program Files\\Modus\\umlaut.txt', 'ü');
  expect(files.peek('D:\\PROGRA~1\\Modus\\umlaut.txt')).toMatchObject({ bytes: new Uint8Array([0xfc]) });
  expect(
    files.tree('D:\\Program Files').map(({ path, kind, attributes }) => [path, kind, attributes.readonly]),
  ).toEqual([
    ['D:\\Program Files\\Modus', 'folder', false],
    ['D:\\Program Files\\Modus\\modus.ini', 'file', true],
    ['D:\\Program Files\\Modus\\umlaut.txt', 'file', false],
  ]);
  expect(() => files.install('X:\\a', '')).toThrow('cannot install X:\\a');
  expect(() => files.installFolder('X:\\a')).toThrow('SC-SCEN-007 cannot install X:\\a');
});

test('folders are made where their parents are, or with them, and removed when empty', () => {
  const { files } = mailHost();
  expect(files.makeFolder('D:\\a\\b')).toMatchObject({ error: { code: 3 } });
  expect(files.makeFolders('D:\\a\\b\\c')).toEqual({ ok: true });
  expect(files.makeFolders('D:\\a\\b')).toEqual({ ok: true });
  expect(files.makeFolder('D:\\a\\B')).toMatchObject({ error: { code: 183 } });
  files.install('D:\\a\\file', '');
  expect(files.makeFolders('D:\\a\\file')).toMatchObject({ error: { code: 183 } });
  expect(files.makeFolders('D:\\a\\file\\x')).toMatchObject({ error: { code: 183 } });
  expect(files.removeFolder('D:\\a')).toMatchObject({ error: { code: 145 } });
  expect(files.removeFolder('D:\\a\\b\\c')).toEqual({ ok: true });
  expect(files.list('D:\\a\\b')).toEqual({ ok: true, entries: [] });
  expect(files.list('D:\\a\\b\\c')).toMatchObject({ error: { code: 3 } });
});
