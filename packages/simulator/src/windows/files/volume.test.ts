import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ByteStore } from './byte-store.ts';
import { MapByteStore } from './map-byte-store.ts';
import { MemfsByteStore } from './memfs-byte-store.ts';
import { maskOf, maskOfList, type Rights, type RightsList, shareEverything } from './share-mode.ts';
import { Volume } from './volume.ts';
import { type Entry, type Folder, type OpenFile, statOf } from './volume-entry.ts';
import type { Disposition, VolumeOptions } from './volume-options.ts';
import type { VolumeResult } from './volume-result.ts';

const clock = { now: 0 };
const newVolume = (options: Partial<VolumeOptions> = {}): Volume =>
  new Volume({ clock, store: new MapByteStore(), device: '\\Device\\HarddiskVolume1', ...options });

interface How {
  access?: RightsList;
  share?: Partial<Rights>;
  disposition?: Disposition;
  deleteOnClose?: boolean;
}

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

const attempt = (volume: Volume, name: string, how: How = {}): VolumeResult<{ open: OpenFile }> =>
  volume.open(volume.root, name, {
    access: maskOfList(how.access ?? 'read'),
    share: maskOf(how.share ?? shareEverything),
    disposition: how.disposition ?? 'open-existing',
    deleteOnClose: how.deleteOnClose ?? false,
  });

function opened(volume: Volume, name: string, how: How = {}): OpenFile {
  const result = attempt(volume, name, how);
  if (!result.ok) throw new Error(`${name}: ${result.error.name}`);
  return result.open;
}

function given(volume: Volume, name: string, text = ''): void {
  const put = volume.put(volume.root, name, bytes(text));
  if (!put.ok) throw new Error(put.error.name);
}

const errorOf = (result: VolumeResult<object>): number => (result.ok ? 0 : result.error.code);
const textOf = (volume: Volume, name: string): string => {
  const entry = volume.root.find(name);
  return entry?.kind === 'file' ? String.fromCharCode(...volume.contentOf(entry)) : 'no file';
};
const names = (volume: Volume, pattern?: string): string[] => volume.list(volume.root, pattern).map(({ name }) => name);

test('a file is found in any case and keeps the spelling that it was made with', () => {
  const volume = newVolume();
  given(volume, 'Müller.Msg', 'x');
  expect(errorOf(attempt(volume, 'MÜLLER.MSG'))).toBe(0);
  given(volume, 'müller.msg', 'y');
  expect(names(volume)).toEqual(['Müller.Msg']);
});

test('a file is found by its short name, and no longer once it is renamed', () => {
  const volume = newVolume();
  given(volume, 'A000000001.MSG', 'first');
  expect(volume.list(volume.root)[0]?.shortName).toBe('A00000~1.MSG');
  expect(textOf(volume, 'a00000~1.msg')).toBe('first');
  volume.rename(volume.root, 'A00000~1.MSG', volume.root, 'B.MSG', false);
  expect(textOf(volume, 'A00000~1.MSG')).toBe('no file');
});

test('a volume that makes no short names finds files by their long names only', () => {
  const volume = newVolume({ shortNames: false });
  given(volume, 'A000000001.MSG');
  expect(errorOf(attempt(volume, 'A00000~1.MSG'))).toBe(2);
});

test('a pattern of three letters finds longer extensions through the short name', () => {
  const volume = newVolume();
  given(volume, 'index.html');
  given(volume, 'page.htm');
  expect(names(volume, '*.htm')).toEqual(['index.html', 'page.htm']);
  expect(names(newVolume({ shortNames: false }), '*.htm')).toEqual([]);
});

test('names are listed in the order of NTFS, whatever was listed before', () => {
  const volume = newVolume();
  for (const name of ['b.msg', '_x', 'A.msg', 'a1.msg']) given(volume, name);
  expect(names(volume)).toEqual(['A.msg', 'a1.msg', 'b.msg', '_x']);
  given(volume, 'Aa');
  volume.remove(volume.root, 'b.msg');
  volume.rename(volume.root, 'A.msg', volume.root, 'Z.msg', false);
  expect(names(volume)).toEqual(['a1.msg', 'Aa', 'Z.msg', '_x']);
  expect(volume.list(volume.root, '*', 2).map(({ name }) => name)).toEqual(['a1.msg', 'Aa']);
});

