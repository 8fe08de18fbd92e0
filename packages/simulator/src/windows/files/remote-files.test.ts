import { expect, test } from 'vitest';
import type { CloseOperation, OpenOperation } from './file-filter.ts';
import { pass } from './file-filter.ts';
import type { ChangeResult, OpenResult } from './file-request.ts';
import { FileSystem } from './file-system.ts';
import type { RemoteFiles } from './remote-files.ts';
import {
  bytes,
  type MailHost,
  mailHost,
  mcshield,
  opened,
  openNoting,
  outcome,
  textOf,
  tryRename,
} from './test/mail-host.ts';

const LATENCY = 200;
const system = { pid: 4, imageName: 'System', imagePath: 'System' };
const share = '\\\\MAIL01\\Spool$';

/** A redirector that reaches one share of one host, after some time. */
function redirectorTo({ world, files }: MailHost): RemoteFiles {
  const local = (path: string): string => `D:\\Spool${path.slice(share.length)}`;
  const origin = { kind: 'smb', client: 'WS042', session: 1 } as const;
  const later = (step: () => void): void => void world.schedule(LATENCY, 'network', step);
  return {
    open: (request, done) =>
      later(() =>
        files.open({ ...request, process: system, origin, path: local(request.path) }, (result: OpenResult) =>
          later(() => done(result)),
        ),
      ),
    rename: (request, done) =>
      later(() =>
        files.rename(
          { ...request, process: system, origin, path: local(request.path), to: local(request.to) },
          (result: ChangeResult) => later(() => done(result)),
        ),
      ),
    remove: (request, done) =>
      later(() =>
        files.remove({ process: system, origin, path: local(request.path) }, (result: ChangeResult) =>
          later(() => done(result)),
        ),
      ),
    list: (folder, pattern, limit) => files.list(local(folder), pattern, limit),
    stat: (path) => files.stat(local(path)),
    makeFolder: (path) => files.makeFolder(local(path)),
    removeFolder: (path) => files.removeFolder(local(path)),
    setAttributes: (path, changes) => files.setAttributes(local(path), changes),
    watch: (path, changed) => files.watch(local(path), changed),
  };
}

function workstation(): { server: MailHost; files: FileSystem; station: MailHost } {
  const server = mailHost();
  const files = new FileSystem(server.world, { host: 'WS042' });
  files.connect(redirectorTo(server));
  files.drives.mapDrive('m:', `${share}\\`);
  return { server, files, station: { ...server, files } };
}

test('a mapped drive leads to the share, and its letter is what filters are shown', () => {
  const { server, files, station } = workstation();
  server.files.install('D:\\Spool\\Invirus\\A.MSG', 'mail');
  const seen: (OpenOperation | CloseOperation)[] = [];
  files.addFilter({
    name: 'scanner',
    altitude: 320_000,
    beforeOpen: (operation) => (seen.push(operation), pass),
    afterClose: (operation) => void seen.push(operation),
  });
  const texts: string[] = [];
  for (const path of ['M:\\Invirus\\a.msg', `${share}\\Invirus\\A.MSG`]) {
    files.open(
      { process: mcshield, path, access: 'read', share: { read: true }, disposition: 'open-existing' },
      (result) => {
        if (!result.ok) return;
        texts.push(`${server.world.now} ${textOf(result.handle.read())} ${result.handle.path}`);
        result.handle.close();
      },
    );
  }
  server.world.runUntil(1_000);
  expect(texts).toEqual([`400 mail ${share}\\Invirus\\a.msg`, `400 mail ${share}\\Invirus\\A.MSG`]);
  expect(seen.map(({ kind, path, presentedPath, medium }) => [kind, path, presentedPath, medium])).toEqual([
    ['open', `${share}\\Invirus\\a.msg`, 'M:\\Invirus\\a.msg', 'network'],
    ['open', `${share}\\Invirus\\A.MSG`, `${share}\\Invirus\\A.MSG`, 'network'],
    ['close', `${share}\\Invirus\\a.msg`, 'M:\\Invirus\\a.msg', 'network'],
    ['close', `${share}\\Invirus\\A.MSG`, `${share}\\Invirus\\A.MSG`, 'network'],
  ]);
  expect(station.events()).toEqual([]);
});

