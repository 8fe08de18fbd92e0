import { sameName } from '@scanclash/core';
import { CLUSTER_GROUP, FailoverCluster, type GroupState } from '@scanclash/simulator';
import { autoDatabaseMountDial, MOUNT_DIAL, type MountDial } from '../../settings.ts';
import { databaseResource, ownerOf } from '../cluster/server-resources.ts';
import type { ExchangeHost } from '../exchange-host.ts';
import type { MailboxServer, Member } from '../organisation.ts';
import { databaseName } from '../storage-group.ts';
import {
  type Cmdlet,
  error,
  findGroup,
  identityOf,
  isConfirmed,
  isSet,
  NOTHING,
  reaches,
  serversOf,
  textOf,
} from './cmdlet.ts';
import { whyNotToMove } from './move-validation.ts';
import { databaseFileOf } from './path-cmdlets.ts';

/** @source CCR-CMDLETS: the states. @assumed which state of the group is which. */
const STATES: Readonly<Record<GroupState, string>> = {
  online: 'Online',
  'partially-online': 'PartiallyOnline',
  offline: 'Offline',
  failed: 'Failed',
  pending: 'OnlinePending',
};

const unknownServer = (name: string | undefined) =>
  error(`The operation could not be performed because object '${name ?? ''}' could not be found.`);

/** A clustered mailbox server by the identity that a command gives, and its cluster. */
function clusteredServer(
  exchange: ExchangeHost,
  name: string | undefined,
): { readonly server: MailboxServer; readonly cluster: FailoverCluster } | undefined {
  const server = serversOf(exchange, name).find(({ isClustered }) => isClustered);
  const cluster = FailoverCluster.of(exchange.host);
  return server === undefined || cluster === undefined ? undefined : { server, cluster };
}

export const getClusteredMailboxServerStatus: Cmdlet = (exchange, command, done) => {
  const found = clusteredServer(exchange, identityOf(command));
  if (found === undefined) return done(unknownServer(identityOf(command)));
  const { server, cluster } = found;
  const { node, state } = cluster.group(server.name) ?? { node: '', state: 'offline' as const };
  const up = cluster.nodes().filter((one) => one.state === 'up');
  const quorumOwner = cluster.group(CLUSTER_GROUP)?.node;
  const machines = up.map(({ name }) => {
    const marks = [...(sameName(name, node) ? ['Active'] : []), ...(quorumOwner === name ? ['Quorum Owner'] : [])];
    return marks.length === 0 ? name : `${name} <${marks.join(', ')}>`;
  });
  const failed = cluster.resources().filter((one) => one.group === server.name && one.state === 'failed');
  const names = up.map(({ name }) => name.toLowerCase()).join(', ');
  const object = {
    Identity: server.name,
    ClusteredMailboxServerName: server.name,
    State: STATES[state],
    OperationalMachines: `{${machines.join(', ')}}`,
    FailedResources: `{${failed.map(({ name }) => name).join(', ')}}`,
    OperationalReplicationHostNames: `{${names}}`,
    FailedReplicationHostNames: '{}',
    InUseReplicationHostNames: `{${names}}`,
    IsValid: 'True',
    ObjectState: 'Unchanged',
  };
  done({ kind: 'output', output: { columns: ['Identity', 'State', 'OperationalMachines'], objects: [object] } });
};

/**
 * @source CCR-HELP: only from the active to the passive node, and only if replication is healthy; the tools of the
 * cluster do not look. CCR-EVENTS: the time that it took is logged.
 */
export const moveClusteredMailboxServer: Cmdlet = (exchange, command, done) => {
  const found = clusteredServer(exchange, identityOf(command));
  if (found === undefined) return done(unknownServer(identityOf(command)));
  const { server, cluster } = found;
  const target = textOf(command, 'targetmachine');
  const node = server.nodes.find(({ name }) => target !== undefined && sameName(name, target));
  if (target === undefined || node === undefined) return done(error(`'${target ?? ''}' is no node of ${server.name}.`));
  if (textOf(command, 'movecomment') === undefined) {
    return done(error('Cannot process command because of missing mandatory parameters: MoveComment.'));
  }
  const problem = whyNotToMove(exchange, server, node, isSet(command, 'ignoredismounted'));
  if (problem !== undefined) return done(error(problem));
  if (isSet(command, 'validateonly') || isSet(command, 'whatif')) return done(NOTHING);
  if (!isConfirmed(command)) {
    return done({ kind: 'question', text: `Moving clustered mailbox server "${server.name}" to "${node.name}".` });
  }
  const { world } = exchange.host;
  const since = world.now;
  cluster.moveGroup(server.name, node.name, (code) => {
    if (code !== 0) return done(error(`The clustered mailbox server could not be moved, cluster error ${code}.`));
    node.replication?.handedOver(Math.round((world.now - since) / 1_000_000));
    getClusteredMailboxServerStatus(exchange, command, done);
  });
};