/** Errors by disposition, for a name that is: missing, a file, a folder, read-only, hidden, to be deleted. */
test.each<[Disposition, number[]]>([
  ['create-new', [0, 80, 80, 80, 80, 5]],
  ['create-always', [0, 0, 5, 5, 5, 5]],
  ['open-existing', [2, 0, 5, 5, 0, 5]],
  ['open-always', [0, 0, 5, 5, 0, 5]],
  ['truncate-existing', [2, 0, 5, 5, 0, 5]],
])('%s for writing answers as CreateFile does', (disposition, errors) => {
  const volume = newVolume();
  for (const name of ['file', 'readonly', 'hidden', 'doomed']) given(volume, name, 'old');
  volume.makeFolder(volume.root, 'folder');
  volume.setAttributes(volume.root.find('readonly') as Entry, { readonly: true });
  volume.setAttributes(volume.root.find('hidden') as Entry, { hidden: true });
  opened(volume, 'doomed');
  volume.remove(volume.root, 'doomed');
  const answers = ['missing', 'file', 'folder', 'readonly', 'hidden', 'doomed'].map((name) =>
    errorOf(attempt(volume, name, { access: 'write', disposition })),
  );
  expect(answers).toEqual(errors);
  const empties = disposition === 'create-always' || disposition === 'truncate-existing';
  expect(textOf(volume, 'file')).toBe(empties ? '' : 'old');
  expect(textOf(volume, 'missing')).toBe(errors[0] === 0 ? '' : 'no file');
});

test('a read-only file can be read and renamed, not written or deleted', () => {
  const volume = newVolume();
  given(volume, 'a');
  volume.setAttributes(volume.root.find('a') as Entry, { readonly: true });
  expect(errorOf(attempt(volume, 'a', { access: 'read' }))).toBe(0);
  expect(errorOf(attempt(volume, 'a', { access: 'readwrite' }))).toBe(5);
  expect(errorOf(attempt(volume, 'a', { deleteOnClose: true }))).toBe(5);
  expect(errorOf(volume.remove(volume.root, 'a'))).toBe(5);
  expect(errorOf(volume.rename(volume.root, 'a', volume.root, 'b', false))).toBe(0);
});

test('truncating takes the right to write', () => {
  const volume = newVolume();
  given(volume, 'a', 'old');
  expect(errorOf(attempt(volume, 'a', { access: 'read', disposition: 'truncate-existing' }))).toBe(87);
  expect(textOf(volume, 'a')).toBe('old');
});

test('a file that is held without sharing cannot be opened, emptied, renamed or deleted, and tells by whom', () => {
  const volume = newVolume();
  given(volume, 'a', 'old');
  const holder = opened(volume, 'a', { share: { read: true } });
  expect(attempt(volume, 'a', { access: 'write' })).toMatchObject({ error: { code: 32 }, holder });
  expect(errorOf(attempt(volume, 'a', { access: 'write', disposition: 'create-always' }))).toBe(32);
  expect(volume.rename(volume.root, 'a', volume.root, 'b', false)).toMatchObject({ error: { code: 32 }, holder });
  expect(volume.remove(volume.root, 'a')).toMatchObject({ error: { code: 32 }, holder });
  expect(errorOf(attempt(volume, 'a', { access: 'read' }))).toBe(0);
  expect(errorOf(attempt(volume, 'a', { access: [], share: {} }))).toBe(0);
  expect(textOf(volume, 'a')).toBe('old');
});

test('emptying a file takes consent to write of who holds it, even to empty it for reading', () => {
  const volume = newVolume();
  given(volume, 'a', 'old');
  opened(volume, 'a', { share: { read: true } });
  expect(errorOf(attempt(volume, 'a', { access: 'read', disposition: 'create-always' }))).toBe(32);
  expect(textOf(volume, 'a')).toBe('old');
});

test('a file can be renamed and deleted under a reader that shares deletion', () => {
  const volume = newVolume();
  given(volume, 'a', 'old');
  const reader = opened(volume, 'a');
  expect(errorOf(volume.rename(volume.root, 'a', volume.root, 'b', false))).toBe(0);
  expect(volume.remove(volume.root, 'b')).toMatchObject({ ok: true, pending: true });
  expect(String.fromCharCode(...volume.read(reader))).toBe('old');
});

