import { sameName } from '@scanclash/core';
import {
  GROUP_PROPERTIES,
  type GroupRecord,
  RESOURCE_PROPERTIES,
  type ResourceRecord,
} from '../../failover-cluster/cluster-configuration.ts';
import { CLUSTER_ERROR } from '../../failover-cluster/cluster-error.ts';
import type { PropertyValue, ResourceProperties } from '../../failover-cluster/cluster-object.ts';
import type { FailoverCluster } from '../../failover-cluster/failover-cluster.ts';
import { clusterFailed, type ListedProperty, propertyTable } from './cluster-answers.ts';
import { type ConsoleOutput, prints } from './console-program.ts';

/** An entry of a property list: `RestartAction=1`, `Threads=4:DWORD`. */
interface Entry {
  readonly name: string;
  readonly text: string;
  readonly isNumber: boolean;
}

export function listProperties(resource: ResourceRecord): ConsoleOutput {
  const { name, type, properties } = resource;
  const listed: ListedProperty[] = [
    { name: 'Name', value: name, readOnly: true },
    { name: 'Type', value: type, readOnly: true },
    ...Object.entries(RESOURCE_PROPERTIES).map(([property, key]) => ({ name: property, value: properties[key] })),
  ];
  return prints(propertyTable(`Listing properties for '${name}':`, name, listed));
}

export function listPrivateProperties(cluster: FailoverCluster, { name }: ResourceRecord): ConsoleOutput {
  const listed = cluster.privateProperties(name).map(([property, value]) => ({ name: property, value }));
  return prints(propertyTable(`Listing private properties for '${name}':`, name, listed));
}

export function listGroupProperties(group: GroupRecord): ConsoleOutput {
  const { name } = group;
  const listed: ListedProperty[] = [
    { name: 'Name', value: name, readOnly: true },
    ...Object.entries(GROUP_PROPERTIES).map(([property, key]) => ({ name: property, value: group[key] })),
  ];
  return prints(propertyTable(`Listing properties for '${name}':`, name, listed, 'Resource Group'));
}

/** Error 87 for a property that there is not, or a value that it cannot have; nothing is changed then. */
export function setProperties(
  cluster: FailoverCluster,
  { name }: ResourceRecord,
  list: readonly string[],
): ConsoleOutput {
  const changes = changesIn(list, RESOURCE_PROPERTIES);
  const isPossible = changes !== undefined && (changes.restartAction ?? 0) <= 2;
  if (!isPossible) return clusterFailed(CLUSTER_ERROR.ERROR_INVALID_PARAMETER);
  return answer(cluster.setProperties(name, changes as Partial<ResourceProperties>));
}

/** The same of a group. */
export function setGroupProperties(
  cluster: FailoverCluster,
  { name }: GroupRecord,
  list: readonly string[],
): ConsoleOutput {
  const changes = changesIn(list, GROUP_PROPERTIES);
  if (changes === undefined) return clusterFailed(CLUSTER_ERROR.ERROR_INVALID_PARAMETER);
  return answer(cluster.setGroupProperties(name, changes));
}

/** What a property list changes; undefined where it names something that there is not, or gives no number. */
function changesIn<Key extends string>(
  list: readonly string[],
  names: Readonly<Record<string, Key>>,
): Partial<Record<Key, number>> | undefined {
  const changes: Partial<Record<Key, number>> = {};
  for (const text of list) {
    const entry = parse(text);
    const name = Object.keys(names).find((one) => entry !== undefined && sameName(one, entry.name));
    const value = numberOf(entry?.text ?? '');
    if (name === undefined || value === undefined) return undefined;
    changes[names[name] as Key] = value;
  }
  return changes;
}

/** @assumed A property keeps its type; a new one is a text unless `:DWORD` stands behind its value. */
export function setPrivateProperties(
  cluster: FailoverCluster,
  { name }: ResourceRecord,
  list: readonly string[],
): ConsoleOutput {
  const entries = list.map((text): readonly [string, PropertyValue] | undefined => {
    const entry = parse(text);
    if (entry === undefined) return undefined;
    const isNumber = entry.isNumber || typeof cluster.privateProperty(name, entry.name) === 'number';
    const value = isNumber ? numberOf(entry.text) : entry.text;
    return value === undefined ? undefined : [entry.name, value];
  });
  if (entries.includes(undefined)) return clusterFailed(CLUSTER_ERROR.ERROR_INVALID_PARAMETER);
  let error = 0;
  for (const entry of entries)
    if (entry !== undefined && error === 0) error = cluster.setPrivateProperty(name, ...entry);
  return answer(error);
}

/** Success has no words. */
const answer = (error: number): ConsoleOutput => (error === 0 ? prints('') : clusterFailed(error));

function parse(text: string): Entry | undefined {
  const match = /^([^=]+)=(.*?)(?::(dword|str))?$/i.exec(text);
  if (match === null) return undefined;
  return { name: match[1] as string, text: match[2] as string, isNumber: match[3]?.toLowerCase() === 'dword' };
}

function numberOf(text: string): number | undefined {
  const value = /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : Number.NaN;
  return value <= 0xffff_ffff ? value : undefined;
}
