import { factOf, known, type Plain, record, ruleLanguages, Unknown } from '@scanclash/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExclusionItem } from '../../src/mcafee-virusscan/exclusion-item.ts';
import { coversFile } from '../../src/mcafee-virusscan/functions/entry-covers.ts';
import { type MountPoint, presentedPath } from '../../src/mcafee-virusscan/functions/presented-path.ts';
import { PRODUCTS } from '../../src/products.ts';
import { entryFor, LAYOUTS, type Layout, name } from './exclusion-samples.ts';
import { type Direction, ScannedHost } from './scanned-host.ts';

/*
 * Rules and emulation are two readings of the same sources (KB50998, PG88 p.49 and p.126, KB61000). Here they are put to
 * the same cases: what the rules say of a list of exclusions, and what the emulated filter does with real opens.
 */

const DIRECTIONS: readonly Direction[] = ['read', 'write'];
const FLAG = { read: 'onRead', write: 'onWrite' } as const;

const hosts = new Map(LAYOUTS.map((layout) => [layout, new ScannedHost(layout.disks)]));
const hostOf = (layout: Layout): ScannedHost => hosts.get(layout) as ScannedHost;

/** The volumes as `mountvol` tells of them, named by their devices so that a test can tell what the filter sees. */
const mountPointsOf = ({ disks }: Layout): MountPoint[] =>
  disks.flatMap(({ drive, folders = [] }, i) =>
    [...(drive === undefined ? [] : [`${drive}\\`]), ...folders.map((folder) => `${folder}\\`)].map((folder) => ({
      folder,
      volume: `\\Device\\HarddiskVolume${i + 1}`,
    })),
  );

function presentedAs(path: string, layout: Layout): string {
  const presented = presentedPath(path, mountPointsOf(layout));
  return presented.kind === 'by-letter' ? presented.path : presented.volume + presented.rest;
}

const mostly = (value: boolean) => fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, fc.constant(!value));

const place = fc
  .record({
    start: fc.constantFrom(...LAYOUTS.flatMap((layout) => layout.tops.map((top) => ({ layout, top })))),
    names: fc.array(name, { maxLength: 3 }),
  })
  .map(({ start: { layout, top }, names }) => ({ layout, path: [top, ...names].join('\\') }));

const fileCase = fc
  .record({
    place,
    file: name,
    entries: fc.array(entryFor, { minLength: 1, maxLength: 3 }),
    direction: fc.constantFrom(...DIRECTIONS),
    scanOnRead: mostly(true),
    scanOnWrite: mostly(true),
  })
  .map(({ place: { layout, path }, file, entries, ...rest }) => {
    const whole = `${path}\\${file}`;
    return { layout, path: whole, items: entries.map((entry) => entry(whole)), ...rest };
  });

test('the filter scans exactly the files that no entry covers', () => {
  fc.assert(
    fc.property(fileCase, ({ layout, path, items, direction, scanOnRead, scanOnWrite }) => {
      const host = hostOf(layout);
      fc.pre(!host.isFolder(path));
      host.use({
        'onAccess.onlyDefaultProfile': true,
        'onAccess.default.exclusions': items,
        'onAccess.default.scanOnRead': scanOnRead,
        'onAccess.default.scanOnWrite': scanOnWrite,
      });
      const isOn = { read: scanOnRead, write: scanOnWrite }[direction];
      const shown = presentedAs(path, layout);
      const covered = items.some((item) => item[FLAG[direction]] && coversFile(item, shown));
      expect(host.scans('reader.exe', path, direction)).toBe(isOn && !covered);
    }),
    { numRuns: 2000 },
  );
});

const leavesAlone = (() => {
  const read = ruleLanguages(PRODUCTS).host.read(
    'leavesAlone(virusscan.onAccess, modus.deliveryProgram, modus.root, windows.mountPoints)',
  );
  if (!read.ok) throw new Error(read.error.problem);
  return read.expression;
})();

