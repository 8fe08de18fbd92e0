import {
  asTexts,
  defineProduct,
  factOf,
  type HostEvidence,
  type HostRequest,
  known,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';
import { serviceRunning } from '../windows/service-running.ts';
import { exchangeBehaviours } from './behaviours.ts';
import {
  detectExchange,
  type ExchangeContext,
  ROLE_KEYS,
  ROLES,
  ROLES_KEY,
  SERVICES_KEY,
  SETUP_KEY,
  USUAL_FOLDER,
} from './context.ts';
import { exchangeFixes } from './fixes.ts';
import { exchangeSettings } from './settings.ts';

type ServiceState = HostRequest & { id: 'service-state' };
const STORE: ServiceState = { id: 'service-state', service: 'MSExchangeIS' };
const ATTENDANT: ServiceState = { id: 'service-state', service: 'MSExchangeSA' };
const REPLICATION: ServiceState = { id: 'service-state', service: 'MSExchangeRepl' };
const SERVICES: HostRequest = { id: 'registry-export', key: SERVICES_KEY };
const ROLE_LIST: HostRequest = { id: 'registry-subkeys', key: ROLES_KEY };

const SHARES_KEY = `${SERVICES_KEY}\\LanmanServer\\Shares`;
/** The hidden share of a storage group: its GUID and a dollar sign. */
const REPLICATION_SHARE = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?\$$/i;

/** The folders behind the hidden shares that continuous replication copies logs from. */
function sharedLogFolders({ registry }: HostEvidence): string[] | undefined {
  const shares = registry.values(SHARES_KEY);
  if (shares.kind === 'unreadable') return undefined;
  return [...(shares.kind === 'known' ? shares.value : [])].flatMap(([name, value]) => {
    const path = asTexts(value)?.find((text) => text.startsWith('Path='));
    return REPLICATION_SHARE.test(name) && path !== undefined ? [path.slice('Path='.length)] : [];
  });
}

export const exchange2007 = defineProduct<ExchangeContext>({
  id: 'exchange-2007',
  namespace: 'exchange',
  title: 'Microsoft Exchange Server 2007',
  versions: { 2007: { folder: USUAL_FOLDER } },
  settings: exchangeSettings,
  facts: {
    folder: z.string().describe('Folder of the installation.'),
    roles: z.array(z.enum(ROLES)).describe('Server roles that are installed.'),
    storeRunning: z.boolean().describe('The service MSExchangeIS runs.'),
    attendantRunning: z.boolean().describe('The service MSExchangeSA runs.'),
    replicationRunning: z.boolean().describe('The service MSExchangeRepl runs.'),
    sharedLogFolders: z
      .array(z.string())
      .describe('Log folders of storage groups that are replicated, from the hidden shares named by GUID.'),
  },
  behaviours: exchangeBehaviours,
  functions: [],
  fixes: exchangeFixes,
  rounds: [
    () => [
      { id: 'registry-export', key: SETUP_KEY },
      { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE\\Microsoft' },
      ROLE_LIST,
      SERVICES,
      STORE,
      ATTENDANT,
      REPLICATION,
    ],
  ],
  detect: detectExchange,
  collect: (evidence: HostEvidence, context) => {
    const setup = { kind: 'question', question: { id: 'registry-export', key: SETUP_KEY } } as const;
    const roles = evidence.registry.subkeys(ROLES_KEY);
    const folders = sharedLogFolders(evidence);
    return {
      folder: known(context.folder, setup),
      roles:
        roles.kind === 'known'
          ? factOf(
              ROLES.filter((role) => roles.value.includes(ROLE_KEYS[role])),
              { kind: 'question', question: ROLE_LIST },
            )
          : unreadable('the keys of the server roles were not read', ROLE_LIST),
      storeRunning: serviceRunning(evidence, STORE),
      attendantRunning: serviceRunning(evidence, ATTENDANT),
      replicationRunning: serviceRunning(evidence, REPLICATION),
      sharedLogFolders:
        folders === undefined
          ? unreadable('the shares of the host were not read', SERVICES)
          : factOf(folders, { kind: 'question', question: SERVICES }),
    };
  },
});
