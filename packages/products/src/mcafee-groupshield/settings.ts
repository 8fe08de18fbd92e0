import {
  assumed,
  asTexts,
  documented,
  flag,
  inferred,
  multiSz,
  registrySetting,
  registryText,
  type Setting,
  text,
  word,
} from '@scanclash/core';
import { z } from 'zod';
import { type GroupshieldContext, PRODUCT_KEY, SERVICES_KEY, STORE_SERVICE } from './context.ts';

/** A stand-in of ours: nobody says in which form GroupShield keeps its filters. */
const FILTER_KEY = 'HKLM\\SOFTWARE\\scanclash\\Simulated GroupShield';

const ofService = (value: string) => ({
  key: ({ service }: GroupshieldContext) => `${SERVICES_KEY}\\${service}`,
  value,
});
const ofFilters = (value: string) => ({ key: () => FILTER_KEY, value });

/** A REG_MULTI_SZ; no empty text can stand in one. */
const texts = (
  description: Parameters<typeof registrySetting<string[], GroupshieldContext>>[0],
  at: Parameters<typeof registrySetting<string[], GroupshieldContext>>[1],
  samples: readonly string[][],
): Setting<string[], GroupshieldContext> =>
  registrySetting<string[], GroupshieldContext>(description, at, {
    schema: z.array(registryText.min(1)),
    samples,
    decode: (stored) => {
      const list = asTexts(stored);
      return list === undefined ? undefined : [...list];
    },
    encode: multiSz,
  });

/** What only the console of GroupShield shows: no question of ours reads it on a real host. */
const inItsConsole = {
  evidence: assumed('HOLE-groupshield-filters'),
  takesEffect: 'at-use' as const,
  undecodable: () => 'GroupShield keeps its filters in a form that is not public: look into its console',
};

export const version = text<GroupshieldContext>(
  {
    path: 'version',
    title: 'Version, as people call it',
    evidence: assumed('HOLE-groupshield-registry'),
    takesEffect: 'at-use',
    default: undefined,
  },
  { key: () => PRODUCT_KEY, value: 'Version' },
  ['7.0', '7.0.1'],
);

export const serviceStart = word<'auto' | 'demand' | 'disabled', GroupshieldContext>(
  {
    path: 'service.start',
    title: 'How its service is started',
    evidence: documented('MSXFAQ#1: automatic after an installation'),
    takesEffect: 'boot',
    default: undefined,
  },
  ofService('Start'),
  { auto: 2, demand: 3, disabled: 4 },
);

export const serviceDependsOn = texts(
  {
    path: 'service.dependsOn',
    title: 'The services that its service depends on: they are started before it',
    evidence: documented('MSXFAQ#1: the dependency on MSExchangeIS'),
    takesEffect: 'boot',
    default: [],
  },
  ofService('DependOnService'),
  [[], [STORE_SERVICE]],
);

export const storeBlockedTypes = texts(
  {
    path: 'storeFilter.blockedTypes',
    title: 'Types of files that the filter in the store blocks, as attachments of items of any mailbox',
    default: [],
    ...inItsConsole,
  },
  ofFilters('StoreBlockedTypes'),
  [[], ['exe'], ['exe', 'xml']],
);

export const storeExemptSenders = texts(
  {
    path: 'storeFilter.exemptSenders',
    title: 'Senders to whose messages the filter in the store does not apply',
    default: [],
    ...inItsConsole,
  },
  ofFilters('StoreExemptSenders'),
  [[], ['sender@example.net']],
);

export const sparesSystemMailboxes = flag<GroupshieldContext>(
  {
    path: 'storeFilter.sparesSystemMailboxes',
    title: 'The filter in the store leaves system mailboxes alone: a property of some products, not known of this one',
    default: false,
    ...inItsConsole,
    evidence: inferred('MSXFAQ: as long as products do not treat system mailboxes apart'),
  },
  ofFilters('SparesSystemMailboxes'),
);

export const transportBlockedTypes = texts(
  {
    path: 'transportFilter.blockedTypes',
    title: 'Types of files that the filter in the transport blocks, as attachments of messages on their way',
    default: [],
    ...inItsConsole,
  },
  ofFilters('TransportBlockedTypes'),
  [[], ['exe'], ['exe', 'xml']],
);

export const groupshieldSettings = [
  version,
  serviceStart,
  serviceDependsOn,
  storeBlockedTypes,
  storeExemptSenders,
  sparesSystemMailboxes,
  transportBlockedTypes,
];
