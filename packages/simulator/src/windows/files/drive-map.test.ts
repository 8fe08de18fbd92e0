import fc from 'fast-check';
import { expect, test } from 'vitest';
import { World } from '../../kernel/index.ts';
import { pass } from './file-filter.ts';
import { FileSystem } from './file-system.ts';
import { MapByteStore } from './map-byte-store.ts';
import { bytes, mail, mailHost, opened, outcome, tryOpen, tryRename } from './test/mail-host.ts';
import { Volume } from './volume.ts';
import type { VolumeOptions } from './volume-options.ts';

const newVolume = (number: number, options: Partial<VolumeOptions> = {}): Volume =>
  new Volume({ clock: { now: 0 }, store: new MapByteStore(), device: `\\Device\\HarddiskVolume${number}`, ...options });

test.each([
  'D:\\Spool\\Invirus\\A000000001.MSG',
  'd:\\SPOOL\\invirus\\a000000001.msg',
  'D:/Spool/Invirus/A000000001.MSG',
  'D:\\Spool\\\\Invirus\\.\\A000000001.MSG',
  'D:\\Spool\\Incoming\\..\\Invirus\\A000000001.MSG',
  'D:\\Spool\\Invirus\\A00000~1.MSG',
  'D:\\Spool\\Invirus\\A000000001.MSG. .',
  'D:Spool\\Invirus\\A000000001.MSG',
  '\\\\?\\D:\\Spool\\Invirus\\A000000001.MSG',
])('%s means the message', (path) => {
  const { files } = mailHost();
  files.install(mail, 'mail');
  for (let again = 0; again < 2; again++) {
    expect(opened(files, { path }).path).toBe(mail);
    expect(files.stat(path)?.name).toBe('A000000001.MSG');
  }
});

test.each([
  ['X:\\a', 3],
  ['D:\\nowhere\\a', 3],
  ['D:\\Spool\\nowhere', 2],
  ['D:\\Spool\\Invirus\\A000000001.MSG\\a', 3],
  ['D:\\Spool', 5],
  ['D:\\', 3],
  ['D:\\Spool\\a?', 123],
  ['Spool\\a', 123],
  ['\\Spool\\a', 123],
  ['\\\\.\\PhysicalDrive0', 123],
  ['\\\\MAIL02\\Spool\\a', 53],
])('opening %s fails with %i', (path, code) => {
  const { files } = mailHost();
  files.install(mail, 'mail');
  expect(tryOpen(files, { path })).toMatchObject({ ok: false, error: { code } });
});

test('a volume mounted in a folder is entered through it, as deep as they are mounted in each other', () => {
  const { files } = mailHost();
  const [spool, queue] = [newVolume(3), newVolume(4)];
  files.makeFolders('D:\\Mounts\\Mail Spool');
  files.drives.mount('D:\\Mounts\\Mail Spool', spool);
  files.makeFolders('D:\\Mounts\\Mail Spool\\Queue');
  files.drives.mount('D:\\MOUNTS\\MAILSP~1\\queue', queue);
  files.install('D:\\Mounts\\MAILSP~1\\Queue\\In\\a.msg', 'mail');
  expect(queue.folder('\\In')?.find('A.MSG')).toBeDefined();
  expect(opened(files, { path: 'd:\\mounts\\mail spool\\queue\\in\\A.MSG' }).path).toBe(
    'D:\\Mounts\\Mail Spool\\Queue\\In\\a.msg',
  );
  expect(files.drives.mountPoints()).toEqual([
    { path: 'D:\\Mounts\\Mail Spool', volume: spool },
    { path: 'D:\\Mounts\\Mail Spool\\Queue', volume: queue },
  ]);
  expect(files.tree('D:\\Mounts').map(({ path }) => path)).toEqual([
    'D:\\Mounts\\Mail Spool',
    'D:\\Mounts\\Mail Spool\\Queue',
    'D:\\Mounts\\Mail Spool\\Queue\\In',
    'D:\\Mounts\\Mail Spool\\Queue\\In\\a.msg',
  ]);
  expect(tryRename(files, 'D:\\Mounts\\Mail Spool\\Queue\\In\\a.msg', 'D:\\a.msg')).toBe('error 17');
});

