import {
  asDword,
  asText,
  dword,
  dwordAt,
  multiSz,
  type RegistryEditor,
  type RegistryReader,
  type RegistryValue,
  sameName,
  sz,
  textAt,
  textsAt,
} from '@scanclash/core';
import { GROUP_DEFAULTS, RESOURCE_DEFAULTS } from './cluster-figures.ts';
import { clusterGuid } from './cluster-guid.ts';
import type {
  GroupProperties,
  GroupToCreate,
  PropertyValue,
  ResourceProperties,
  ResourceToCreate,
} from './cluster-object.ts';

export const CLUSTER_KEY = 'HKLM\\Cluster';
const GROUPS = `${CLUSTER_KEY}\\Groups`;
const RESOURCES = `${CLUSTER_KEY}\\Resources`;
const NODES = `${CLUSTER_KEY}\\Nodes`;

/** The common properties of a resource by the names of their registry values, which are those of `cluster res /prop`. */
export const RESOURCE_PROPERTIES: Readonly<Record<string, keyof ResourceProperties>> = {
  RestartAction: 'restartAction',
  RestartThreshold: 'restartThreshold',
  RestartPeriod: 'restartPeriod',
  LooksAlivePollInterval: 'looksAlivePollInterval',
  IsAlivePollInterval: 'isAlivePollInterval',
  PendingTimeout: 'pendingTimeout',
  DeadlockTimeout: 'deadlockTimeout',
};

/** The same of a group, for `cluster group /prop`. */
export const GROUP_PROPERTIES: Readonly<Record<string, keyof GroupProperties>> = {
  FailoverThreshold: 'failoverThreshold',
  FailoverPeriod: 'failoverPeriod',
};

export interface GroupRecord extends GroupProperties {
  readonly guid: string;
  readonly name: string;
  readonly preferredOwners: readonly string[];
}

export interface ResourceRecord {
  readonly guid: string;
  readonly name: string;
  readonly type: string;
  readonly group: string;
  readonly dependsOn: readonly string[];
  readonly possibleOwners: readonly string[];
  readonly properties: ResourceProperties;
  /** The persistent state: it is to be online. */
  readonly wanted: boolean;
}

/** What the key of a resource holds: other objects by their GUIDs, nodes by their ids. */
export interface StoredResource extends Pick<ResourceRecord, 'type' | 'properties' | 'wanted'> {
  readonly name: string | undefined;
  readonly dependsOn: readonly string[];
  readonly possibleOwners: readonly string[];
}

/** What a hive says of a cluster, objects in the order in which they were made. */
export interface ClusterConfiguration {
  readonly name: string;
  /** By id, from 1. */
  readonly nodes: readonly string[];
  readonly groups: readonly GroupRecord[];
  readonly resources: readonly ResourceRecord[];
}

/**
 * Reads the hive `HKLM\Cluster`.
 * @param resourceAt - Reads the key of a resource: of many, one has changed since the last reading.
 * @source Keys `Groups\{GUID}`, `Resources\{GUID}` with Name, Type, Parameters; KB259243 (PersistentState).
 * @assumed The values DependsOn, PossibleOwners, PreferredOwners (ids as text) and Contains, and that an absent list of
 * owners means all nodes.
 */
export function readConfiguration(
  registry: RegistryReader,
  resourceAt: (key: string) => StoredResource,
): ClusterConfiguration {
  const nodes = subkeys(registry, NODES).map((id) => textAt(registry, `${NODES}\\${id}`, 'NodeName') ?? id);
  const guids = subkeys(registry, RESOURCES);
  const stored = new Map(guids.map((guid) => [guid, resourceAt(`${RESOURCES}\\${guid}`)]));
  const groups = subkeys(registry, GROUPS).map((guid) => ({
    guid,
    contains: textsAt(registry, `${GROUPS}\\${guid}`, 'Contains'),
  }));
  const owners = (ids: readonly string[]): readonly string[] =>
    ids.length === 0 ? nodes : ids.flatMap((id) => nodes[Number(id) - 1] ?? []);
  const records = groups.map(({ guid }): GroupRecord => {
    const key = `${GROUPS}\\${guid}`;
    return {
      guid,
      name: textAt(registry, key, 'Name') ?? guid,
      preferredOwners: owners(textsAt(registry, key, 'PreferredOwners')),
      failoverThreshold: dwordAt(registry, key, 'FailoverThreshold') ?? GROUP_DEFAULTS.failoverThreshold,
      failoverPeriod: dwordAt(registry, key, 'FailoverPeriod') ?? GROUP_DEFAULTS.failoverPeriod,
    };
  });
  const nameOf = (guid: string): string | undefined => {
    const other = stored.get(guid);
    return other === undefined ? undefined : (other.name ?? guid);
  };
  const resources = [...stored].flatMap(([guid, resource]): ResourceRecord[] => {
    const at = groups.findIndex(({ contains }) => contains.some((one) => sameName(one, guid)));
    const group = records[at];
    if (group === undefined) return [];
    const { name = guid, type, dependsOn, possibleOwners, properties, wanted } = resource;
    return [
      {
        guid,
        name,
        type,
        group: group.name,
        dependsOn: dependsOn.flatMap((one) => nameOf(one) ?? []),
        possibleOwners: owners(possibleOwners),
        properties,
        wanted,
      },
    ];
  });
  return { name: textAt(registry, CLUSTER_KEY, 'ClusterName') ?? '', nodes, groups: records, resources };
}