test('the name of a deleted file is taken until the last handle closes, and opens of it fail with 5', () => {
  const volume = newVolume();
  given(volume, 'a');
  const first = opened(volume, 'a');
  const second = opened(volume, 'a');
  volume.remove(volume.root, 'a');
  expect(volume.close(first)).toBe(false);
  expect(attempt(volume, 'a', { disposition: 'create-new' })).toMatchObject({ error: { code: 5 }, holder: second });
  expect(errorOf(volume.rename(volume.root, 'a', volume.root, 'b', false))).toBe(5);
  expect(errorOf(volume.remove(volume.root, 'a'))).toBe(5);
  expect(names(volume)).toEqual(['a']);
  expect(volume.close(second)).toBe(true);
  expect(errorOf(attempt(volume, 'a'))).toBe(2);
  expect(errorOf(attempt(volume, 'a', { disposition: 'create-new' }))).toBe(0);
});

test('a file opened to be deleted on close goes with its handle, and lets in only who shares deletion', () => {
  const volume = newVolume();
  const temporary = opened(volume, 'a', { access: 'readwrite', disposition: 'create-new', deleteOnClose: true });
  expect(errorOf(attempt(volume, 'a', { share: { read: true, write: true } }))).toBe(32);
  const other = opened(volume, 'a');
  expect(volume.close(temporary)).toBe(false);
  expect(errorOf(attempt(volume, 'a'))).toBe(5);
  expect(volume.close(other)).toBe(true);
  expect(names(volume)).toEqual([]);
});

test('renaming over a file takes the option, and that nobody has it open', () => {
  const volume = newVolume();
  given(volume, 'new', 'new');
  given(volume, 'old', 'old');
  const rename = (replace: boolean) => errorOf(volume.rename(volume.root, 'new', volume.root, 'old', replace));
  expect(rename(false)).toBe(183);
  const holder = opened(volume, 'old');
  expect(rename(true)).toBe(5);
  volume.close(holder);
  volume.setAttributes(volume.root.find('old') as Entry, { readonly: true });
  expect(rename(true)).toBe(5);
  volume.setAttributes(volume.root.find('old') as Entry, { readonly: false });
  expect(rename(true)).toBe(0);
  expect(names(volume)).toEqual(['old']);
  expect(textOf(volume, 'old')).toBe('new');
});

test('a name can be renamed to itself in another case', () => {
  const volume = newVolume();
  given(volume, 'readme.TXT', 'x');
  expect(errorOf(volume.rename(volume.root, 'README.txt', volume.root, 'ReadMe.txt', false))).toBe(0);
  expect(names(volume)).toEqual(['ReadMe.txt']);
  expect(textOf(volume, 'readme.txt')).toBe('x');
});

test('a folder moves with all below it, unless a file in it is open or it would go into itself', () => {
  const volume = newVolume();
  volume.makeFolder(volume.root, 'Spool');
  const spool = volume.folder('\\Spool') as Folder;
  volume.makeFolder(spool, 'Invirus');
  const invirus = volume.folder('\\Spool\\Invirus') as Folder;
  volume.put(invirus, 'a.msg', bytes('mail'));
  const open = volume.open(invirus, 'a.msg', { access: 1, share: 7, disposition: 'open-existing' });
  expect(volume.rename(volume.root, 'Spool', volume.root, 'Old', false)).toMatchObject({ error: { code: 5 } });
  if (open.ok) volume.close(open.open);
  expect(errorOf(volume.rename(volume.root, 'Spool', invirus, 'Spool', false))).toBe(32);
  expect(errorOf(volume.rename(volume.root, 'Spool', volume.root, 'Old', false))).toBe(0);
  expect(volume.folder('\\Spool')).toBeUndefined();
  const moved = volume.folder('\\old\\INVIRUS');
  expect(moved?.path).toBe('\\Old\\Invirus');
  expect(moved?.find('A.MSG')?.kind).toBe('file');
});

test('only an empty folder can be removed, and a folder is no file', () => {
  const volume = newVolume();
  volume.makeFolder(volume.root, 'Spool');
  const spool = volume.folder('\\Spool') as Folder;
  volume.put(spool, 'a', bytes(''));
  expect(errorOf(volume.makeFolder(volume.root, 'SPOOL'))).toBe(183);
  expect(errorOf(volume.removeFolder(volume.root, 'Spool'))).toBe(145);
  expect(errorOf(volume.removeFolder(spool, 'a'))).toBe(267);
  expect(errorOf(volume.removeFolder(volume.root, 'none'))).toBe(2);
  expect(errorOf(volume.remove(volume.root, 'Spool'))).toBe(5);
  volume.remove(spool, 'a');
  expect(errorOf(volume.removeFolder(volume.root, 'Spool'))).toBe(0);
});