/** What rules make of the settings of a host, as they are collected from its console. */
function judged(host: ScannedHost, layout: Layout, program: string, folder: string): boolean | undefined {
  const origin = { kind: 'given' } as const;
  const facts = {
    virusscan: host.facts(),
    modus: record({ deliveryProgram: known(program, origin), root: known(folder, origin) }),
    windows: record({
      mountPoints: factOf(
        mountPointsOf(layout).map((point) => ({ ...point })),
        origin,
      ),
    }),
  };
  const verdict = leavesAlone.evaluate({ facts, budget: 100_000 });
  if (verdict instanceof Unknown) return undefined;
  expect(verdict).toBeTypeOf('boolean');
  return verdict === true;
}

/** A name that no pattern of a test spells, and that is too long for any number of question marks. */
const FRESH = 'ŋ'.repeat(90);

/** Every way to each folder that a volume is mounted in: a volume that has a letter too is a second way to what is in it. */
function mountFolders({ disks }: Layout): string[] {
  const folders = disks.flatMap((disk) => disk.folders ?? []);
  const otherWays = disks.flatMap(({ drive, folders: own = [] }) =>
    drive === undefined
      ? []
      : own.flatMap((mount) =>
          folders.filter((inner) => inner.startsWith(`${mount}\\`)).map((inner) => drive + inner.slice(mount.length)),
        ),
  );
  return [...folders, ...otherWays];
}

/** Such a name, so short that two question marks are too many for it. */
const SHORT = 'ŋ';

/**
 * Files that stand for all files of a folder: so deep, with long names and short ones, in the folder itself and in each
 * folder with a volume of its own.
 */
function* filesOf(folder: string, layout: Layout, depth: number): Generator<string> {
  const below = mountFolders(layout).filter((mount) => mount.startsWith(folder));
  for (const root of new Set([folder, ...below])) {
    for (const one of [FRESH, SHORT]) {
      for (let level = 1; level <= depth; level++) yield root.replace(/\\$/, '') + `\\${one}`.repeat(level);
    }
  }
}

const PROGRAMS = ['SMTPDS.exe', 'backup.exe', 'smtpds.EXE'];
const programs = fc.subarray(['SMTPDS.exe', 'BACKUP.EXE', 'other.exe']);
const profile = fc.record({
  scanOnRead: mostly(true),
  scanOnWrite: mostly(true),
  entries: fc.array(entryFor, { maxLength: 3 }),
  ours: fc.option(fc.record({ onRead: mostly(true), onWrite: mostly(true), subfolders: mostly(true) })),
});

const folderCase = fc
  .record({
    place,
    program: fc.constantFrom(...PROGRAMS),
    onlyDefaultProfile: fc.boolean(),
    lowRiskPrograms: programs,
    highRiskPrograms: programs,
    default: profile,
    lowRisk: profile,
    highRisk: profile,
    others: fc.array(fc.tuple(fc.array(name, { maxLength: 3 }), name), { maxLength: 3 }),
    spelled: fc.constantFrom<(path: string) => string>(
      (path) => path,
      (path) => `${path}\\`,
      (path) => path.replaceAll('\\', '/'),
      (path) => path.replace('\\', '\\\\'),
      (path) => `${path}\\.\\x\\..`,
      (path) => `${path.toLowerCase()}\\`,
    ),
  })
  .map(({ place: { layout, path: folder }, others, program, spelled, ...sample }) => {
    const settingsOf = (name: 'default' | 'lowRisk' | 'highRisk') => {
      const { entries, ours, ...scans } = sample[name];
      const items = entries.map((entry) => entry(`${folder}\\x.msg`));
      const exclusions: ExclusionItem[] =
        ours === null ? items : [...items, { type: 'path', value: `${folder}\\`, ...ours }];
      return Object.entries({ ...scans, exclusions }).map(([path, value]) => [`onAccess.${name}.${path}`, value]);
    };
    const settings: Record<string, Plain> = {
      'onAccess.onlyDefaultProfile': sample.onlyDefaultProfile,
      'onAccess.lowRisk.processes': sample.lowRiskPrograms,
      'onAccess.highRisk.processes': sample.highRiskPrograms,
      ...Object.fromEntries([...settingsOf('default'), ...settingsOf('lowRisk'), ...settingsOf('highRisk')]),
    };
    const files = others.map(([folders, file]) => [folder, ...folders, file].join('\\'));
    return { layout, folder, spelled: spelled(folder), program, settings, others: files };
  });

