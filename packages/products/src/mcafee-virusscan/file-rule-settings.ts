import { assumed, type Evidence, flag, type Setting } from '@scanclash/core';
import { behaviourBlockingKey, isNetworkAssociates, type VirusscanContext } from './context.ts';
import { names } from './program-names.ts';

/**
 * A predefined file rule of Access Protection that protects a folder. How these rules are stored is public for no version:
 * the emulation keeps them in a key of ours, a check leaves them unread.
 */
export interface FileRuleSettings {
  readonly name: (context: VirusscanContext) => string;
  readonly category: string;
  readonly isIn: (version: VirusscanContext['version']) => boolean;
  readonly folder: ProtectedFolder;
  /** In the words of the log: what may not be done there. Only programs and libraries count as created. */
  readonly forbids: 'Execute' | 'Create';
  readonly block: Setting<boolean, VirusscanContext>;
  readonly report: Setting<boolean, VirusscanContext>;
  /** The programs that the rule is about; missing where it is about all. */
  readonly programs?: Setting<string[], VirusscanContext>;
  readonly exempt: Setting<string[], VirusscanContext>;
}

/** Folders that rules protect; what counts as one of them is up to the emulation. */
export type ProtectedFolder = 'temp' | 'downloaded-program-files' | 'windows';

const key = (context: VirusscanContext) => `${behaviourBlockingKey(context)}\\AssumedFileRules`;
const undecodable = () => 'how file rules are stored is not public; look in the console or the log';

const common = (rule: string, evidence: Evidence) => ({
  switched: (property: 'block' | 'report', title: string, fallback: (context: VirusscanContext) => boolean) =>
    flag<VirusscanContext>(
      { path: `fileRules.${rule}.${property}`, title, evidence, takesEffect: 'at-use', default: fallback, undecodable },
      { key, value: `${rule} ${property}` },
    ),
  listing: (property: 'programs' | 'exempt', title: string, fallback: string[]) =>
    names(
      {
        path: `fileRules.${rule}.${property}`,
        title,
        evidence,
        default: fallback,
        samples: [[], ['setup.exe'], fallback],
        undecodable,
      },
      { key, value: `${rule} ${property}` },
    ),
});

/** Browsers, mail clients and archivers. @assumed HOLE-file-rules: the real list is not public. */
export const COMMON_PROGRAMS = [
  'iexplore.exe', 'firefox.exe', 'mozilla.exe', 'opera.exe', 'outlook.exe', 'msimn.exe', 'eudora.exe', 'winzip32.exe',
  'winrar.exe',
]; // biome-ignore format: a list of names

const byCommon = common(
  'tempByCommonPrograms',
  assumed('HOLE-file-rules: PLASO and KB73080 have its name and show it reporting; MSXFAQ says that 8.0 hinders'),
);

/** Browsers, mail clients and archivers may not run anything from a Temp folder. */
const tempByCommonPrograms: FileRuleSettings = {
  // The name in 8.0i is not public; this one is ours.
  name: ({ version }) =>
    isNetworkAssociates(version)
      ? 'Execution from the Temp folder (name assumed)'
      : 'Prevent common programs from running files from the Temp folder',
  category: 'Common Standard Protection',
  isIn: (version) => version !== '7.x',
  folder: 'temp',
  forbids: 'Execute',
  block: byCommon.switched(
    'block',
    'Browsers, mail clients and archivers run nothing from a Temp folder: block',
    ({ version }) => version === '8.0i',
  ),
  report: byCommon.switched(
    'report',
    'Browsers, mail clients and archivers run nothing from a Temp folder: report',
    ({ version }) => version !== '7.x',
  ),
  programs: byCommon.listing('programs', 'Programs that may run nothing from a Temp folder', COMMON_PROGRAMS),
  exempt: byCommon.listing('exempt', 'Programs that may run files from a Temp folder all the same', []),
};

const byAll = common(
  'tempByAllPrograms',
  assumed('HOLE-file-rules: STIG has its name under Maximum Protection; that this is off by default is our reading'),
);

/** From 8.5i on. */
const sinceMcAfee = (version: VirusscanContext['version']) => !isNetworkAssociates(version);

/** No program may run anything from a Temp folder. */
const tempByAllPrograms: FileRuleSettings = {
  name: () => 'Prevent all programs from running files from the Temp folder',
  category: 'Anti-spyware Maximum Protection',
  isIn: sinceMcAfee,
  folder: 'temp',
  forbids: 'Execute',
  block: byAll.switched('block', 'No program runs anything from a Temp folder: block', () => false),
  report: byAll.switched('report', 'No program runs anything from a Temp folder: report', () => false),
  exempt: byAll.listing('exempt', 'Programs that may run files from a Temp folder', []),
};

const launching = common(
  'downloadedPrograms',
  assumed('HOLE-file-rules: STIG has its name under Maximum Protection; that this is off by default is our reading'),
);

/** Nothing may be run from the folder into which browsers put their controls. */
const launchingDownloadedPrograms: FileRuleSettings = {
  name: () => 'Prevent launching of files from the Downloaded Program Files folder',
  category: 'Common Maximum Protection',
  isIn: sinceMcAfee,
  folder: 'downloaded-program-files',
  forbids: 'Execute',
  block: launching.switched('block', 'Nothing is run from Downloaded Program Files: block', () => false),
  report: launching.switched('report', 'Nothing is run from Downloaded Program Files: report', () => false),
  exempt: launching.listing('exempt', 'Programs that may run files from Downloaded Program Files', []),
};

const creating = common(
  'newExecutables',
  assumed('HOLE-file-rules: PLASO has its name under Maximum Protection, and hits of libraries and programs'),
);

/** No program or library may be created below the folder of Windows; its Temp folder is one of those (PLASO). */
const creatingExecutablesInWindows: FileRuleSettings = {
  name: () => 'Prevent creation of new executable files in the Windows folder',
  category: 'Common Maximum Protection',
  isIn: sinceMcAfee,
  folder: 'windows',
  forbids: 'Create',
  block: creating.switched('block', 'No program is created below the folder of Windows: block', () => false),
  report: creating.switched('report', 'No program is created below the folder of Windows: report', () => false),
  exempt: creating.listing('exempt', 'Programs that may create programs below the folder of Windows', []),
};

/** Keeps other programs from changing files and settings of McAfee; only its keys in the registry are played. */
export const SELF_PROTECTION = 'Prevent modification of McAfee files and settings';
export const selfProtection = common(
  'selfProtection',
  assumed('HOLE-self-protection: PLASO and STIG have its name; since when, and that it blocks, is our reading'),
).switched('block', `Settings of McAfee are guarded ("${SELF_PROTECTION}")`, ({ version }) => sinceMcAfee(version));

/** In the order in which they are asked. */
export const FILE_RULES: readonly FileRuleSettings[] = [
  tempByCommonPrograms,
  tempByAllPrograms,
  launchingDownloadedPrograms,
  creatingExecutablesInWindows,
];

export const fileRuleSettings = [
  ...FILE_RULES.flatMap(({ block, report, programs, exempt }) => [
    block,
    report,
    ...(programs === undefined ? [] : [programs]),
    exempt,
  ]),
  selfProtection,
];
