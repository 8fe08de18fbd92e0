import { FailoverCluster, type SimulatedHost } from '@scanclash/simulator';
import type { MailboxServer } from '../organisation.ts';
import { ATTENDANT_TYPE, DATABASE_TYPE, exchangeResourceTypes, STORE_TYPE } from './resource-types.ts';
import { attendantResource, databaseResource, storeResource } from './server-resources.ts';

/** Waits for the store; a database that does not mount has no say in where the server is. @assumed HOLE-exchange-resource-dll */
const LEAVES_GROUP_ALONE = { restartAction: 0 } as const;

/** What the setup program puts into the cluster for a clustered mailbox server; what is there already stays. */
export function createClusteredServer(host: SimulatedHost, server: MailboxServer, address: string): void {
  const cluster = FailoverCluster.of(host);
  if (cluster === undefined) throw new Error(`${host.name} is no node of a cluster: ${server.name} cannot be set up`);
  for (const type of exchangeResourceTypes) cluster.registerType(host, type);
  const group = server.name;
  const ip = `IPv4 Static Address 1 (${group})`;
  const name = `Network Name (${group})`;
  cluster.createGroup({ name: group });
  cluster.createResource({ name: ip, type: 'IP Address', group, privateProperties: { Address: address } });
  cluster.createResource({
    name,
    type: 'Network Name',
    group,
    dependsOn: [ip],
    privateProperties: { Name: server.name },
  });
  cluster.createResource({ name: attendantResource(server), type: ATTENDANT_TYPE, group, dependsOn: [name] });
  cluster.createResource({ name: storeResource(server), type: STORE_TYPE, group, dependsOn: [name] });
  for (const one of server.groups) {
    cluster.createResource({
      name: databaseResource(server, one),
      type: DATABASE_TYPE,
      group,
      dependsOn: [storeResource(server)],
      properties: LEAVES_GROUP_ALONE,
    });
  }
}