/** Reads the key of a resource. */
export function readResource(registry: RegistryReader, key: string): StoredResource {
  return {
    name: textAt(registry, key, 'Name'),
    type: textAt(registry, key, 'Type') ?? '',
    dependsOn: textsAt(registry, key, 'DependsOn'),
    possibleOwners: textsAt(registry, key, 'PossibleOwners'),
    properties: propertiesAt(registry, key),
    wanted: dwordAt(registry, key, 'PersistentState') === 1,
  };
}

/** Where the private properties of a resource stand. */
export const parametersKey = (guid: string): string => `${RESOURCES}\\${guid}\\Parameters`;

/** A private property of a resource as this hive has it, from the key of its parameters. */
export function privatePropertyAt(registry: RegistryReader, key: string, name: string): PropertyValue | undefined {
  const reading = registry.value(key, name);
  return reading.kind === 'known' ? propertyOf(reading.value) : undefined;
}

/** The private properties of a resource, in the order of their setting. */
export function privatePropertiesAt(
  registry: RegistryReader,
  guid: string,
): readonly (readonly [name: string, value: PropertyValue])[] {
  const values = registry.values(parametersKey(guid));
  return [...(values.kind === 'known' ? values.value : [])].flatMap(([name, value]) => {
    const property = propertyOf(value);
    return property === undefined ? [] : [[name, property] as const];
  });
}

export function writeCluster(registry: RegistryEditor, name: string, nodes: readonly string[]): void {
  registry.setValue(CLUSTER_KEY, 'ClusterName', sz(name));
  for (const [i, node] of nodes.entries()) registry.setValue(`${NODES}\\${i + 1}`, 'NodeName', sz(node));
}

export function writeGroup(registry: RegistryEditor, cluster: ClusterConfiguration, group: GroupToCreate): void {
  const key = `${GROUPS}\\${clusterGuid(cluster.name, 'group', group.name)}`;
  const { preferredOwners } = group;
  registry.setValue(key, 'Name', sz(group.name));
  if (preferredOwners !== undefined) registry.setValue(key, 'PreferredOwners', idsOf(cluster, preferredOwners));
  writeNumbers(registry, key, GROUP_PROPERTIES, group);
}

export function writeGroupProperties(
  registry: RegistryEditor,
  group: GroupRecord,
  properties: Partial<GroupProperties>,
): void {
  writeNumbers(registry, `${GROUPS}\\${group.guid}`, GROUP_PROPERTIES, properties);
}

/** @param group - Its group, and `on` what it depends on: they are there. */
export function writeResource(
  registry: RegistryEditor,
  cluster: ClusterConfiguration,
  group: GroupRecord,
  resource: ResourceToCreate,
  on: readonly ResourceRecord[],
): void {
  const made = { guid: clusterGuid(cluster.name, 'resource', resource.name) };
  const key = `${RESOURCES}\\${made.guid}`;
  registry.setValue(key, 'Name', sz(resource.name));
  registry.setValue(key, 'Type', sz(resource.type));
  registry.setValue(key, 'PersistentState', dword(resource.online === false ? 0 : 1));
  if (resource.possibleOwners !== undefined) {
    registry.setValue(key, 'PossibleOwners', idsOf(cluster, resource.possibleOwners));
  }
  registry.createKey(parametersKey(made.guid));
  const groupKey = `${GROUPS}\\${group.guid}`;
  registry.setValue(groupKey, 'Contains', multiSz([...textsAt(registry, groupKey, 'Contains'), made.guid]));
  writeProperties(registry, made, resource.properties ?? {});
  for (const [name, value] of Object.entries(resource.privateProperties ?? {})) {
    writePrivateProperty(registry, made, name, value);
  }
  writeDependencies(registry, made, on);
}