test('a folder that was used before shows the volume that is mounted in it, and what moves there', () => {
  const { files } = mailHost();
  const spool = newVolume(3);
  spool.makeFolder(spool.root, 'In');
  files.makeFolders('D:\\Mount');
  expect(files.exists('D:\\Mount\\In')).toBe(false);
  files.drives.mount('D:\\Mount', spool);
  expect(files.exists('D:\\Mount\\In')).toBe(true);
  files.install('D:\\Mount\\In\\a.msg', '');
  expect(tryRename(files, 'D:\\Mount\\In', 'D:\\Mount\\Out')).toBe('ok');
  expect(files.exists('D:\\Mount\\In\\a.msg')).toBe(false);
  expect(opened(files, { path: 'D:\\Mount\\Out\\a.msg' }).path).toBe('D:\\Mount\\Out\\a.msg');
});

test('files of a mounted volume are presented by its device, or by its letter if it has one', () => {
  const { files } = mailHost();
  const [unlettered, lettered] = [newVolume(3), newVolume(4)];
  const emulated = newVolume(5, { presentedByDevice: true });
  for (const [i, volume] of [unlettered, lettered, emulated].entries()) {
    files.makeFolders(`D:\\M${i}`);
    files.drives.mount(`D:\\M${i}`, volume);
    files.install(`D:\\M${i}\\Spool\\a.msg`, '');
  }
  files.drives.attach('F:', lettered);
  files.drives.attach('G:', emulated);
  const seen: string[] = [];
  files.addFilter({
    name: 'scanner',
    altitude: 320_000,
    beforeOpen: ({ path, presentedPath }) => (seen.push(path, presentedPath), pass),
    afterClose: ({ presentedPath }) => void seen.push(presentedPath),
  });
  for (const path of ['D:\\M0\\Spool\\a.msg', 'D:\\M1\\Spool\\a.msg', 'G:\\spool\\a.msg'])
    opened(files, { path }).close();
  expect(seen).toEqual([
    'D:\\M0\\Spool\\a.msg',
    '\\Device\\HarddiskVolume3\\Spool\\a.msg',
    '\\Device\\HarddiskVolume3\\Spool\\a.msg',
    'D:\\M1\\Spool\\a.msg',
    'F:\\Spool\\a.msg',
    'F:\\Spool\\a.msg',
    'G:\\Spool\\a.msg',
    '\\Device\\HarddiskVolume5\\Spool\\a.msg',
    '\\Device\\HarddiskVolume5\\Spool\\a.msg',
  ]);
});

test('an unmounted folder is empty again, and can be removed', () => {
  const { files } = mailHost();
  files.makeFolders('D:\\Mount');
  files.drives.mount('D:\\Mount', newVolume(3));
  files.install('D:\\Mount\\a', '');
  files.drives.unmount('d:\\MOUNT');
  expect(files.exists('D:\\Mount\\a')).toBe(false);
  expect(files.drives.mountPoints()).toEqual([]);
  files.drives.mount('D:\\Mount', newVolume(3));
  expect(files.removeFolder('D:\\Mount')).toEqual({ ok: true });
  expect(files.drives.mountPoints()).toEqual([]);
});

test('volumes that are mounted in each other do not make a tree without end', () => {
  const { files, volume } = mailHost();
  const other = newVolume(3);
  files.makeFolders('D:\\Other');
  files.drives.mount('D:\\Other', other);
  files.makeFolders('D:\\Other\\Back');
  files.drives.mount('D:\\Other\\Back', volume);
  files.makeFolders('D:\\Self');
  files.drives.mount('D:\\Self', volume);
  expect(files.tree('D:\\').map(({ path }) => path)).toEqual([
    'D:\\Other',
    'D:\\Other\\Back',
    'D:\\Self',
    'D:\\Spool',
    'D:\\Spool\\Incoming',
    'D:\\Spool\\Invirus',
  ]);
  expect(files.exists('D:\\Other\\Back\\Other\\Back\\Spool')).toBe(true);
});

