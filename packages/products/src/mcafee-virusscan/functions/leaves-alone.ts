import {
  allOf,
  anyOf,
  Cursor,
  type FactReader,
  not,
  or,
  plainOf,
  type RuleFunction,
  sameName,
  Unknown,
  type Value,
} from '@scanclash/core';
import { coverFolder, readEntry } from './folder-coverage.ts';
import type { MountPoint } from './presented-path.ts';

const ENTRY = { fact: 'virusscan.onAccess.default.exclusions[]' } as const;

/** Whether an entry takes every file of a folder out of scanning, in one direction at least. */
export const covers: RuleFunction = {
  name: 'covers',
  title: 'Whether an exclusion covers every file of a folder, at any depth; reading and writing are not looked at',
  parameters: [
    { name: 'exclusion', type: ENTRY },
    { name: 'folder', type: 'string' },
  ],
  returns: 'bool',
  evaluate: (read, entry, folder) => coverFolder([readEntry(read, entry as Cursor)], folder as string, []),
};

/**
 * Whether the on-access scanner leaves a folder alone, reading and writing, for a program: the profile of that program
 * counts. What the settings say; whether the scanner keeps to them only a probe can tell.
 */
export const leavesAlone: RuleFunction = {
  name: 'leavesAlone',
  title: 'Whether on-access scanning, by its settings, leaves every file of a folder alone for a program',
  parameters: [
    { name: 'onAccess', type: { fact: 'virusscan.onAccess' } },
    { name: 'program', type: 'string' },
    { name: 'folder', type: 'string' },
    { name: 'mountPoints', type: { fact: 'windows.mountPoints' } },
  ],
  returns: 'bool',
  evaluate: (read, onAccess, program, folder, mountPoints) => {
    const mounts = plainOf((mountPoints as Cursor).fact) as readonly MountPoint[] | undefined;
    if (mounts === undefined) return new Unknown([(mountPoints as Cursor).path]);
    const scanner = onAccess as Cursor;
    const inProfile = (name: string) => profileLeavesAlone(read, read.field(scanner, name), folder as string, mounts);
    const onlyDefault = read.field(scanner, 'onlyDefaultProfile') ?? true;
    const isIn = (name: 'lowRisk' | 'highRisk') => isListed(read, read.field(scanner, name), program as string);
    return choose(
      onlyDefault,
      () => inProfile('default'),
      () =>
        choose(
          isIn('highRisk'),
          () => inProfile('highRisk'),
          () =>
            choose(
              isIn('lowRisk'),
              () => inProfile('lowRisk'),
              () => inProfile('default'),
            ),
        ),
    );
  },
};

/** The first way where the condition holds, the second where it does not; where nobody knows, only what both agree on. */
function choose(condition: Value, whenTrue: () => Value, whenFalse: () => Value): Value {
  if (condition === true) return whenTrue();
  if (condition === false) return whenFalse();
  const [first, second] = [whenTrue(), whenFalse()];
  return first === second && typeof first === 'boolean' ? first : condition;
}

function isListed(read: FactReader, profile: Value | undefined, program: string): Value {
  if (!(profile instanceof Cursor)) return profile instanceof Unknown ? profile : false;
  const processes = read.field(profile, 'processes');
  if (!(processes instanceof Cursor)) return processes instanceof Unknown ? processes : false;
  const found = anyOf(read.items(processes), (name) => (typeof name === 'string' ? sameName(name, program) : name));
  return found === false && read.isCut(processes) ? read.unread(processes) : found;
}

function profileLeavesAlone(
  read: FactReader,
  profile: Value | undefined,
  folder: string,
  mounts: readonly MountPoint[],
): Value {
  if (!(profile instanceof Cursor)) return profile instanceof Unknown ? profile : new Unknown(['virusscan.onAccess']);
  const exclusions = read.field(profile, 'exclusions');
  const excluded = (flag: 'onRead' | 'onWrite'): Value => {
    if (!(exclusions instanceof Cursor)) return exclusions instanceof Unknown ? exclusions : false;
    const entries = [...read.items(exclusions)].map((entry) =>
      entry instanceof Cursor
        ? readEntry(read, entry, read.field(entry, flag) ?? false)
        : { entry: entry as Unknown, counts: true, value: '' },
    );
    const found = coverFolder(entries, folder, mounts);
    return found === false && read.isCut(exclusions) ? read.unread(exclusions) : found;
  };
  const aloneInBoth = allOf(
    [
      ['scanOnRead', 'onRead'],
      ['scanOnWrite', 'onWrite'],
    ] as const,
    ([scans, flag]) => or(not(read.field(profile, scans) ?? true), () => excluded(flag)),
  );
  if (aloneInBoth !== false) return aloneInBoth;
  // Scanned, unless the file types that are scanned leave out all that Modus writes, and their list is not known.
  const fileTypes = read.field(profile, 'fileTypes');
  return fileTypes === 'all' ? false : new Unknown([profile.pathOf('fileTypes')]);
}
