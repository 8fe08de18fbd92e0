import {
  type AnyProduct,
  clusterSubjects,
  collection,
  type HostEvidence,
  productFacts,
  type Subject,
} from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { type SimulatedHost, SimulatedTransport } from '@scanclash/simulator';
import type { BuiltWorld } from './build-world.ts';

/** Asks a simulated host through its own console, at once: thousands of runs ask, and a world knows no promises. */
export function observeHost(host: SimulatedHost, products: readonly AnyProduct[]): HostEvidence {
  const transport = new SimulatedTransport(host);
  const rounds = collection(host.name, products);
  let step = rounds.next();
  while (step.done !== true) step = rounds.next(step.value.map((request) => transport.answer(request)));
  return step.value;
}

/**
 * The hosts of a world that stands still, as subjects of rules: each by itself, the nodes of a cluster together, and all
 * of them as a complete site.
 * @param products - Those that the hosts are asked for; the facts of others are not there.
 * @param names - The hosts that are asked; all of the world where it is left out.
 */
export function subjectsOf(
  built: BuiltWorld,
  products: readonly AnyProduct[] = PRODUCTS,
  names?: ReadonlySet<string>,
): Subject[] {
  const asked = [...built.hosts.values()].filter(({ name }) => names === undefined || names.has(name));
  const hosts = asked.map((host) => {
    const evidence = observeHost(host, products);
    const facts = Object.fromEntries(
      products.map((product) => [product.namespace, productFacts(product, evidence, 'when-asked')]),
    );
    return { name: host.name, facts };
  });
  return [
    ...hosts.map((host): Subject => ({ id: host.name, scope: 'host', hosts: [host], complete: true })),
    ...clusterSubjects(hosts, products),
    { id: built.definition.id, scope: 'site', hosts, complete: asked.length === built.hosts.size },
  ];
}
