import { sameName } from '@scanclash/core';
import { CLUSTER_ERROR } from '../../failover-cluster/cluster-error.ts';
import type { FailoverCluster } from '../../failover-cluster/failover-cluster.ts';
import { clusterFailed, ownerTable, resourceTable } from './cluster-answers.ts';
import type { ClusterArguments } from './cluster-options.ts';
import { listPrivateProperties, listProperties, setPrivateProperties, setProperties } from './cluster-properties.ts';
import { clusterRequest } from './cluster-request.ts';
import { type ConsoleOutput, notModelled, prints } from './console-program.ts';

/**
 * `cluster resource [NAME]` with one of `/status`, `/online`, `/offline`, `/fail`, `/create /group:G /type:T`, `/delete`,
 * `/properties`, `/privproperties`, `/listdependencies`, `/adddependency:R`, `/removedependency:R`, `/listowners`.
 */
export function clusterResource(
  cluster: FailoverCluster,
  { words, options }: ClusterArguments,
  done: (output: ConsoleOutput) => void,
): void {
  const [name, ...list] = words;
  const [first, ...modifiers] = options;
  const option = first?.name ?? 'status';
  const takesList = option === 'properties' || option === 'privproperties';
  if ((list.length > 0 && !takesList) || modifiers.some((one) => !(MODIFIERS[option] ?? []).includes(one.name))) {
    return done(notModelled(`cluster resource ${words.join(' ')} /${option}`));
  }
  if (name === undefined) {
    if (option !== 'status') return done(notModelled(`cluster resource /${option}`));
    return done(prints(resourceTable('Listing status for all available resources:', cluster.resources())));
  }
  const shown = (title: string): string =>
    resourceTable(
      title,
      cluster.resources().filter((resource) => sameName(resource.name, name)),
    );
  const changed = (error: number, title: string): void =>
    done(error === 0 ? prints(shown(title)) : clusterFailed(error));
  if (option === 'create') {
    const value = (modifier: string): string => modifiers.find((one) => one.name === modifier)?.value ?? '';
    const resource = { name, group: value('group'), type: value('type'), online: false };
    return changed(cluster.createResource(resource), `Creating resource '${name}'...`);
  }
  const resource = cluster.configuration.resources.find((one) => sameName(one.name, name));
  if (resource === undefined) return done(clusterFailed(CLUSTER_ERROR.ERROR_RESOURCE_NOT_FOUND));
  const on = first?.value ?? '';
  const ask = (request: (answered: (error: number) => void) => void, title: string): void =>
    clusterRequest(cluster, modifiers, request, () => shown(title), done);
  switch (option) {
    case 'status':
      return done(prints(shown(`Listing status for resource '${resource.name}':`)));
    case 'online':
      return ask(
        (answered) => cluster.onlineResource(name, answered),
        `Bringing resource '${resource.name}' online...`,
      );
    case 'offline':
      return ask(
        (answered) => cluster.offlineResource(name, answered),
        `Taking resource '${resource.name}' offline...`,
      );
    // @assumed What it prints: there is no state of it to show any more.
    case 'delete': {
      const error = cluster.deleteResource(name);
      return done(error === 0 ? prints(`Deleting resource '${resource.name}'...\r\n`) : clusterFailed(error));
    }
    case 'fail':
      return changed(cluster.failResource(name), `Failing resource '${resource.name}'...`);
    case 'listdependencies': {
      const dependencies = cluster.resources().filter((one) => resource.dependsOn.includes(one.name));
      return done(prints(resourceTable(`Listing dependencies for '${resource.name}':`, dependencies)));
    }
    case 'adddependency':
      return changed(
        cluster.addDependency(name, on),
        `Making resource '${resource.name}' depend on resource '${on}'...`,
      );
    case 'removedependency':
      return changed(
        cluster.removeDependency(name, on),
        `Removing dependency of resource '${resource.name}' on resource '${on}'...`,
      );
    case 'listowners': {
      const title = `Listing possible owners for resource '${resource.name}':`;
      return done(prints(ownerTable(title, resource.possibleOwners)));
    }
    case 'properties':
      return done(list.length === 0 ? listProperties(resource) : setProperties(cluster, resource, list));
    case 'privproperties':
      return done(
        list.length === 0 ? listPrivateProperties(cluster, resource) : setPrivateProperties(cluster, resource, list),
      );
    default:
      done(notModelled(`cluster resource /${option}`));
  }
}

/** What may stand behind an option. */
const MODIFIERS: Readonly<Record<string, readonly string[]>> = {
  online: ['wait'],
  offline: ['wait'],
  create: ['group', 'type'],
};
