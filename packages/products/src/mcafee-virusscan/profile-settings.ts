import {
  asDword,
  assumed,
  asText,
  documented,
  dword,
  flag,
  registryText,
  type Setting,
  sz,
  word,
} from '@scanclash/core';
import { z } from 'zod';
import { configurationKey, type VirusscanContext } from './context.ts';
import { type ExclusionItem, exclusionSchema, readExclusions, writeExclusions } from './exclusion-item.ts';

/**
 * The three risk profiles of the on-access scanner. Which one applies is decided by the process that opens the file;
 * each has an exclusion list of its own (PG88 p.126).
 */
export const PROFILES = {
  default: { key: 'Default', title: 'default processes' },
  lowRisk: { key: 'Low', title: 'low-risk processes' },
  highRisk: { key: 'High', title: 'high-risk processes' },
} as const;
export type ProfileName = keyof typeof PROFILES;

/** The low- and high-risk subkeys are named as public scripts query them on 8.8; see `assume-profile-keys`. */
export const profileKey = (profile: ProfileName) => (context: VirusscanContext) =>
  `${configurationKey(context)}\\${PROFILES[profile].key}`;

export const FILE_TYPES = ['all', 'default-and-macros', 'default', 'specified'] as const;
export type FileTypes = (typeof FILE_TYPES)[number];
export type Action = 'continue' | 'deny' | 'move' | 'delete' | 'clean';

export type ProfileSettings = ReturnType<typeof profileSettings>;

/** The settings of one profile. Value names: STIG (8.8), taken for all versions and profiles (HOLE-profile-keys). */
export function profileSettings(profile: ProfileName) {
  const key = profileKey(profile);
  const of = PROFILES[profile].title;
  const path = (name: string) => `onAccess.${profile}.${name}`;
  const common = { evidence: documented('STIG'), takesEffect: 'at-use' } as const;

  const fileTypes = word<FileTypes, VirusscanContext>(
    {
      ...common,
      path: path('fileTypes'),
      title: `Which local files are scanned (${of}); "also scan for macros in all files" widens the default list`,
      default: 'all',
      undecodable: (stored) =>
        stored === 'default' || stored === 'default-and-macros'
          ? 'LocalExtensionMode 2 and 3: the sources disagree which of them also scans all files for macros; look in the console'
          : undefined,
    },
    { key, value: 'LocalExtensionMode' },
    { all: 1, 'default-and-macros': 2, default: 3, specified: 4 },
  );

  const actionOn = (name: string, title: string, value: string) =>
    word<Action, VirusscanContext>(
      {
        ...common,
        path: path(name),
        title: `${title} (${of})`,
        default: 'clean',
        undecodable: (stored) =>
          stored === 'deny' || stored === 'move' ? 'the sources do not say what uAction 2 and 3 stand for' : undefined,
      },
      { key, value },
      { continue: 1, deny: 2, move: 3, delete: 4, clean: 5 },
    );
  const action = actionOn('action', 'First action on a detection', 'uAction');
  const unwantedAction = actionOn('unwantedAction', 'First action on an unwanted program', 'uAction_Program');

  const exclusions: Setting<ExclusionItem[], VirusscanContext> = {
    path: path('exclusions'),
    title: `What is not scanned on access (${of})`,
    schema: z.array(exclusionSchema),
    evidence: documented('EXCL'),
    takesEffect: 'at-use',
    samples: [[], [{ type: 'extension', value: 'scr', onRead: true, onWrite: true, subfolders: false }]],
    defaultFor: () => [],
    location: (context) => `${key(context)}, NumExcludeItems and ExcludedItem_n`,
    read: (registry, context) => readExclusions(registry, key(context)),
    write: (registry, items, context) => writeExclusions(registry, key(context), items),
  };

  return {
    scanOnRead: flag<VirusscanContext>(
      { ...common, path: path('scanOnRead'), title: `Scan when reading from disk (${of})`, default: true },
      { key, value: 'bScanOutgoing' },
    ),
    scanOnWrite: flag<VirusscanContext>(
      { ...common, path: path('scanOnWrite'), title: `Scan when writing to disk (${of})`, default: true },
      { key, value: 'bScanIncoming' },
    ),
    scanNetwork: flag<VirusscanContext>(
      {
        ...common,
        evidence: assumed('HOLE-network-scan-switch: the value of the switch is not public'),
        path: path('scanNetwork'),
        title: `Scan files on network drives (${of})`,
        default: false,
        undecodable: (stored) =>
          stored === undefined
            ? 'the value that switches scanning of network drives on is not public (NetworkExtensionMode only says which files); look in the console'
            : undefined,
      },
      // What policies of Endpoint Security call it (EXCL).
      { key, value: 'bNetworkScanEnabled' },
    ),
    fileTypes,
    macroHeuristics: flag<VirusscanContext>(
      { ...common, path: path('macroHeuristics'), title: `Find unknown macro threats (${of})`, default: true },
      { key, value: 'dwMacroHeuristicsLevel' },
    ),
    scanMime: flag<VirusscanContext>(
      { ...common, path: path('scanMime'), title: `Decode MIME before scanning (${of})`, default: false },
      { key, value: 'ScanMime' },
    ),
    action,
    findUnwanted: flag<VirusscanContext>(
      {
        ...common,
        evidence: documented('STIG ApplyNVP; that it is on by default is assumed (HOLE-unwanted-programs)'),
        path: path('findUnwanted'),
        title: `Find unwanted programs (${of})`,
        default: ({ version }) => version !== '7.x',
      },
      { key, value: 'ApplyNVP' },
    ),
    unwantedAction,
    exclusions,
  };
}

const APPLICATION_COUNT = 'dwApplicationCount';
const APPLICATION = 'szApplicationItem_';

/** The list of programs that belong to the low- or high-risk profile. */
export function processesSetting(profile: 'lowRisk' | 'highRisk'): Setting<string[], VirusscanContext> {
  const key = profileKey(profile);
  return {
    path: `onAccess.${profile}.processes`,
    title: `Programs that are ${PROFILES[profile].title}`,
    schema: z.array(registryText),
    evidence: assumed('HOLE-profile-keys: the place of the process lists is not public'),
    takesEffect: 'at-use',
    samples: [[], ['backup.exe']],
    defaultFor: () => [],
    location: (context) => `${key(context)}, ${APPLICATION_COUNT} and ${APPLICATION}n`,
    read: (registry, context) => {
      const stored = registry.value(key(context), APPLICATION_COUNT);
      if (stored.kind !== 'known') return stored;
      const count = asDword(stored.value);
      if (count === undefined) return { kind: 'unreadable', reason: `${APPLICATION_COUNT} is no number` };
      const names: string[] = [];
      for (let i = 0; i < count; i++) {
        const entry = registry.value(key(context), APPLICATION + i);
        const name = entry.kind === 'known' ? asText(entry.value) : undefined;
        if (name === undefined) return { kind: 'unreadable', reason: `${APPLICATION}${i} is missing or no text` };
        names.push(name);
      }
      return { kind: 'known', value: names };
    },
    write: (registry, names, context) => {
      for (const [i, name] of names.entries()) registry.setValue(key(context), APPLICATION + i, sz(name));
      registry.setValue(key(context), APPLICATION_COUNT, dword(names.length));
    },
    undecodable: (stored) =>
      stored === undefined
        ? `where the list of ${PROFILES[profile].title} is kept is not public; look in the console`
        : undefined,
  };
}
