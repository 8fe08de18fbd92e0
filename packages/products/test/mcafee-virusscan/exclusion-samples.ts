import fc from 'fast-check';
import type { ExclusionItem } from '../../src/mcafee-virusscan/exclusion-item.ts';
import type { Disk } from './scanned-host.ts';

/** Names that share their beginnings, mean something in other pattern languages, or are awkward in Windows. */
const NAMES = [
  'Spool', 'Spool2', 'spo', 'Modus', 'E-Mail', '@Quarantine', 'a', 'A', 'aa', 'x.msg', 'x.MSG.tmp', '.msg', 'msg',
  'b+c(d)[e]{f}^$', 'Ünïcode ß', '\u{1F4E7}', "it's 100% & more",
]; // biome-ignore format: a list of names

export const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES) },
  fc.stringMatching(/^[a-cA-C.~-]{0,3}[a-c]$/),
);

/** How the volumes of a host are reached, and folders to begin paths with. */
export interface Layout {
  readonly disks: readonly Disk[];
  readonly tops: readonly string[];
}

export const LAYOUTS: readonly Layout[] = [
  { disks: [{ drive: 'C:' }, { drive: 'D:' }], tops: ['C:', 'D:', 'd:'] },
  { disks: [{ drive: 'C:' }, { folders: ['C:\\Mounts\\Mail'] }], tops: ['C:\\Mounts\\Mail', 'C:\\Mounts', 'C:'] },
  {
    disks: [{ drive: 'C:' }, { folders: ['C:\\Mounts\\Mail'] }, { folders: ['C:\\Mounts\\Mail\\Spool'] }],
    tops: ['C:\\Mounts\\Mail', 'C:\\Mounts\\Mail\\Spool', 'C:\\Mounts\\Mail\\Spool2', 'C:\\Mounts'],
  },
  {
    disks: [{ drive: 'C:' }, { drive: 'E:', folders: ['C:\\Mounts\\Mail'] }],
    tops: ['C:\\Mounts\\Mail', 'E:', 'C:\\Mounts'],
  },
  {
    disks: [{ drive: 'C:' }, { drive: 'E:', folders: ['C:\\Mounts'] }, { folders: ['C:\\Mounts\\Inner'] }],
    tops: ['C:\\Mounts', 'C:\\Mounts\\Inner', 'E:\\Inner', 'E:'],
  },
];

/** What people write, and mistype, when they mean a path. */
type Change =
  | { readonly do: 'cut'; readonly at: number }
  | { readonly do: 'folder'; readonly up: number }
  | { readonly do: 'last names'; readonly count: number }
  | { readonly do: 'replace'; readonly at: number; readonly length: number; readonly by: string }
  | { readonly do: 'append'; readonly text: string }
  | { readonly do: 'prepend'; readonly text: string }
  | { readonly do: 'upper' | 'lower' | 'no backslash' | 'by device' };

const fraction = fc.integer({ min: 0, max: 100 });
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut'), at: fraction }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('folder'), up: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('last names'), count: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('replace'),
      at: fraction,
      length: fc.integer({ min: 0, max: 5 }),
      by: fc.constantFrom('*', '**', '?', '\\', '***', '*\\', '**\\', '-'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('append'), text: fc.constantFrom('\\', '*', '**', '*\\', '?') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('prepend'), text: fc.constantFrom('**\\', '\\', '**', '*') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('upper', 'lower', 'no backslash', 'by device') }) },
) as fc.Arbitrary<Change>;

function changed(path: string, change: Change): string {
  const place = (percent: number) => Math.floor((percent * path.length) / 100);
  switch (change.do) {
    case 'cut':
      return path.slice(0, place(change.at));
    case 'folder':
      return `${path
        .split('\\')
        .slice(0, -1 - change.up)
        .join('\\')}\\`;
    case 'last names':
      return path.split('\\').slice(-change.count).join('\\');
    case 'replace':
      return path.slice(0, place(change.at)) + change.by + path.slice(place(change.at) + change.length);
    case 'append':
      return path + change.text;
    case 'prepend':
      return change.text + path;
    case 'upper':
      return path.toUpperCase();
    case 'lower':
      return path.toLowerCase();
    case 'no backslash':
      return path.replace(/\\+$/, '');
    case 'by device':
      return path.replace(/^[A-Z]:/i, '\\Device\\HarddiskVolume2');
  }
}

/** Exclusion entries that have something to do with a path; `path` is filled in afterwards, so that both shrink apart. */
export const entryFor: fc.Arbitrary<(path: string) => ExclusionItem> = fc
  .record({
    type: fc.oneof(
      { weight: 8, arbitrary: fc.constant('path' as const) },
      { weight: 2, arbitrary: fc.constant('extension' as const) },
      { weight: 1, arbitrary: fc.constant('modified-age' as const) },
    ),
    changes: fc.array(change, { maxLength: 4 }),
    extension: fc.constantFrom('msg', 'MSG', 'm?g', '*', 'm*', 'tmp', '???', '.msg', 'MSG.tmp', ':::', 'a'),
    onRead: fc.boolean(),
    onWrite: fc.boolean(),
    subfolders: fc.boolean(),
  })
  .map(({ type, changes, extension, ...flags }) => (path: string) => ({
    ...flags,
    type,
    value: type === 'path' ? changes.reduce(changed, path) || 'x' : type === 'extension' ? extension : '30',
  }));