test.each(['a*b', 'a?', 'a<b', 'a|b', 'a"b', 'a:b', 'a\u0001', 'x'.repeat(256)])('%j is no name for a file', (name) => {
  const volume = newVolume();
  expect(errorOf(attempt(volume, name, { disposition: 'open-always' }))).toBe(123);
  expect(errorOf(volume.makeFolder(volume.root, name))).toBe(123);
});

test('a full disk refuses what does not fit, leaves the file as it was, and still makes empty files', () => {
  const volume = newVolume({ capacity: 3 * 4096 });
  const open = opened(volume, 'a', { access: 'write', disposition: 'create-new' });
  expect(errorOf(volume.write(open, new Uint8Array(2 * 4096 + 1)))).toBe(0);
  expect(volume.freeBytes).toBe(0);
  expect(errorOf(volume.append(open, new Uint8Array(4095)))).toBe(0);
  expect(errorOf(volume.append(open, new Uint8Array(1)))).toBe(112);
  expect(errorOf(volume.write(open, new Uint8Array(4 * 4096)))).toBe(112);
  expect(volume.root.find('a')).toMatchObject({ size: 3 * 4096 });
  const other = opened(volume, 'b', { access: 'write', disposition: 'create-new' });
  expect(errorOf(volume.write(other, new Uint8Array(1)))).toBe(112);
  volume.close(open);
  volume.remove(volume.root, 'a');
  expect(volume.freeBytes).toBe(3 * 4096);
  expect(errorOf(volume.write(other, new Uint8Array(1)))).toBe(0);
});

test('times are those of the world: made, written, looked at', () => {
  const own = { now: 1_000 };
  const volume = newVolume({ clock: own });
  const open = opened(volume, 'a', { access: 'readwrite', disposition: 'create-new' });
  own.now = 2_000;
  volume.write(open, bytes('x'));
  own.now = 3_000;
  volume.read(open);
  expect(volume.list(volume.root)[0]).toMatchObject({ createdAt: 1_000, writtenAt: 2_000, accessedAt: 3_000 });
  own.now = 4_000;
  volume.rename(volume.root, 'a', volume.root, 'b', false);
  expect(volume.list(volume.root)[0]).toMatchObject({ createdAt: 1_000, writtenAt: 2_000 });
  expect(volume.root.writtenAt).toBe(4_000);
});

test('a volume that keeps no access times does not note reading', () => {
  const own = { now: 1_000 };
  const volume = newVolume({ clock: own, accessTimes: false });
  given(volume, 'a');
  own.now = 2_000;
  volume.read(opened(volume, 'a'));
  expect(volume.list(volume.root)[0]?.accessedAt).toBe(1_000);
});

test('writing sets the archive attribute that a backup cleared', () => {
  const volume = newVolume();
  given(volume, 'a');
  volume.setAttributes(volume.root.find('a') as Entry, { archive: false, hidden: true });
  volume.append(opened(volume, 'a', { access: 'write' }), bytes('x'));
  expect(volume.list(volume.root)[0]?.attributes).toMatchObject({ archive: true, hidden: true, directory: false });
});

test('a power failure leaves files that were to be deleted, and no handle in their way', () => {
  const volume = newVolume();
  const open = opened(volume, 'a', { access: 'readwrite', share: {}, disposition: 'create-new', deleteOnClose: true });
  volume.powerOff();
  expect(volume.close(open)).toBe(false);
  expect(errorOf(attempt(volume, 'a', { access: 'readwrite', share: {} }))).toBe(0);
});

test('a fork has the same files and goes its own way', () => {
  const volume = newVolume({ capacity: 8192, serial: '1C3A-0F2B' });
  given(volume, 'Long name of a file.msg', 'both');
  const copy = volume.fork(clock);
  expect(copy.list(copy.root)).toEqual(volume.list(volume.root));
  expect([copy.serial, copy.freeBytes]).toEqual(['1C3A-0F2B', 4096]);
  given(copy, 'LONGNA~1.MSG', 'copy');
  given(volume, 'other');
  expect(textOf(volume, 'LONGNA~1.MSG')).toBe('both');
  expect(names(copy)).toEqual(['Long name of a file.msg']);
  opened(volume, 'other');
  expect(() => volume.fork(clock)).toThrow('1 handles are open');
});

type Step = (volume: Volume, opens: OpenFile[]) => unknown;

