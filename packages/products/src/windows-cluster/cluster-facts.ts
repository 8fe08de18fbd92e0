import {
  asDword,
  type ClusterRow,
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  list,
  type Origin,
  parseClusterList,
  type Reading,
  type RegistryReader,
  record,
  sameName,
  textAt,
  textsAt,
  unreadable,
} from '@scanclash/core';
import { CLUSTER_KEY, GROUPS, HIVE, RESOURCES } from './context.ts';

/** What cluster.exe calls the states, in English. @source WINDOWS-CLUSTER */
export const STATES = {
  online: 'online',
  offline: 'offline',
  'online pending': 'online-pending',
  'offline pending': 'offline-pending',
  pending: 'pending',
  failed: 'failed',
  'partially online': 'partially-online',
} as const;

/** RestartAction: 0, 1 and 2. The last is "affect the group": the group moves when restarting does not help. */
const RESTARTS = ['none', 'restart', 'restart-and-move'] as const;
const DEFAULT_RESTARTS = 'restart-and-move';

const origin: Origin = { kind: 'question', question: HIVE };

/** The nodes of the cluster, groups and resources as the hive configures them, with what cluster.exe says of their states. */
export function clusterFacts(evidence: HostEvidence): Readonly<Record<string, Fact>> {
  const { registry } = evidence;
  const nodes = childrenOf(registry, 'Nodes', (key) => textAt(registry, key, 'NodeName'));
  const names = nodes.kind === 'known' ? nodes.value.flatMap(({ value }) => value ?? []) : [];
  const groups = objects(registry, 'Groups');
  const resources = objects(registry, 'Resources');
  const groupRows = statusRows(evidence, GROUPS, names);
  const resourceRows = statusRows(evidence, RESOURCES, names);
  return {
    nodes: listed(nodes, ({ value, child }) => nameFact(value, child)),
    groups: listed(groups, ({ value, child }) =>
      record({ name: nameFact(value, child), ...stateFacts(groupRows, GROUPS, value, [value ?? '']) }),
    ),
    resources: listed(resources, ({ key, value, child }) => {
      const group = groupOf(registry, groups, child);
      const objectNames = group === undefined ? [value ?? ''] : [value ?? '', group];
      return record({
        name: nameFact(value, child),
        type: nameFact(textAt(registry, key, 'Type'), child),
        group: nameFact(group, child),
        dependsOn: dependencies(registry, key, resources),
        serviceName: known(textAt(registry, `${key}\\Parameters`, 'ServiceName') ?? '', origin),
        restart: restartFact(registry, key),
        ...stateFacts(resourceRows, RESOURCES, value, objectNames),
      });
    }),
  };
}

interface Child {
  /** Name of the key: a GUID, or the number of a node. */
  readonly child: string;
  readonly key: string;
  readonly value: string | undefined;
}

function childrenOf(
  registry: RegistryReader,
  what: string,
  valueOf: (key: string) => string | undefined,
): Reading<readonly Child[]> {
  const parent = `${CLUSTER_KEY}\\${what}`;
  const children = registry.subkeys(parent);
  if (children.kind !== 'known') return children;
  const value = children.value.map((child) => {
    const key = `${parent}\\${child}`;
    return { child, key, value: valueOf(key) };
  });
  return { kind: 'known', value };
}

const objects = (registry: RegistryReader, what: string) =>
  childrenOf(registry, what, (key) => textAt(registry, key, 'Name'));

function listed(children: Reading<readonly Child[]>, item: (child: Child) => Fact): Fact {
  if (children.kind === 'known') return list(children.value.map(item), origin);
  if (children.kind === 'absent') return list([], origin);
  return unreadable(children.reason, HIVE);
}

const nameFact = (name: string | undefined, child: string): Fact =>
  name === undefined ? unreadable(`${child} has no such value`, HIVE) : known(name, origin);

/** The group whose list of resources names this one. */
function groupOf(registry: RegistryReader, groups: Reading<readonly Child[]>, guid: string): string | undefined {
  if (groups.kind !== 'known') return undefined;
  return groups.value.find(({ key }) => textsAt(registry, key, 'Contains').some((one) => sameName(one, guid)))?.value;
}

function dependencies(registry: RegistryReader, key: string, resources: Reading<readonly Child[]>): Fact {
  const guids = textsAt(registry, key, 'DependsOn');
  const named = resources.kind === 'known' ? resources.value : [];
  return list(
    guids.map((guid) => nameFact(named.find(({ child }) => sameName(child, guid))?.value, guid)),
    origin,
  );
}

function restartFact(registry: RegistryReader, key: string): Fact {
  const action = registry.value(key, 'RestartAction');
  if (action.kind === 'absent') {
    return known(DEFAULT_RESTARTS, { kind: 'default', product: 'windows-cluster', question: HIVE });
  }
  const name = action.kind === 'known' ? RESTARTS[asDword(action.value) ?? -1] : undefined;
  return name === undefined ? unreadable('RestartAction holds something that is not known', HIVE) : known(name, origin);
}

type Rows = Reading<readonly ClusterRow[]>;

function statusRows(evidence: HostEvidence, request: HostRequest, nodes: readonly string[]): Rows {
  const text = evidence.text(request);
  if (text.kind !== 'known') return text;
  const read = parseClusterList(text.value, nodes);
  return read.kind === 'known' ? { kind: 'known', value: read.value.rows } : read;
}

/** @param names - What stands before the node in the list: the object, and for a resource its group. */
function stateFacts(rows: Rows, request: HostRequest, object: string | undefined, names: readonly string[]) {
  const row =
    rows.kind === 'known' && object !== undefined ? rows.value.find((one) => isNamed(one.object, names)) : undefined;
  if (row === undefined) {
    const reason = rows.kind === 'unreadable' ? rows.reason : 'cluster.exe does not list it';
    return { owner: unreadable(reason, request), state: unreadable(reason, request) };
  }
  const asked: Origin = { kind: 'question', question: request };
  const state = STATES[row.status.toLowerCase() as keyof typeof STATES] as string | undefined;
  return {
    owner: known(row.node, asked),
    state:
      state === undefined
        ? unreadable(`the status "${row.status}" is in a language that is not known`, request)
        : known(state, asked),
  };
}

/** Whether a cell holds these names one after the other, with nothing but blanks between. */
function isNamed(cell: string, names: readonly string[]): boolean {
  let rest = cell;
  for (const name of names) {
    if (!sameName(rest.slice(0, name.length), name)) return false;
    rest = rest.slice(name.length).trimStart();
  }
  return rest === '';
}
