import {
  absent,
  asText,
  defineProduct,
  factAt,
  factOf,
  type HostEvidence,
  type HostRequest,
  joinPath,
  known,
  plainOf,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';
import {
  type EventChoice,
  eventFollowUps,
  eventRecordSchema,
  eventRecords,
  WINDOWS_VERSION,
} from '../windows/event-records.ts';
import { serviceDependents, serviceDependentsSchema } from '../windows/service-dependents.ts';
import { serviceRunning } from '../windows/service-running.ts';
import { serviceState, serviceStateSchema } from '../windows/service-state.ts';
import { HIVE, HIVES } from '../windows-cluster/context.ts';
import { exchangeBehaviours } from './behaviours.ts';
import { clusteredServerFacts } from './clustered-server.ts';
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
import { databaseFolders, pathQuestions, replicationShares } from './database-folders.ts';
import { FILE_EXCLUSIONS_2007 } from './file-exclusions.ts';
import { exchangeFixes } from './fixes.ts';
import { exchangeSettings } from './settings.ts';

type ServiceState = HostRequest & { id: 'service-state' };
const STORE = { id: 'service-process', service: 'MSExchangeIS' } as const;
const ATTENDANT: ServiceState = { id: 'service-state', service: 'MSExchangeSA' };
const REPLICATION: ServiceState = { id: 'service-state', service: 'MSExchangeRepl' };
const DEPENDENTS = { id: 'service-dependents', service: 'MSExchangeIS' } as const;

/** Event 2104: a log could not be copied. @source COPY-EVENTS */
const COPY_ERRORS: readonly EventChoice[] = [
  { log: 'Application', event: 2104, isMeant: ({ source }) => source === 'MSExchangeRepl' },
];
/** Events of the storage engine about a log that was held, moved or missing. @source KB896143, EVENT-489 */
const LOG_ERRORS: readonly EventChoice[] = [455, 486, 489, 490].map((event) => ({
  log: 'Application',
  event,
  isMeant: ({ source }) => source === 'ESE',
}));

/** Event 7036: the store has entered a state. Services come and go all day long. @source SCM-EVENTS */
const STATE_ENTERED = { log: 'System', event: 7036, newest: 50 } as const;

const SERVICES: HostRequest = { id: 'registry-export', key: SERVICES_KEY };
const ROLE_LIST: HostRequest = { id: 'registry-subkeys', key: ROLES_KEY };

/** Of a clustered mailbox server alone: on any other the store runs wherever it is. */
function isClustered({ registry }: HostEvidence): boolean {
  const roles = registry.subkeys(ROLES_KEY);
  return roles.kind !== 'known' || roles.value.includes(ROLE_KEYS['clustered-mailbox']);
}

/** Records that name the store as people see it, in whatever language they are. */
function storeChanges({ registry }: HostEvidence): EventChoice {
  const stored = registry.value(`${SERVICES_KEY}\\${STORE.service}`, 'DisplayName');
  const name = (stored.kind === 'known' ? asText(stored.value) : undefined) ?? STORE.service;
  return { ...STATE_ENTERED, isMeant: ({ text }) => text.includes(name) };
}

/** A server of the Hub Transport role alone has none; where the roles were not read, it may have some. */
function hasDatabases({ registry }: HostEvidence): boolean {
  const roles = registry.subkeys(ROLES_KEY);
  return roles.kind !== 'known' || roles.value.some((role) => role !== ROLE_KEYS.hub);
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
    storeState: serviceStateSchema.describe('State of the service MSExchangeIS.'),
    attendantRunning: z.boolean().describe('The service MSExchangeSA runs.'),
    storeDependents: serviceDependentsSchema.describe(
      'Services that depend on MSExchangeIS: each starts it, and holds its stop.',
    ),
    storeChanges: z
      .array(eventRecordSchema)
      .describe(
        'Events of the service control manager about a state that the store has entered (7036), of the newest fifty of all services: when it was started on a node that is passive. Clustered mailbox servers alone.',
      ),
    copyErrors: z
      .array(eventRecordSchema)
      .describe('Events of MSExchangeRepl about logs that could not be copied (2104).'),
    logErrors: z
      .array(eventRecordSchema)
      .describe('Events of ESE about logs and databases that were held or missing (455, 486, 489, 490).'),
    'clusteredServer.group': z.string().describe('Group of the clustered mailbox server; absent without a cluster.'),
    'clusteredServer.storeResource': z.string().describe('Resource of its store; absent without a cluster.'),
    replicationRunning: z.boolean().describe('The service MSExchangeRepl runs.'),
    databaseFolders: z
      .array(z.string())
      .describe('Folders of this host in which databases, transaction logs and checkpoints are.'),
    workingFolders: z
      .array(z.string())
      .describe('Further folders of the installation that a file scanner is to leave alone, by its roles.'),
    programs: z.array(z.string()).describe('Programs of Exchange whose files a file scanner is to leave alone.'),
    fileTypes: z.array(z.string()).describe('Types of files that a file scanner is to leave alone.'),
    sharedLogFolders: z
      .array(z.string())
      .describe('Log folders of storage groups that are replicated, from the hidden shares named by GUID.'),
  },
  probeFolders: (facts) => {
    const folders = plainOf(factAt(facts, 'databaseFolders'));
    return Array.isArray(folders) ? folders.filter((folder) => typeof folder === 'string') : [];
  },
  behaviours: exchangeBehaviours,
  functions: [],
  fixes: exchangeFixes,
  questions: [
    { id: 'registry-export', key: SETUP_KEY },
    { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE\\Microsoft' },
    ROLE_LIST,
    SERVICES,
    STORE,
    ATTENDANT,
    REPLICATION,
    HIVE,
    HIVES,
    DEPENDENTS,
    WINDOWS_VERSION,
  ],
  followUps: [
    {
      of: { kind: 'text', key: SETUP_KEY, value: 'MsiInstallPath', usual: [] },
      ask: (folder) => Object.values(pathQuestions({ folder })),
      when: hasDatabases,
      serves: ['databaseFolders'],
    },
    ...eventFollowUps('copyErrors', COPY_ERRORS, hasDatabases),
    ...eventFollowUps('logErrors', LOG_ERRORS, hasDatabases),
    ...eventFollowUps('storeChanges', [{ ...STATE_ENTERED, isMeant: () => true }], isClustered),
  ],
  detect: detectExchange,
  collect: (evidence: HostEvidence, context) => {
    const setup = { kind: 'question', question: { id: 'registry-export', key: SETUP_KEY } } as const;
    const roles = evidence.registry.subkeys(ROLES_KEY);
    const roleList = { kind: 'question', question: ROLE_LIST } as const;
    const clustered = clusteredServerFacts(evidence);
    const folders = replicationShares(evidence)?.map(({ folder }) => folder);
    return {
      folder: known(context.folder, setup),
      roles:
        roles.kind === 'known'
          ? factOf(
              ROLES.filter((role) => roles.value.includes(ROLE_KEYS[role])),
              roleList,
            )
          : unreadable('the keys of the server roles were not read', ROLE_LIST),
      storeState: serviceState(evidence, STORE),
      attendantRunning: serviceRunning(evidence, ATTENDANT),
      storeDependents: serviceDependents(evidence, DEPENDENTS),
      storeChanges: isClustered(evidence) ? eventRecords(evidence, [storeChanges(evidence)]) : absent(roleList),
      copyErrors: eventRecords(evidence, COPY_ERRORS),
      logErrors: eventRecords(evidence, LOG_ERRORS),
      'clusteredServer.group': clustered.group,
      'clusteredServer.storeResource': clustered.storeResource,
      replicationRunning: serviceRunning(evidence, REPLICATION),
      databaseFolders: () => (hasDatabases(evidence) ? databaseFolders(evidence, context) : factOf([], roleList)),
      workingFolders:
        roles.kind === 'known'
          ? factOf(
              FILE_EXCLUSIONS_2007.folders
                .filter((folder) => folder.roles.some((role) => roles.value.includes(ROLE_KEYS[role])))
                .map(({ path }) => joinPath(context.folder, path)),
              setup,
            )
          : unreadable('the keys of the server roles were not read', ROLE_LIST),
      programs: factOf([...FILE_EXCLUSIONS_2007.processes], setup),
      fileTypes: factOf([...FILE_EXCLUSIONS_2007.extensions], setup),
      sharedLogFolders:
        folders === undefined
          ? unreadable('the shares of the host were not read', SERVICES)
          : factOf(folders, { kind: 'question', question: SERVICES }),
    };
  },
});
