import { sameName } from '@scanclash/core';
import { RESOURCE_PROPERTIES, type ResourceRecord } from '../../failover-cluster/cluster-configuration.ts';
import { CLUSTER_ERROR } from '../../failover-cluster/cluster-error.ts';
import type { PropertyValue } from '../../failover-cluster/cluster-object.ts';
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

/** Error 87 for a property that there is not, or a value that it cannot have; nothing is changed then. */
export function setProperties(
  cluster: FailoverCluster,
  { name }: ResourceRecord,
  list: readonly string[],
): ConsoleOutput {
  const changes = list.map((text) => {
    const entry = parse(text);
    const property = Object.keys(RESOURCE_PROPERTIES).find((one) => entry !== undefined && sameName(one, entry.name));
    const key = property === undefined ? undefined : RESOURCE_PROPERTIES[property];
    const value = numberOf(entry?.text ?? '');
    const isPossible = value !== undefined && (key !== 'restartAction' || value <= 2);
    return key === undefined || !isPossible ? undefined : ([key, value] as const);
  });
  if (changes.includes(undefined)) return clusterFailed(CLUSTER_ERROR.ERROR_INVALID_PARAMETER);
  return answer(cluster.setProperties(name, Object.fromEntries(changes.flatMap((change) => (change ? [change] : [])))));
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
