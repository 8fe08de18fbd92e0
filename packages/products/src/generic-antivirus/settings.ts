import { assumed, asTexts, multiSz, registryText, type Setting } from '@scanclash/core';
import { z } from 'zod';

const KEY = 'HKLM\\SOFTWARE\\GenericAntivirus\\OnAccess';

/** Folders that it leaves alone, with all that is below. */
export const excludedFolders: Setting<string[], true> = {
  path: 'excludedFolders',
  title: 'Folders that are not scanned, with all below them',
  schema: z.array(registryText.min(1)),
  evidence: assumed('MADE-UP: it stands for any desktop anti-virus (KB1258)'),
  takesEffect: 'at-use',
  samples: [[], ['C:\\Elsewhere\\']],
  defaultFor: () => [],
  location: () => `${KEY}, ExcludedFolders`,
  read: (registry) => {
    const stored = registry.value(KEY, 'ExcludedFolders');
    if (stored.kind !== 'known') return stored;
    const folders = asTexts(stored.value);
    return folders === undefined
      ? { kind: 'unreadable', reason: 'ExcludedFolders is no list' }
      : { kind: 'known', value: [...folders] };
  },
  write: (registry, folders) => registry.setValue(KEY, 'ExcludedFolders', multiSz(folders)),
};
export const genericSettings = [excludedFolders];
