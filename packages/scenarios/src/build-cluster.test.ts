import { FailoverCluster } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { buildWorld } from './build-world.ts';
import type { WorldDefinition } from './worlds/index.ts';

const node = (address: string) => ({ windows: '2008', address, products: {} }) as const;

const pair: WorldDefinition = {
  id: 'pair',
  title: 'Two nodes and a witness',
  subject: 'NODEA',
  startsAt: '2008-11-15T08:00:00',
  hosts: { NODEA: node('192.0.2.11'), NODEB: node('192.0.2.12'), HUB01: node('192.0.2.30') },
  clusters: [{ name: 'CLU01', address: '192.0.2.40', nodes: ['NODEA', 'NODEB'], witness: 'HUB01' }],
  mail: {},
};

test('a cluster of a world runs once its hosts are booted, and lives through the loss of a node', () => {
  const built = buildWorld({ definition: pair, seed: 1, settings: new Map(), behaviours: {} });
  for (const host of built.hosts.values()) host.boot();
  built.world.runUntil(1_000_000);
  const cluster = [...built.hosts.values()].map((host) => FailoverCluster.of(host))[0];
  expect(cluster?.groups()).toEqual([{ name: 'Cluster Group', node: 'NODEA', state: 'online' }]);
  built.hosts.get('NODEA')?.powerOff();
  built.world.runUntil(60_000_000);
  expect(cluster?.groups()).toEqual([{ name: 'Cluster Group', node: 'NODEB', state: 'online' }]);
  expect(built.network.resolve('CLU01')).toBe('192.0.2.40');
});

test('a cluster of hosts that the world does not have is refused', () => {
  const definition = { ...pair, clusters: [{ name: 'CLU01', address: '192.0.2.40', nodes: ['NODEA', 'NODEX'] }] };
  expect(() => buildWorld({ definition, seed: 1, settings: new Map(), behaviours: {} })).toThrow('no host NODEX');
});