/** The node on which the databases of a server are. */
function activeNode(exchange: ExchangeHost, server: MailboxServer): Member | undefined {
  const owner = server.isClustered ? ownerOf(exchange.host, server) : server.name;
  return server.nodes.find(({ name }) => name === owner);
}

export const getMailboxDatabase: Cmdlet = (exchange, command, done) => {
  const identity = identityOf(command);
  const withStatus = isSet(command, 'status');
  const objects = serversOf(exchange, textOf(command, 'server')).flatMap((server) => {
    const node = activeNode(exchange, server);
    const store = node !== undefined && reaches(exchange, node) ? node.store : undefined;
    return server.groups
      .filter(({ kind }) => kind === 'mailbox')
      .filter((group) => identity === undefined || findGroup(exchange, identity)?.group === group)
      .map((group) => ({
        Name: group.database,
        Server: server.name,
        StorageGroup: group.name,
        Recovery: 'False',
        Identity: `${server.name}\\${databaseName(group)}`,
        EdbFilePath: databaseFileOf(server, group),
        Mounted: withStatus ? (store?.isMounted(group) === true ? 'True' : 'False') : '',
      }));
  });
  const columns = ['Name', 'Server', 'StorageGroup', 'Recovery', ...(withStatus ? ['Mounted'] : [])];
  done({ kind: 'output', output: { columns, objects } });
};

export const mountDatabase: Cmdlet = (exchange, command, done) => {
  const identity = identityOf(command);
  const found = identity === undefined ? undefined : findGroup(exchange, identity);
  if (found === undefined) return done(unknownServer(identity));
  const { server, group } = found;
  const failed = error(
    `Couldn't mount the database that you specified. Specified database: ${server.name}\\${databaseName(group)}.`,
  );
  const cluster = server.isClustered ? FailoverCluster.of(exchange.host) : undefined;
  if (cluster !== undefined) {
    return cluster.onlineResource(databaseResource(server, group), (code) => done(code === 0 ? NOTHING : failed));
  }
  const store = activeNode(exchange, server)?.store;
  if (store === undefined) return done(failed);
  store.mount(group, (isMounted) => done(isMounted ? NOTHING : failed));
};

export const dismountDatabase: Cmdlet = (exchange, command, done) => {
  const identity = identityOf(command);
  const found = identity === undefined ? undefined : findGroup(exchange, identity);
  if (found === undefined) return done(unknownServer(identity));
  if (!isConfirmed(command)) {
    return done({
      kind: 'question',
      text: `Dismounting database "${identity}". This may result in reduced availability.`,
    });
  }
  const { server, group } = found;
  const cluster = server.isClustered ? FailoverCluster.of(exchange.host) : undefined;
  const failed = error(`Couldn't dismount the database that you specified: ${identity}.`);
  if (cluster !== undefined) {
    return cluster.offlineResource(databaseResource(server, group), (code) => done(code === 0 ? NOTHING : failed));
  }
  const store = activeNode(exchange, server)?.store;
  if (store === undefined) return done(failed);
  store.dismount(group, () => done(NOTHING));
};

/** @source MOUNT-DIAL: the words of the dial. */
export const setMailboxServer: Cmdlet = (exchange, command, done) => {
  const server = serversOf(exchange, identityOf(command))[0];
  if (identityOf(command) === undefined || server === undefined) return done(unknownServer(identityOf(command)));
  const others = [...command.parameters.keys()].filter((name) => !['identity', 'autodatabasemountdial'].includes(name));
  if (others.length > 0) return done({ kind: 'not-modelled', what: `Set-MailboxServer -${others[0]}` });
  const word = textOf(command, 'autodatabasemountdial') ?? '';
  const dial = (Object.keys(MOUNT_DIAL) as MountDial[]).find((one) => sameName(one.replace('-', ''), word));
  const node = server.nodes[0];
  if (dial === undefined || node === undefined) {
    return done(error(`Cannot convert value "${word}" to type "AutoDatabaseMountDial".`));
  }
  autoDatabaseMountDial.write(node.host.registry, dial, node.settings.context);
  done(NOTHING);
};
