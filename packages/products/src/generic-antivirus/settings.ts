import { assumed, asTexts, flag, inferred, multiSz, registrySetting, registryText } from '@scanclash/core';
import { z } from 'zod';

const KEY = 'HKLM\\SOFTWARE\\GenericAntivirus';
const onAccess = (value: string) => ({ key: () => `${KEY}\\OnAccess`, value });
const store = (value: string) => ({ key: () => `${KEY}\\Store`, value });

type Description = Parameters<typeof registrySetting<string[], true>>[0];

/** A REG_MULTI_SZ; no empty text can stand in one. */
const texts = (description: Description, at: ReturnType<typeof store>, samples: readonly string[][]) =>
  registrySetting<string[], true>(description, at, {
    schema: z.array(registryText.min(1)),
    samples,
    decode: (stored) => {
      const list = asTexts(stored);
      return list === undefined ? undefined : [...list];
    },
    encode: multiSz,
  });

/** Folders that it leaves alone, with all that is below. */
export const excludedFolders = texts(
  {
    path: 'excludedFolders',
    title: 'Folders that are not scanned, with all below them',
    evidence: assumed('MADE-UP: it stands for any desktop anti-virus (KB1258)'),
    takesEffect: 'at-use',
    default: [],
  },
  onAccess('ExcludedFolders'),
  [[], ['C:\\Elsewhere\\']],
);

export const blockedTypes = texts(
  {
    path: 'storeFilter.blockedTypes',
    title: 'Types of files that its filter in the store of Exchange blocks, as attachments of items of any mailbox',
    evidence: assumed('MADE-UP: it stands for any scanner of mail (MSXFAQ#6)'),
    takesEffect: 'at-use',
    default: [],
  },
  store('BlockedTypes'),
  [[], ['exe'], ['exe', 'xml']],
);

export const sparesSystemMailboxes = flag<true>(
  {
    path: 'storeFilter.sparesSystemMailboxes',
    title: 'Its filter in the store leaves system mailboxes alone',
    evidence: inferred('MSXFAQ#6: as long as products do not treat system mailboxes apart'),
    takesEffect: 'at-use',
    default: false,
  },
  store('SparesSystemMailboxes'),
);

export const genericSettings = [excludedFolders, blockedTypes, sparesSystemMailboxes];
