import { expect, test } from 'vitest';
import type { CloseOperation, FileFilter, OpenOperation, RenameOperation, Verdict } from './file-filter.ts';
import { delay, deny, pass } from './file-filter.ts';
import {
  bytes,
  mail,
  mailHost,
  mcshield,
  modus,
  opened,
  openNoting,
  receiver,
  textOf,
  tryOpen,
  tryRemove,
  tryRename,
} from './test/mail-host.ts';
import { ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION } from './win32-error.ts';

const refuseFor = (by: string): Verdict => deny(ERROR_ACCESS_DENIED, by);
const filter = (name: string, altitude: number, hooks: Partial<FileFilter>): FileFilter => ({
  name,
  altitude,
  ...hooks,
});

test('filters are asked from the highest altitude down, and told of closes from the lowest up', () => {
  const { files } = mailHost();
  const asked: string[] = [];
  for (const [name, altitude] of [
    ['scanner', 320_000],
    ['encryption', 140_000],
    ['auditor', 380_000],
  ] as const) {
    files.addFilter(
      filter(name, altitude, {
        beforeOpen: () => {
          asked.push(`${name} opens`);
          return pass;
        },
        afterClose: () => void asked.push(`${name} closes`),
      }),
    );
  }
  opened(files, { path: mail, disposition: 'create-new' }).close();
  expect(asked).toEqual([
    'auditor opens',
    'scanner opens',
    'encryption opens',
    'encryption closes',
    'scanner closes',
    'auditor closes',
  ]);
  expect(files.filters.map(({ name }) => name)).toEqual(['auditor', 'scanner', 'encryption']);
});

test('two filters cannot have one name or one altitude', () => {
  const { files } = mailHost();
  files.addFilter(filter('scanner', 320_000, {}));
  expect(() => files.addFilter(filter('other', 320_000, {}))).toThrow('scanner is loaded at 320000');
  expect(() => files.addFilter(filter('scanner', 320_001, {}))).toThrow('must differ');
  files.removeFilter('scanner');
  files.addFilter(filter('other', 320_000, {}));
});

test('a filter sees an operation with its canonical path, its process and what it is for', () => {
  const { world, files } = mailHost();
  files.install(mail, 'mail');
  const seen: OpenOperation[] = [];
  files.addFilter(
    filter('scanner', 320_000, {
      beforeOpen: (operation) => {
        seen.push(operation);
        return pass;
      },
    }),
  );
  const because = world.emit({ host: 'MAIL01', component: 'modus', kind: 'modus.scanning', subject: mail });
  tryOpen(files, { path: 'd:/spool/.\\Incoming/../INVIRUS\\A00000~1.MSG', access: ['readwrite', 'delete'], because });
  expect(seen).toEqual([
    {
      kind: 'open',
      path: mail,
      presentedPath: mail,
      process: modus,
      access: { read: true, write: true, delete: true, execute: false },
      share: { read: true, write: true, delete: true },
      disposition: 'open-existing',
      origin: { kind: 'local' },
      medium: 'local',
      causes: [because],
    },
  ]);
});

test('a refusal names the filter and its rule, and lower filters are not asked', () => {
  const { files, events } = mailHost();
  files.install(mail, 'mail');
  let asked = 0;
  files.addFilter(filter('scanner', 320_000, { beforeOpen: () => refuseFor('EICAR test file') }));
  files.addFilter(filter('lower', 140_000, { beforeOpen: () => (asked++, pass) }));
  const result = tryOpen(files, { path: mail });
  expect(asked).toBe(0);
  expect(result).toMatchObject({ ok: false, error: ERROR_ACCESS_DENIED, event: events()[0]?.id });
  expect(events()).toMatchObject([
    {
      kind: 'file.denied',
      subject: mail,
      error: 5,
      filter: 'scanner',
      rule: 'EICAR test file',
      process: 'MODUSCAN.EXE',
    },
  ]);
});

