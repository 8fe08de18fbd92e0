import { collectHost, type HostEvidence, productFacts, type Transport } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import type { HostReading } from './opened-target.ts';

/** Asks a host everything that the products want to know, whatever is behind the transport. */
export async function readHost(transport: Transport): Promise<HostReading> {
  const evidence: HostEvidence = await collectHost(transport, PRODUCTS);
  const facts = Object.fromEntries(PRODUCTS.map((product) => [product.namespace, productFacts(product, evidence)]));
  return { facts, answers: evidence.answers, name: evidence.host };
}