test('a mount point takes an empty folder, a drive a free letter', () => {
  const { files } = mailHost();
  expect(() => files.drives.mount('D:\\Spool', newVolume(3))).toThrow('must be empty');
  expect(() => files.drives.mount('D:\\', newVolume(3))).toThrow('must be empty');
  expect(() => files.drives.mount('D:\\Nowhere', newVolume(3))).toThrow('no such folder');
  expect(() => files.drives.attach('d:', newVolume(3))).toThrow('D: is in use');
  expect(() => files.drives.mapDrive('E', '\\\\a\\b')).toThrow('write it as D:');
  expect(() => files.drives.mapDrive('E:', 'a\\b')).toThrow('give \\\\server\\share');
  expect(() => files.drives.unmount('D:\\Spool')).toThrow('no volume is mounted');
});

test('a drive that is taken away is gone, and its letter free', () => {
  const { files, volume } = mailHost();
  files.install(mail, 'mail');
  expect(files.exists(mail)).toBe(true);
  files.drives.detach('D:');
  expect(files.exists(mail)).toBe(false);
  files.drives.attach('E:', volume);
  expect(files.drives.drives().map(({ drive }) => drive)).toEqual(['E:']);
  expect(opened(files, { path: mail.replace('D:', 'E:') }).path).toBe(mail.replace('D:', 'E:'));
});

test('what is remembered of paths is never out of date', () => {
  const folder = fc.constantFrom(
    'D:\\a',
    'D:\\a\\b',
    'D:\\c',
    'D:\\c\\b',
    'D:\\a\\long folder name',
    'D:\\a\\LONGFO~1',
  );
  const step = fc.oneof(
    fc.record({ kind: fc.constant('make' as const), folder }),
    fc.record({ kind: fc.constant('remove' as const), folder }),
    fc.record({ kind: fc.constant('move' as const), folder, to: folder }),
    fc.record({ kind: fc.constant('mount' as const), folder }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const { files, volume, world } = mailHost();
      const mounted = newVolume(3);
      for (const one of steps) {
        if (one.kind === 'make') files.makeFolder(one.folder);
        else if (one.kind === 'remove') files.removeFolder(one.folder);
        else if (one.kind === 'move') tryRename(files, one.folder, one.to);
        else if (files.drives.mountPoints().length > 0) files.drives.unmount(files.drives.mountPoints()[0]?.path ?? '');
        else if (files.exists(one.folder) && files.tree(one.folder).length === 0)
          files.drives.mount(one.folder, mounted);
        const fresh = new FileSystem(world, { host: 'FRESH' });
        fresh.drives.attach('D:', volume);
        for (const { path } of files.drives.mountPoints()) fresh.drives.mount(path, mounted);
        for (const path of ['D:\\a\\b\\x', 'D:\\c\\b\\x', 'D:\\a\\LONGFO~1\\x', 'D:\\c\\x']) {
          const [seen, expected] = [files, fresh].map((side) => outcome(tryOpen(side, { path })));
          expect(seen).toBe(expected);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('names in the spelling of others do not change how a file is spelt in the trace', () => {
  const world = new World({
    seed: 1,
    startsAt: { year: 2009, month: 3, day: 2, hour: 8, minute: 0, second: 0, microsecond: 0 },
    storeTrace: true,
  });
  const files = new FileSystem(world, { host: 'MAIL01' });
  files.drives.attach('d:', newVolume(2));
  files.install('D:\\Modus Spool\\A.Msg', '');
  const writing = opened(files, { path: 'd:\\MODUSS~1\\a.MSG', access: 'write' });
  writing.write(bytes('x'));
  writing.close();
  expect(world.trace.last(1)[0]?.subject).toBe('D:\\Modus Spool\\A.Msg');
});
