import { type Fact, factAt } from '../facts/fact.ts';
import type { AnyProduct, ClusterPaths } from '../product/product.ts';
import { foldName, sameName } from '../windows/windows-path.ts';
import type { HostFacts, Subject } from './subject.ts';

/**
 * The clusters that hosts say they are nodes of, each with those of its nodes that are there. A cluster is complete when
 * each node that it names is among the hosts; the others are `missing`. A host of which nobody can tell whether it is a
 * node makes a cluster of its own that is not complete: rules of clusters are unknown there, and not left out.
 */
export function clusterSubjects(hosts: readonly HostFacts[], products: readonly AnyProduct[]): Subject[] {
  return products.flatMap(({ namespace, cluster }) => {
    if (cluster === undefined) return [];
    const memberships = hosts.flatMap((host) => membershipOf(host, namespace, cluster) ?? []);
    const named = new Map<string, Membership[]>();
    for (const one of memberships) {
      const members = named.get(foldName(one.name));
      if (members === undefined) named.set(foldName(one.name), [one]);
      else members.push(one);
    }
    return [...named.values()].map(clusterOf);
  });
}

interface Membership {
  readonly host: HostFacts;
  readonly name: string;
  /** Undefined where they were not read. */
  readonly nodes: readonly string[] | undefined;
}

function membershipOf(host: HostFacts, namespace: string, paths: ClusterPaths): Membership | undefined {
  const facts = host.facts[namespace];
  if (facts === undefined || facts.kind === 'absent') return undefined;
  const name = textOf(factAt(facts, paths.name));
  if (name === undefined) return { host, name: `cluster of ${host.name}`, nodes: undefined };
  const nodes = factAt(facts, paths.nodes);
  const names = nodes.kind === 'list' ? nodes.items.map(textOf) : [];
  const isRead = nodes.kind === 'list' && nodes.complete && names.every((one) => one !== undefined);
  return { host, name, nodes: isRead ? names : undefined };
}

function clusterOf(members: readonly Membership[]): Subject {
  const hosts = members.map(({ host }) => host);
  const nodes = members.find((one) => one.nodes !== undefined)?.nodes;
  const missing = (nodes ?? []).filter((node) => !hosts.some(({ name }) => sameName(name, node)));
  const complete = nodes !== undefined && missing.length === 0;
  return { id: (members[0] as Membership).name, scope: 'cluster', hosts, complete, missing };
}

const textOf = (fact: Fact): string | undefined =>
  fact.kind === 'known' && typeof fact.value === 'string' ? fact.value : undefined;
