import type { FixStep, FixValue } from '@scanclash/core';

const PROFILES = ['default', 'lowRisk', 'highRisk'] as const;

/** An exclusion of whole folders, both ways, in each of the three profiles. */
export const excludeEverywhere = (value: FixValue): FixStep[] =>
  PROFILES.map((profile) => ({
    do: 'add',
    setting: `virusscan.onAccess.${profile}.exclusions`,
    item: { type: 'path', value, onWrite: true, onRead: true, subfolders: true },
  }));

/** An exclusion of types of files, both ways, in each of the three profiles. */
export const excludeTypesEverywhere = (value: FixValue): FixStep[] =>
  PROFILES.map((profile) => ({
    do: 'add',
    setting: `virusscan.onAccess.${profile}.exclusions`,
    item: { type: 'extension', value, onWrite: true, onRead: true, subfolders: false },
  }));

export const MANAGED =
  'Where ePO manages the host, make the change in the policy: a local change is lost at the next enforcement. From 8.5i ' +
  'on Access Protection may refuse an import into the registry: change it in the console.';
