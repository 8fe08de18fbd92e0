import { FailoverCluster } from '@scanclash/simulator';
import { ownerOf } from '../cluster/server-resources.ts';
import type { ExchangeHost } from '../exchange-host.ts';
import type { MailboxServer, Member } from '../organisation.ts';
import { databaseName } from '../storage-group.ts';
import { passiveCopy } from './cmdlet.ts';

/**
 * Why a clustered mailbox server may not be moved to a node by its own cmdlet; undefined where it may.
 * @source CCR-HELP: replication is healthy, and the passive node acceptable.
 */
export function whyNotToMove(
  exchange: ExchangeHost,
  server: MailboxServer,
  target: Member,
  ignoresDismounted: boolean,
): string | undefined {
  const { host } = exchange;
  const owner = ownerOf(host, server);
  if (owner === target.name) return `${server.name} is on ${target.name} already.`;
  const node = FailoverCluster.of(host)
    ?.nodes()
    .find(({ name }) => name === target.name);
  if (node?.state !== 'up') return `${target.name} is not up.`;
  const active = server.nodes.find(({ name }) => name === owner);
  for (const group of server.groups) {
    if (!ignoresDismounted && active?.store?.isMounted(group) !== true) {
      return `The database ${databaseName(group)} is not mounted; IgnoreDismounted moves the server all the same.`;
    }
    const status = passiveCopy(exchange, server, group, owner)?.copy?.status ?? 'ServiceDown';
    if (status !== 'Healthy')
      return `The copy of storage group ${group.name} on ${target.name} is not healthy: ${status}.`;
  }
  return undefined;
}