test('a delay holds the caller back, and what is there after it counts', () => {
  const host = mailHost();
  const { world, files, events } = host;
  files.install(mail, 'mail');
  files.addFilter(filter('scanner', 320_000, { beforeOpen: () => delay(2_000) }));
  const answers: string[] = [];
  openNoting(host, { path: mail }, answers);
  world.schedule(1_000, 'delete', () => tryRemove(files, mail));
  openNoting(host, { path: 'D:\\Spool\\other', disposition: 'open-always' }, answers);
  expect(answers).toEqual([]);
  world.runUntil(10_000);
  expect(answers).toEqual(['2000 error 2', '2000 ok']);
  expect(events('file.delayed')).toMatchObject([
    { subject: mail, by: 'scanner', us: 2_000, process: 'MODUSCAN.EXE' },
    {},
  ]);
  expect(events('file.failed')[0]?.causes).toEqual([events('file.delayed')[0]?.id]);
});

test('a folder that was moved while a filter delayed is looked for anew', () => {
  const host = mailHost();
  host.files.install(mail, 'mail');
  host.files.addFilter(filter('scanner', 320_000, { beforeOpen: () => delay(2_000) }));
  const answers: string[] = [];
  openNoting(host, { path: mail }, answers);
  tryRename(host.files, 'D:\\Spool', 'D:\\Old spool');
  host.world.runUntil(10_000);
  expect(answers).toEqual(['2000 error 3']);
});

test('a filter can wait, wait again and then refuse, all of it in the chain of causes', () => {
  const host = mailHost();
  const { world, events } = host;
  host.files.addFilter(
    filter('scanner', 320_000, { beforeOpen: () => delay(1_000, () => delay(500, () => refuseFor('time-out'))) }),
  );
  const answers: string[] = [];
  openNoting(host, { path: mail, disposition: 'open-always' }, answers);
  world.runUntil(10_000);
  expect(answers).toEqual(['1500 error 5']);
  const [denied] = events('file.denied');
  expect(world.trace.ancestorsOf(denied?.id ?? '').map(({ kind, us }) => [kind, us])).toEqual([
    ['file.delayed', 500],
    ['file.delayed', 1_000],
  ]);
});

test('a delay of nothing is answered at once', () => {
  const { files, events } = mailHost();
  files.addFilter(filter('scanner', 320_000, { beforeOpen: () => delay(0, () => refuseFor('cached')) }));
  expect(tryOpen(files, { path: mail })).toMatchObject({ ok: false });
  expect(events('file.delayed')).toEqual([]);
});

test('a filter that is unloaded while a file waits in it finishes that file, and sees no other', () => {
  const host = mailHost();
  const answers: string[] = [];
  host.files.addFilter(filter('scanner', 320_000, { beforeOpen: () => delay(1_000, () => refuseFor('found')) }));
  openNoting(host, { path: mail, disposition: 'open-always' }, answers);
  host.files.removeFilter('scanner');
  openNoting(host, { path: mail, disposition: 'open-always' }, answers);
  host.world.runUntil(5_000);
  expect(answers).toEqual(['0 ok', '1000 error 5']);
});

test('a cleaned file is written in the name of the kernel before its reader gets it', () => {
  const { files, events } = mailHost();
  files.install(mail, 'mail with a virus');
  let closes = 0;
  const clean = filter('scanner', 320_000, {
    beforeOpen: () => ({ kind: 'replace', bytes: bytes('mail') }),
    afterClose: () => void closes++,
  });
  files.addFilter(clean);
  const reading = opened(files, { path: mail });
  expect(textOf(reading.read())).toBe('mail');
  expect(closes).toBe(0);
  reading.close();
  expect(closes).toBe(1);
  expect(events()).toMatchObject([{ kind: 'file.written', process: 'System', bytes: 4 }]);
});

test('a file that cannot be cleaned because someone holds it is denied for that', () => {
  const { files, events } = mailHost();
  files.install(mail, 'mail with a virus');
  opened(files, { process: receiver, path: mail, share: { read: true } });
  files.addFilter(filter('scanner', 320_000, { beforeOpen: () => ({ kind: 'replace', bytes: bytes('mail') }) }));
  expect(tryOpen(files, { path: mail })).toMatchObject({ ok: false, error: ERROR_SHARING_VIOLATION });
  expect(events('file.denied')).toMatchObject([{ process: 'System', holder: 'SMTPRS.EXE', error: 32 }]);
});

