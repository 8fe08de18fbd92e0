import {
  type AnyProduct,
  type HostAnswer,
  HostEvidence,
  type HostRequest,
  MAX_ROUNDS,
  productFacts,
  requestKey,
  type Subject,
} from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { type SimulatedHost, SimulatedTransport } from '@scanclash/simulator';
import type { BuiltWorld } from './build-world.ts';

/**
 * All answers of a simulated host to the questions of some products, through its own console. The same rounds as
 * `collectHost` makes over any transport, without the promises: thousands of runs ask.
 */
export function answersOf(host: SimulatedHost, products: readonly AnyProduct[]): readonly HostAnswer[] {
  const transport = new SimulatedTransport(host);
  let answers: readonly HostAnswer[] = [];
  const asked = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const evidence = new HostEvidence(host.name, answers);
    const batch: HostRequest[] = [];
    for (const request of products.flatMap((product) => product.rounds[round]?.(evidence) ?? [])) {
      if (asked.has(requestKey(request))) continue;
      asked.add(requestKey(request));
      batch.push(request);
    }
    answers = [...answers, ...batch.map((request) => transport.answer(request))];
  }
  return answers;
}

/** The hosts of a world that stands still, as subjects of rules: each by itself, and all of them as a complete site. */
export function subjectsOf(built: BuiltWorld): Subject[] {
  const hosts = [...built.hosts.values()].map((host) => {
    const evidence = new HostEvidence(host.name, answersOf(host, PRODUCTS));
    const facts = Object.fromEntries(PRODUCTS.map((product) => [product.namespace, productFacts(product, evidence)]));
    return { name: host.name, facts };
  });
  return [
    ...hosts.map((host): Subject => ({ id: host.name, scope: 'host', hosts: [host], complete: true })),
    { id: built.definition.id, scope: 'site', hosts, complete: true },
  ];
}
