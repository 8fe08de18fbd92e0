import { type Fact, factAt, factToJson, judge, type Plain, type Subject } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { runCommand, type SimulatedHost } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { buildWorld } from '../src/build-world.ts';
import { subjectsOf } from '../src/observe-host.ts';
import { RULE_BOOK } from '../src/rule-book.ts';
import type { WorldDefinition } from '../src/worlds/index.ts';

const definition: WorldDefinition = {
  id: 'two-nodes',
  title: 'Two nodes and a witness',
  subject: 'NODEA',
  startsAt: '2007-05-14T08:00:00',
  hosts: {
    NODEA: { windows: '2003', address: '192.0.2.11', products: { 'windows-cluster': {} } },
    NODEB: { windows: '2003', address: '192.0.2.12', products: { 'windows-cluster': {} } },
    HUB01: { windows: '2003', address: '192.0.2.20', products: {} },
  },
  clusters: [{ name: 'CLU01', address: '192.0.2.30', nodes: ['NODEA', 'NODEB'], witness: 'HUB01' }],
  mail: {},
};

/** The world some minutes after its hosts have booted, and after somebody typed something on the first node. */
function played(...commands: readonly string[]) {
  const built = buildWorld({ definition, seed: 1, settings: new Map(), behaviours: {} });
  for (const host of built.hosts.values()) built.world.schedule(0, 'boot', () => host.boot());
  built.world.runUntil(300_000_000);
  for (const command of commands) runCommand(built.hosts.get('NODEA') as SimulatedHost, command, () => {});
  built.world.runUntil(600_000_000);
  return built;
}

const clusterFact = (subject: Subject | undefined, path: string): unknown =>
  factToJson(factAt(subject?.hosts[0]?.facts['cluster'] as Fact, path));
const named = (facts: unknown, name: string) =>
  (facts as { readonly [field: string]: Plain }[]).find((one) => one['name'] === name);

test('two nodes are one subject, and each knows what the cluster is made of', () => {
  const built = played(
    'cluster res "Scanner" /create /group:"Cluster Group" /type:"Generic Service"',
    'cluster res "Scanner" /priv ServiceName=Spooler',
    'cluster res "Scanner" /adddep:"Cluster Name"',
    'cluster res "Scanner" /prop RestartAction=1',
  );
  const cluster = subjectsOf(built).find(({ scope }) => scope === 'cluster');
  expect(cluster).toMatchObject({ id: 'CLU01', complete: true, missing: [] });
  expect(cluster?.hosts.map(({ name }) => name)).toEqual(['NODEA', 'NODEB']);
  expect(clusterFact(cluster, 'nodes')).toEqual(['NODEA', 'NODEB']);
  expect(named(clusterFact(cluster, 'groups'), 'Cluster Group')).toMatchObject({
    owner: 'NODEA',
    state: 'partially-online',
  });
  expect(named(clusterFact(cluster, 'resources'), 'Scanner')).toEqual({
    name: 'Scanner',
    type: 'Generic Service',
    group: 'Cluster Group',
    dependsOn: ['Cluster Name'],
    serviceName: 'Spooler',
    restart: 'restart',
    owner: 'NODEA',
    state: 'offline',
  });
  expect(named(clusterFact(cluster, 'resources'), 'Cluster Name')).toMatchObject({ restart: 'restart-and-move' });
});

test('a node whose cluster service does not run is not taken for a host without a cluster', () => {
  const subjects = subjectsOf(played('net stop clussvc'));
  const stopped = subjects.find(({ id }) => id === 'cluster of NODEA' || id === 'CLU01');
  expect(stopped).toMatchObject({ scope: 'cluster' });
  const outcomes = judge(RULE_BOOK.rules, subjects, RULE_BOOK.fixes).filter(({ subject }) => subject === stopped?.id);
  expect(outcomes.map(({ outcome }) => outcome)).not.toContain('violated');
});

test('hosts without a cluster make none', () => {
  const subjects = subjectsOf(played(), PRODUCTS);
  expect(subjects.filter(({ scope, hosts }) => scope === 'cluster' && hosts[0]?.name === 'HUB01')).toEqual([]);
});