const name = fc.constantFrom('a.msg', 'A.MSG', 'A long name.msg', 'A long nose.msg', 'ALONGN~1.MSG', 'b.rcp', 'Folder');
const share = fc.constantFrom(0, 1, 3, 7);
const inFolder = fc.boolean();
const folderOf = (volume: Volume, inner: boolean): Folder =>
  (inner ? volume.folder('\\Folder') : undefined) ?? volume.root;
const pick = (opens: OpenFile[], n: number): OpenFile | undefined => opens.filter(({ isOpen }) => isOpen)[n];
const outcome = (result: VolumeResult<object>): unknown => (result.ok ? 'ok' : result.error.name);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({
      inner: inFolder,
      name,
      access: fc.nat(7),
      share,
      disposition: fc.constantFrom<Disposition[]>(
        'create-new',
        'create-always',
        'open-existing',
        'open-always',
        'truncate-existing',
      ),
      deleteOnClose: fc.boolean(),
    })
    .map(
      ({ inner, name: n, ...how }): Step =>
        (volume, opens) => {
          const result = volume.open(folderOf(volume, inner), n, how);
          if (result.ok) opens.push(result.open);
          return outcome(result);
        },
    ),
  fc.tuple(fc.nat(3), fc.uint8Array({ maxLength: 12 })).map(
    ([n, content]): Step =>
      (volume, opens) => {
        const open = pick(opens, n);
        return open === undefined ? 'none' : outcome(volume.write(open, content));
      },
  ),
  fc.tuple(fc.nat(3), fc.uint8Array({ maxLength: 12 })).map(
    ([n, content]): Step =>
      (volume, opens) => {
        const open = pick(opens, n);
        return open === undefined ? 'none' : outcome(volume.append(open, content));
      },
  ),
  fc.nat(3).map(
    (n): Step =>
      (volume, opens) => {
        const open = pick(opens, n);
        return open === undefined ? 'none' : [[...volume.read(open)], volume.close(open)];
      },
  ),
  fc.tuple(inFolder, name).map(
    ([inner, n]): Step =>
      (volume) =>
        outcome(volume.remove(folderOf(volume, inner), n)),
  ),
  fc.tuple(inFolder, name, inFolder, name, fc.boolean()).map(
    ([inner, n, toInner, to, replace]): Step =>
      (volume) =>
        outcome(volume.rename(folderOf(volume, inner), n, folderOf(volume, toInner), to, replace)),
  ),
  fc.constant<Step>((volume) => outcome(volume.makeFolder(volume.root, 'Folder'))),
  fc.constant<Step>((volume) => outcome(volume.removeFolder(volume.root, 'Folder'))),
);

/** Name, size and content of all that is there; throws where the byte store and the volume disagree. */
function everything(volume: Volume, store: ByteStore, folder: Folder, into: unknown[] = []): unknown[] {
  expect([...store.list(folder.key)].sort()).toEqual(
    folder
      .inOrder()
      .map((e) => e.folded)
      .sort(),
  );
  expect(volume.list(folder)).toEqual(folder.inOrder().map(statOf));
  for (const entry of folder.inOrder()) {
    const stat = statOf(entry);
    into.push(stat);
    if (entry.kind === 'folder') everything(volume, store, entry, into);
    else into.push([...store.read(folder.key, entry.folded)]);
    if (entry.kind === 'file') expect(store.read(folder.key, entry.folded).length).toBe(entry.size);
    expect(folder.find(stat.shortName)).toBe(entry);
  }
  return into;
}

test('both byte stores give one volume under any workload, and the volume accounts for every byte', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const sides = [new MapByteStore(), new MemfsByteStore()].map((store) => {
        const volume = newVolume({ store, capacity: 64, clusterBytes: 8 });
        const opens: OpenFile[] = [];
        const answers = steps.map((run) => run(volume, opens));
        const used = volume.root.inOrder().concat(volume.folder('\\Folder')?.inOrder() ?? []);
        const bytesUsed = used.reduce((sum, e) => sum + (e.kind === 'file' ? Math.ceil(e.size / 8) * 8 : 0), 0);
        expect(volume.usedBytes).toBe(bytesUsed);
        expect(volume.usedBytes).toBeLessThanOrEqual(64);
        return [answers, everything(volume, store, volume.root)];
      });
      expect(sides[0]).toEqual(sides[1]);
    }),
    { numRuns: 300 },
  );
});
