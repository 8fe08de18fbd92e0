import { sameName } from '@scanclash/core';
import { CLUSTER_ERROR } from '../../failover-cluster/cluster-error.ts';
import type { FailoverCluster } from '../../failover-cluster/failover-cluster.ts';
import { clusterFailed, groupTable } from './cluster-answers.ts';
import type { ClusterArguments } from './cluster-options.ts';
import { listGroupProperties, setGroupProperties } from './cluster-properties.ts';
import { clusterRequest } from './cluster-request.ts';
import { type ConsoleOutput, notModelled, prints } from './console-program.ts';

/** `cluster group [NAME] [/status | /online | /offline | /moveto[:NODE]] [/wait[:SECONDS]]`, `/create`, `/properties`. */
export function clusterGroup(
  cluster: FailoverCluster,
  { words, options }: ClusterArguments,
  done: (output: ConsoleOutput) => void,
): void {
  const [name, ...list] = words;
  const [first, ...modifiers] = options;
  const option = first?.name ?? 'status';
  const unknown =
    (list.length > 0 && option !== 'properties') || modifiers.some((modifier) => modifier.name !== 'wait');
  if (unknown) return done(notModelled(`cluster group ${words.join(' ')} /${option}`));
  if (name === undefined) {
    if (option !== 'status') return done(notModelled(`cluster group /${option}`));
    return done(prints(groupTable('Listing status for all available resource groups:', cluster.groups())));
  }
  const shown = (title: string): string =>
    groupTable(
      title,
      cluster.groups().filter((one) => sameName(one.name, name)),
    );
  if (option === 'create') {
    const error = cluster.createGroup({ name });
    const made = cluster.groups().filter((group) => group.name === name);
    return done(error === 0 ? prints(groupTable(`Creating resource group '${name}'...`, made)) : clusterFailed(error));
  }
  const group = cluster.configuration.groups.find((one) => sameName(one.name, name));
  if (group === undefined) return done(clusterFailed(CLUSTER_ERROR.ERROR_GROUP_NOT_FOUND));
  const found = group.name;
  const ask = (request: (answered: (error: number) => void) => void, title: string): void =>
    clusterRequest(cluster, modifiers, request, () => shown(title), done);
  switch (option) {
    case 'status':
      return done(prints(shown(`Listing status for resource group '${found}':`)));
    case 'properties':
      return done(list.length === 0 ? listGroupProperties(group) : setGroupProperties(cluster, group, list));
    case 'online':
      return ask((answered) => cluster.onlineGroup(found, answered), `Bringing resource group '${found}' online...`);
    case 'offline':
      return ask((answered) => cluster.offlineGroup(found, answered), `Taking resource group '${found}' offline...`);
    case 'moveto':
      return ask((answered) => cluster.moveGroup(found, first?.value, answered), `Moving resource group '${found}'...`);
    default:
      done(notModelled(`cluster group /${option}`));
  }
}
