import type { ExchangeRole } from './context.ts';

export interface ExchangeService {
  readonly displayName: string;
  /** Below the folder `bin` of the installation. */
  readonly program: string;
  readonly start: 'auto' | 'demand';
  readonly dependsOn: readonly string[];
  readonly roles: readonly ExchangeRole[];
}

const NODES: readonly ExchangeRole[] = ['mailbox', 'clustered-mailbox'];
const TOPOLOGY = 'MSExchangeADTopology';

/**
 * The services of Exchange 2007. The store and the attendant of a clustered mailbox server are started by the cluster
 * alone. Of what Windows itself runs only the names count here: those services are not simulated, so no dependency names them.
 *
 * @source KB940845 (dependencies of IS, SA and ADTopology), CCR-HELP (what runs on which node).
 * @assumed HOLE-exchange-services: executables, and the start types of what is not IS, SA and Repl.
 */
export const EXCHANGE_SERVICES = {
  MSExchangeADTopology: {
    displayName: 'Microsoft Exchange Active Directory Topology',
    program: 'MSExchangeADTopologyService.exe',
    start: 'auto',
    dependsOn: [],
    roles: ['mailbox', 'clustered-mailbox', 'hub'],
  },
  MSExchangeIS: {
    displayName: 'Microsoft Exchange Information Store',
    program: 'store.exe',
    start: 'demand',
    dependsOn: [],
    roles: NODES,
  },
  MSExchangeSA: {
    displayName: 'Microsoft Exchange System Attendant',
    program: 'mad.exe',
    start: 'demand',
    dependsOn: [],
    roles: NODES,
  },
  MSExchangeRepl: {
    displayName: 'Microsoft Exchange Replication Service',
    program: 'Microsoft.Exchange.Cluster.ReplayService.exe',
    start: 'auto',
    dependsOn: [],
    roles: NODES,
  },
  MSExchangeMailboxAssistants: {
    displayName: 'Microsoft Exchange Mailbox Assistants',
    program: 'MSExchangeMailboxAssistants.exe',
    start: 'auto',
    dependsOn: [TOPOLOGY],
    roles: NODES,
  },
  MSExchangeMailSubmission: {
    displayName: 'Microsoft Exchange Mail Submission',
    program: 'MSExchangeMailSubmission.exe',
    start: 'auto',
    dependsOn: [TOPOLOGY],
    roles: NODES,
  },
  MSExchangeSearch: {
    displayName: 'Microsoft Exchange Search Indexer',
    program: 'Microsoft.Exchange.Search.ExSearch.exe',
    start: 'auto',
    dependsOn: [TOPOLOGY],
    roles: NODES,
  },
  MSExchangeServiceHost: {
    displayName: 'Microsoft Exchange Service Host',
    program: 'Microsoft.Exchange.ServiceHost.exe',
    start: 'auto',
    dependsOn: [],
    roles: ['mailbox', 'clustered-mailbox', 'hub'],
  },
  MSExchangeTransportLogSearch: {
    displayName: 'Microsoft Exchange Transport Log Search',
    program: 'MSExchangeTransportLogSearch.exe',
    start: 'auto',
    dependsOn: [TOPOLOGY],
    roles: ['mailbox', 'clustered-mailbox', 'hub'],
  },
  MSExchangeTransport: {
    displayName: 'Microsoft Exchange Transport',
    program: 'MSExchangeTransport.exe',
    start: 'auto',
    dependsOn: [TOPOLOGY],
    roles: ['hub'],
  },
} as const satisfies Readonly<Record<string, ExchangeService>>;

export type ExchangeServiceName = keyof typeof EXCHANGE_SERVICES;