export function deleteResource(registry: RegistryEditor, { guid }: ResourceRecord, group: GroupRecord): void {
  registry.deleteKey(`${RESOURCES}\\${guid}`);
  const key = `${GROUPS}\\${group.guid}`;
  const left = textsAt(registry, key, 'Contains').filter((one) => !sameName(one, guid));
  registry.setValue(key, 'Contains', multiSz(left));
}

export function writeDependencies(registry: RegistryEditor, resource: Written, on: readonly ResourceRecord[]): void {
  const key = `${RESOURCES}\\${resource.guid}`;
  if (on.length === 0) registry.deleteValue(key, 'DependsOn');
  else registry.setValue(key, 'DependsOn', multiSz(on.map(({ guid }) => guid)));
}

/** What tells where a resource is written. */
type Written = Pick<ResourceRecord, 'guid'>;

export function writeProperties(
  registry: RegistryEditor,
  resource: Written,
  properties: Partial<ResourceProperties>,
): void {
  writeNumbers(registry, `${RESOURCES}\\${resource.guid}`, RESOURCE_PROPERTIES, properties);
}

function writeNumbers<Key extends string>(
  registry: RegistryEditor,
  key: string,
  names: Readonly<Record<string, Key>>,
  values: Partial<Readonly<Record<Key, number>>>,
): void {
  for (const [name, property] of Object.entries(names)) {
    const value = values[property];
    if (value !== undefined) registry.setValue(key, name, dword(value));
  }
}

export function writePrivateProperty(
  registry: RegistryEditor,
  resource: Written,
  name: string,
  value: PropertyValue,
): void {
  const stored = typeof value === 'number' ? dword(value) : sz(value);
  registry.setValue(parametersKey(resource.guid), name, stored);
}

export function writeWanted(registry: RegistryEditor, resource: ResourceRecord, wanted: boolean): void {
  registry.setValue(`${RESOURCES}\\${resource.guid}`, 'PersistentState', dword(wanted ? 1 : 0));
}

/** Gives a hive what another one holds, and nothing else: what happens to a node that joins. */
export function copyHive(from: RegistryReader, to: RegistryEditor): void {
  const copy = (key: string): void => {
    to.createKey(key);
    const wanted = from.values(key);
    const present = to.values(key);
    const names = wanted.kind === 'known' ? wanted.value : new Map<string, RegistryValue>();
    for (const [name] of present.kind === 'known' ? present.value : []) {
      if (from.value(key, name).kind !== 'known') to.deleteValue(key, name);
    }
    for (const [name, value] of names) to.setValue(key, name, value);
    const keys = subkeys(from, key);
    for (const name of subkeys(to, key)) {
      if (!keys.some((one) => sameName(one, name))) to.deleteKey(`${key}\\${name}`);
    }
    for (const name of keys) copy(`${key}\\${name}`);
  };
  copy(CLUSTER_KEY);
}

function propertiesAt(registry: RegistryReader, key: string): ResourceProperties {
  const given = Object.entries(RESOURCE_PROPERTIES).flatMap(([name, property]) => {
    const value = dwordAt(registry, key, name);
    return value === undefined ? [] : [[property, value] as const];
  });
  const properties = { ...RESOURCE_DEFAULTS, ...Object.fromEntries(given) };
  return {
    ...properties,
    restartAction: properties.restartAction > 2 ? 2 : properties.restartAction,
  };
}

const idsOf = ({ nodes }: ClusterConfiguration, owners: readonly string[]): RegistryValue =>
  multiSz(nodes.flatMap((node, i) => (owners.some((owner) => sameName(owner, node)) ? [String(i + 1)] : [])));

function propertyOf(value: RegistryValue): PropertyValue | undefined {
  return asDword(value) ?? asText(value);
}

function subkeys(registry: RegistryReader, key: string): readonly string[] {
  const reading = registry.subkeys(key);
  return reading.kind === 'known' ? reading.value : [];
}
