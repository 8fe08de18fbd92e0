import { applicationServer, applicationServers } from './application-servers.ts';
import { exchange2003Cluster } from './exchange-2003-cluster.ts';
import { exchangeMailboxServer } from './exchange-mailbox-server.ts';
import { exchangePair } from './exchange-pair.ts';
import { exchangeToTheInternet } from './exchange-to-the-internet.ts';
import {
  ccrBeforeGroupshield,
  ccrWithGroupshield,
  exchangeWithGroupshield,
  exchangeWithOtherScanner,
} from './exchange-with-groupshield.ts';
import { exchangeWithMountedLogs } from './exchange-with-mounted-logs.ts';
import { mailGateway } from './mail-gateway.ts';
import { mailServerAndClient } from './mail-server-and-client.ts';
import { mailServerAndDatabase } from './mail-server-and-database.ts';
import { mailServerAndWorkstation } from './mail-server-and-workstation.ts';
import { mailServerWithMountedSpool } from './mail-server-with-mounted-spool.ts';
import { managedMailServer } from './managed-mail-server.ts';
import { monitoringServer } from './monitoring-server.ts';
import { singleMailServer } from './single-mail-server.ts';
import { withSecondAntivirus } from './single-mail-server-with-second-antivirus.ts';
import { utilityServer } from './utility-server.ts';
import type { WorldDefinition } from './world-definition.ts';

export const WORLDS: readonly WorldDefinition[] = [
  singleMailServer,
  mailServerAndClient,
  managedMailServer,
  exchangeMailboxServer,
  exchangeWithMountedLogs,
  exchangeToTheInternet,
  exchangePair,
  ccrWithGroupshield,
  ccrBeforeGroupshield,
  exchangeWithGroupshield,
  exchangeWithOtherScanner,
  exchange2003Cluster,
  mailGateway,
  mailServerAndWorkstation,
  mailServerAndDatabase,
  mailServerWithMountedSpool,
  withSecondAntivirus,
  utilityServer,
  monitoringServer,
  applicationServer,
  applicationServers,
];
export { type ClusterDefinition, type HostDefinition, productsOf, type WorldDefinition } from './world-definition.ts';