test('who opens beneath a filter is neither asked about nor told of, by it and those above', () => {
  const { files } = mailHost();
  files.install(mail, 'mail');
  const seen: string[] = [];
  for (const [name, altitude] of [
    ['auditor', 380_000],
    ['scanner', 320_000],
    ['disk', 40_000],
  ] as const) {
    files.addFilter(
      filter(name, altitude, {
        beforeOpen: () => (seen.push(name), pass),
        afterClose: () => void seen.push(`${name} told`),
      }),
    );
  }
  const request = { process: mcshield, path: mail, access: 'read', share: {}, disposition: 'open-existing' } as const;
  files.openBelow('scanner', request, (result) => {
    if (result.ok) result.handle.close();
  });
  expect(seen).toEqual(['disk', 'disk told']);
  expect(() => files.openBelow('nobody', request, () => {})).toThrow('no file filter nobody');
});

test('renames and deletions pass filters of their own', () => {
  const { files, events } = mailHost();
  files.install(mail, 'mail');
  const renames: RenameOperation[] = [];
  files.addFilter(
    filter('access protection', 321_000, {
      beforeRename: (operation) => {
        renames.push(operation);
        return operation.newPath.endsWith('.EXE') ? refuseFor('no programs in the spool') : pass;
      },
      beforeDelete: ({ path }) => (path === mail ? refuseFor('no deletion in the spool') : pass),
    }),
  );
  expect(tryRename(files, mail, 'D:\\Spool\\A.EXE')).toBe('error 5');
  expect(tryRemove(files, mail)).toBe('error 5');
  expect(tryRename(files, mail, 'D:\\Spool\\a.msg')).toBe('ok');
  expect(tryRemove(files, 'D:\\Spool\\a.msg')).toBe('ok');
  expect(renames.map(({ path, newPath }) => [path, newPath])).toEqual([
    [mail, 'D:\\Spool\\A.EXE'],
    [mail, 'D:\\Spool\\a.msg'],
  ]);
  expect(events('file.denied')).toMatchObject([
    { operation: 'rename', rule: 'no programs in the spool' },
    { operation: 'delete', rule: 'no deletion in the spool' },
  ]);
});

test('a filter is told what a close left behind, under the event of the write', () => {
  const { world, files, events } = mailHost();
  const closes: CloseOperation[] = [];
  files.addFilter(
    filter('scanner', 320_000, {
      afterClose: (operation) => {
        closes.push(operation);
        world.emit({ host: 'MAIL01', component: 'virusscan', kind: 'scan.queued', subject: operation.path });
      },
    }),
  );
  const writing = opened(files, { process: receiver, path: mail, access: 'write', disposition: 'create-new' });
  writing.write(bytes('mail'));
  writing.close();
  opened(files, { path: mail }).close();
  opened(files, { path: mail, deleteOnClose: true }).close();
  expect(closes.map(({ written, removed, process }) => [written, removed, process.imageName])).toEqual([
    [true, false, 'SMTPRS.EXE'],
    [false, false, 'MODUSCAN.EXE'],
    [false, true, 'MODUSCAN.EXE'],
  ]);
  expect(events('scan.queued').map(({ causes }) => causes)).toEqual([
    [events('file.written')[0]?.id],
    [],
    [events('file.removed')[0]?.id],
  ]);
});

test('a filter that answers a rename with content is told that it cannot', () => {
  const { files } = mailHost();
  files.install(mail, 'mail');
  files.addFilter(filter('scanner', 320_000, { beforeRename: () => ({ kind: 'replace', bytes: bytes('x') }) }));
  expect(() => tryRename(files, mail, 'D:\\b')).toThrow(
    'file filter scanner: a rename cannot be answered with content',
  );
});