test('a folder is left alone by the rules where the filter scans none of its files, and not where it scans one', () => {
  fc.assert(
    fc.property(folderCase, ({ layout, folder, spelled, program, settings, others }) => {
      const host = hostOf(layout);
      fc.pre(host.isFolder(folder) || !host.exists(folder));
      host.use(settings);
      const verdict = judged(host, layout, program, spelled);
      const scans = (file: string) => DIRECTIONS.some((direction) => host.scans(program, file, direction));
      const files = [...filesOf(folder, layout, 10)];
      if (verdict === false) expect(files.find(scans), 'a file that is scanned').toBeDefined();
      if (verdict === true) {
        expect([...files, ...others.filter((file) => !host.isFolder(file))].filter(scans)).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});

const both = { onRead: true, onWrite: true };
const [letters, mounted, nested, lettered, aliased] = LAYOUTS as [Layout, Layout, Layout, Layout, Layout];

/** What the properties above, or thinking about them, have found; each was judged otherwise once. */
const FOUND: readonly {
  readonly title: string;
  readonly layout: Layout;
  readonly folder: string;
  readonly values: readonly string[];
  readonly subfolders?: boolean;
  readonly alone: boolean | undefined;
  /** A file that is scanned, or, where all is left alone, one that would be the first to be. */
  readonly file: string;
}[] = [
  {
    title: 'a hyphen means itself',
    layout: letters,
    folder: 'D:\\E-Mail',
    values: ['D:\\E-Mail\\'],
    alone: true,
    file: 'D:\\E-Mail\\x.msg',
  },
  {
    title: 'a question mark is one unit of UTF-16, and no more',
    layout: letters,
    folder: 'D:\\\u{1F4E7}',
    values: ['D:\\?\\'],
    alone: false,
    file: 'D:\\\u{1F4E7}\\x.msg',
  },
  {
    title: 'a question mark beside stars asks for one character, which every name has',
    layout: letters,
    folder: 'D:\\Spool',
    values: ['D:\\Spool\\**?'],
    alone: true,
    file: 'D:\\Spool\\a\\b.msg',
  },
  {
    title: 'two question marks beside stars leave names of one character out',
    layout: letters,
    folder: 'D:\\Spool',
    values: ['D:\\Spool\\?**?'],
    alone: false,
    file: 'D:\\Spool\\x',
  },
  {
    title: 'a name that comes twice covers two levels, but not the third',
    layout: letters,
    folder: 'D:\\Spool\\Spool',
    values: ['D:\\**Spool\\*\\*'],
    alone: false,
    file: 'D:\\Spool\\Spool\\a\\b\\c.msg',
  },
  {
    title: 'two entries cover together what neither covers alone',
    layout: letters,
    folder: 'D:\\Spool',
    values: ['D:\\Spool\\*', 'D:\\Spool\\*\\**'],
    alone: true,
    file: 'D:\\Spool\\a\\b\\c.msg',
  },
  {
    title: 'a volume without a letter that is mounted in an excluded folder is not excluded with it',
    layout: mounted,
    folder: 'C:\\Mounts',
    values: ['C:\\Mounts\\'],
    alone: false,
    file: 'C:\\Mounts\\Mail\\x.msg',
  },
  {
    title: 'of two volumes, one mounted in the other, the inner one counts',
    layout: nested,
    folder: 'C:\\Mounts\\Mail\\Spool',
    values: ['**\\Spool\\'],
    alone: false,
    file: 'C:\\Mounts\\Mail\\Spool\\x.msg',
  },
  {
    title: 'a folder that a volume with a letter is mounted in is excluded by the letter',
    layout: lettered,
    folder: 'C:\\Mounts\\Mail',
    values: ['E:\\'],
    alone: true,
    file: 'C:\\Mounts\\Mail\\x.msg',
  },
  {
    title: 'a volume that is mounted by one way is found by another',
    layout: aliased,
    folder: 'C:\\Mounts\\Inner\\Spool',
    values: ['E:\\', 'C:\\'],
    alone: false,
    file: 'C:\\Mounts\\Inner\\Spool\\x.msg',
  },
  {
    title: 'a pattern for every device covers a volume without a letter',
    layout: mounted,
    folder: 'C:\\Mounts\\Mail\\Spool',
    values: ['\\Device\\*\\Spool\\'],
    alone: true,
    file: 'C:\\Mounts\\Mail\\Spool\\x.msg',
  },
  {
    title: 'nobody but the host knows whether a device is this one',
    layout: mounted,
    folder: 'C:\\Mounts\\Mail\\Spool',
    values: ['\\Device\\HarddiskVolume1\\'],
    alone: undefined,
    file: 'C:\\Mounts\\Mail\\Spool\\x.msg',
  },
  {
    title: 'whatever a variable stands for, it does not end in this folder',
    layout: letters,
    folder: 'D:\\Spool',
    values: ['%windir%\\SoftwareDistribution\\Datastore\\'],
    alone: false,
    file: 'D:\\Spool\\x.msg',
  },
  {
    title: 'a variable may stand for the folder',
    layout: letters,
    folder: 'C:\\WINDOWS\\Temp',
    values: ['%windir%\\'],
    alone: undefined,
    file: 'D:\\x.msg',
  },
  {
    title: 'an 8.3 name in an entry may be short for the folder',
    layout: letters,
    folder: 'C:\\Program Files\\Modus',
    values: ['C:\\PROGRA~1\\Modus\\'],
    alone: undefined,
    file: 'C:\\Program Files\\Modus\\x.msg',
  },
  {
    title: 'an 8.3 name in the path of a folder is matched by a star only',
    layout: letters,
    folder: 'C:\\PROGRA~1\\Modus',
    values: ['C:\\*\\Modus\\'],
    alone: true,
    file: 'C:\\Program Files\\Modus\\x.msg',
  },
  {
    title: 'an 8.3 name in the path of a folder may stand for the excluded one',
    layout: letters,
    folder: 'C:\\PROGRA~1\\Modus',
    values: ['C:\\Program Files\\Modus\\'],
    alone: undefined,
    file: 'D:\\x.msg',
  },
];

test.each(FOUND)('$title', ({ layout, folder, values, subfolders = true, alone, file }) => {
  const host = hostOf(layout);
  const exclusions = values.map((value): ExclusionItem => ({ type: 'path', value, ...both, subfolders }));
  host.use({
    'onAccess.onlyDefaultProfile': true,
    'onAccess.default.scanOnRead': true,
    'onAccess.default.scanOnWrite': true,
    'onAccess.default.exclusions': exclusions,
  });
  expect(judged(host, layout, 'SMTPDS.exe', folder)).toBe(alone);
  expect(host.scans('SMTPDS.exe', file, 'read')).toBe(alone !== true);
});

test('a file without a dot is of no type, so a type entry never takes it out', () => {
  const host = hostOf(letters);
  const exclusions: ExclusionItem[] = [{ type: 'extension', value: '*', ...both, subfolders: false }];
  host.use({
    'onAccess.onlyDefaultProfile': true,
    'onAccess.default.scanOnRead': true,
    'onAccess.default.exclusions': exclusions,
  });
  expect(host.scans('reader.exe', 'D:\\README', 'read')).toBe(true);
  expect(host.scans('reader.exe', 'D:\\README.', 'read')).toBe(true);
  expect(host.scans('reader.exe', 'D:\\x.msg', 'read')).toBe(false);
});

test.each([
  `D:\\${'**a*?'.repeat(40)}b\\`,
  `D:\\${'**?\\'.repeat(60)}`,
  `D:\\**${'?'.repeat(100)}**\\**${'?'.repeat(100)}`,
])('a pattern that is made to be slow is not: %s', (value) => {
  const folder = `D:\\${'a'.repeat(200)}`;
  const host = hostOf(letters);
  host.use({
    'onAccess.onlyDefaultProfile': true,
    'onAccess.default.scanOnRead': true,
    'onAccess.default.exclusions': [{ type: 'path', value, ...both, subfolders: true }],
  });
  expect(judged(host, letters, 'SMTPDS.exe', folder)).toBe(false);
  expect(host.scans('SMTPDS.exe', `${folder}\\x.msg`, 'read')).toBe(true);
});
