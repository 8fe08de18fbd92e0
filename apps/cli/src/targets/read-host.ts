import { collectHost, type HostEvidence, type ProbedHost, productFacts, type Transport } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import type { HostReading } from './opened-target.ts';
import { probeHost } from './probe-host.ts';

/**
 * Asks a host everything that the products want to know, whatever is behind the transport.
 * @param probed - The same host, where test files are to be written on it.
 */
export async function readHost(transport: Transport, probed?: ProbedHost): Promise<HostReading> {
  const evidence: HostEvidence = await collectHost(transport, PRODUCTS);
  const facts = Object.fromEntries(PRODUCTS.map((product) => [product.namespace, productFacts(product, evidence)]));
  const reading: HostReading = { facts, answers: evidence.answers, name: evidence.host };
  return probed === undefined ? reading : probeHost(reading, probed);
}
