import { FailoverCluster, type SimulatedHost } from '@scanclash/simulator';
import type { MailboxServer } from '../organisation.ts';
import type { StorageGroup } from '../storage-group.ts';

/** Names of the resources of a clustered mailbox server. @source CCR-HELP: the resource model. */
export const attendantResource = ({ name }: MailboxServer): string => `Exchange System Attendant Instance (${name})`;
export const storeResource = ({ name }: MailboxServer): string => `Exchange Information Store Instance (${name})`;
export const databaseResource = ({ name }: MailboxServer, group: StorageGroup): string =>
  `${group.name}/${group.database} (${name})`;

/**
 * The property in which the cluster remembers the node that had a database mounted last: what the permission to mount
 * it rests on. @assumed CCR-TOOLS knows of such a property, its name is ours.
 */
const LAST_MOUNTED_ON = 'LastMountedOn';

export function lastMountedOn(host: SimulatedHost, server: MailboxServer, group: StorageGroup): string | undefined {
  const node = FailoverCluster.of(host)?.privateProperty(databaseResource(server, group), LAST_MOUNTED_ON);
  return typeof node === 'string' ? node : undefined;
}

export function rememberMount(host: SimulatedHost, server: MailboxServer, group: StorageGroup): void {
  FailoverCluster.of(host)?.setPrivateProperty(databaseResource(server, group), LAST_MOUNTED_ON, host.name);
}

/** The node that has the mailbox server now, or had it last. */
export const ownerOf = (host: SimulatedHost, server: MailboxServer): string | undefined =>
  FailoverCluster.of(host)?.group(server.name)?.node;
