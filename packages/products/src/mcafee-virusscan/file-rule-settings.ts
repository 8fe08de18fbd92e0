import { assumed, type Evidence, flag, type Setting } from '@scanclash/core';
import { behaviourBlockingKey, isNetworkAssociates, type VirusscanContext } from './context.ts';
import { names } from './program-names.ts';

/**
 * A predefined file rule of Access Protection against running programs from a Temp folder. How these rules are stored is
 * public for no version: the emulation keeps them in a key of ours, a check leaves them unread.
 */
export interface TempRuleSettings {
  readonly name: (context: VirusscanContext) => string;
  readonly category: string;
  readonly block: Setting<boolean, VirusscanContext>;
  readonly report: Setting<boolean, VirusscanContext>;
  /** The programs that the rule is about; missing where it is about all. */
  readonly programs?: Setting<string[], VirusscanContext>;
  readonly exempt: Setting<string[], VirusscanContext>;
}

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
export const tempByCommonPrograms: TempRuleSettings = {
  // The name in 8.0i is not public; this one is ours.
  name: ({ version }) =>
    isNetworkAssociates(version)
      ? 'Execution from the Temp folder (name assumed)'
      : 'Prevent common programs from running files from the Temp folder',
  category: 'Common Standard Protection',
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

/** No program may run anything from a Temp folder. From 8.5i on. */
export const tempByAllPrograms: TempRuleSettings = {
  name: () => 'Prevent all programs from running files from the Temp folder',
  category: 'Anti-spyware Maximum Protection',
  block: byAll.switched('block', 'No program runs anything from a Temp folder: block', () => false),
  report: byAll.switched('report', 'No program runs anything from a Temp folder: report', () => false),
  exempt: byAll.listing('exempt', 'Programs that may run files from a Temp folder', []),
};

export const tempRuleSettings = [tempByCommonPrograms, tempByAllPrograms].flatMap(
  ({ block, report, programs, exempt }) => [block, report, ...(programs === undefined ? [] : [programs]), exempt],
);
