import { expect, test } from 'vitest';
import { absent, type Fact, factOf, list, type Origin, record, unreadable } from '../facts/fact.ts';
import { toyScanner } from '../product/test/toy-scanner.ts';
import { clusterSubjects } from './cluster-subjects.ts';

const given: Origin = { kind: 'given' };
const product = { ...toyScanner, cluster: { name: 'cluster.name', nodes: 'cluster.nodes' } };
const host = (name: string, facts: Fact) => ({ name, facts: { [product.namespace]: facts } });
const node = (name: string, cluster: string, nodes: readonly string[]) =>
  host(name, factOf({ cluster: { name: cluster, nodes } }, given));
const joined = (...hosts: ReturnType<typeof host>[]) =>
  clusterSubjects(hosts, [product]).map(({ id, scope, hosts: members, complete, missing }) => ({
    id,
    scope,
    hosts: members.map(({ name }) => name),
    complete,
    missing,
  }));

test('nodes of one cluster are one subject, however its name is written', () => {
  expect(joined(node('NODEA', 'CLU01', ['NODEA', 'NODEB']), node('NODEB', 'clu01', ['nodea', 'nodeb']))).toEqual([
    { id: 'CLU01', scope: 'cluster', hosts: ['NODEA', 'NODEB'], complete: true, missing: [] },
  ]);
});

test('a partner that was not checked is named', () => {
  expect(joined(node('NODEA', 'CLU01', ['NODEA', 'NODEB']))).toMatchObject([{ complete: false, missing: ['NODEB'] }]);
});

test('a host that is no node makes no cluster', () => {
  expect(joined(host('MAIL01', absent(given)))).toEqual([]);
});

test('a host of which nobody can tell makes a cluster that is not complete', () => {
  expect(joined(host('NODEA', unreadable('not exported')))).toMatchObject([
    { id: 'cluster of NODEA', hosts: ['NODEA'], complete: false, missing: [] },
  ]);
});

test('a list of nodes that was cut does not make a cluster complete', () => {
  const cut = record({
    cluster: record({ name: factOf('CLU01', given), nodes: list([factOf('NODEA', given)], given, false) }),
  });
  expect(joined(host('NODEA', cut))).toMatchObject([{ id: 'CLU01', complete: false, missing: [] }]);
});