test('a scanner on a workstation that holds a message over the share stops the mail server with 32', () => {
  const { server, files } = workstation();
  server.files.install('D:\\Spool\\Invirus\\A.MSG', 'mail');
  files.open(
    {
      process: mcshield,
      path: 'M:\\Invirus\\A.MSG',
      access: 'read',
      share: { read: true },
      disposition: 'open-existing',
    },
    () => {},
  );
  server.world.runUntil(1_000);
  expect(tryRename(server.files, 'D:\\Spool\\Invirus\\A.MSG', 'D:\\Spool\\Incoming\\A.MSG')).toBe('error 32');
  expect(server.events('file.denied')).toMatchObject([{ host: 'MAIL01', holder: 'System', holderClient: 'WS042' }]);
  files.processEnded(mcshield.pid);
  expect(tryRename(server.files, 'D:\\Spool\\Invirus\\A.MSG', 'D:\\Spool\\Incoming\\A.MSG')).toBe('ok');
});

test('what the server refuses is answered under its event', () => {
  const { server, files } = workstation();
  server.files.install('D:\\Spool\\A.MSG', 'mail');
  opened(server.files, { path: 'D:\\Spool\\A.MSG', share: {} });
  const answers: string[] = [];
  files.rename({ process: mcshield, path: 'M:\\A.MSG', to: 'M:\\B.MSG' }, (result) => {
    answers.push(outcome(result));
    server.world.emit({ host: 'WS042', component: 'virusscan', kind: 'scan.gave-up', subject: 'A.MSG' });
  });
  files.remove({ process: mcshield, path: 'M:\\none' }, (result) => answers.push(outcome(result)));
  files.rename({ process: mcshield, path: 'M:\\A.MSG', to: 'C:\\B.MSG' }, (result) => answers.push(outcome(result)));
  server.world.runUntil(1_000);
  expect(answers).toEqual(['error 3', 'error 32', 'error 2']);
  expect(server.events('scan.gave-up')[0]?.causes).toEqual([server.events('file.denied')[0]?.id]);
});

test('the folders of a share are looked at and changed like local ones', () => {
  const { server, files } = workstation();
  expect(files.makeFolders('M:\\Holding\\Domains')).toEqual({ ok: true });
  expect(server.files.exists('D:\\Spool\\Holding\\Domains')).toBe(true);
  server.files.install('D:\\Spool\\Holding\\a.rcp', '');
  expect(files.list('M:\\Holding', '*.rcp')).toMatchObject({ ok: true, entries: [{ name: 'a.rcp' }] });
  expect(files.setAttributes('M:\\Holding\\a.rcp', { readonly: true })).toEqual({ ok: true });
  expect(files.stat('M:\\Holding\\a.rcp')?.attributes.readonly).toBe(true);
  expect(files.removeFolder('M:\\Holding\\Domains')).toEqual({ ok: true });
});

test('a file that arrives over the network for a process that has ended meanwhile is closed again', () => {
  const { server, files, station } = workstation();
  server.files.install('D:\\Spool\\A.MSG', 'mail');
  const answers: string[] = [];
  openNoting({ ...station, files }, { process: mcshield, path: 'M:\\A.MSG', share: {} }, answers);
  server.world.schedule(300, 'end', () => files.processEnded(mcshield.pid));
  server.world.runUntil(1_000);
  expect(answers).toEqual([]);
  expect(server.files.openFiles()).toEqual([]);
});

test('writing through a share is an event of the server, and the workstation tells its filters', () => {
  const { server, files } = workstation();
  const written: boolean[] = [];
  files.addFilter({
    name: 'scanner',
    altitude: 320_000,
    afterClose: (operation) => void written.push(operation.written),
  });
  files.open(
    { process: mcshield, path: 'M:\\new.txt', access: 'write', share: {}, disposition: 'create-new' },
    (result) => {
      if (!result.ok) return;
      result.handle.append(bytes('a'));
      result.handle.close();
      result.handle.close();
    },
  );
  server.world.runUntil(1_000);
  expect(written).toEqual([true]);
  expect(server.events('file.written')).toMatchObject([
    { host: 'MAIL01', subject: 'D:\\Spool\\new.txt', process: 'System', client: 'WS042', bytes: 1 },
  ]);
});
