import type { AnyProduct } from '../product/product.ts';
import { type HostAnswer, type HostRequest, requestKey } from '../transport/request.ts';
import type { Transport } from '../transport/transport.ts';
import { HostEvidence } from './host-evidence.ts';

/** Dependent rounds of questions that a collection may take; each is one round trip to the host. */
export const MAX_ROUNDS = 3;

/**
 * Asks a host everything that the products want to know: one batch a round, each question once, at most three rounds.
 */
export async function collectHost(transport: Transport, products: readonly AnyProduct[]): Promise<HostEvidence> {
  let answers: readonly HostAnswer[] = [];
  const asked = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const evidence = new HostEvidence(transport.host, answers);
    const batch: HostRequest[] = [];
    for (const request of products.flatMap((product) => product.rounds[round]?.(evidence) ?? [])) {
      const key = requestKey(request);
      if (asked.has(key)) continue;
      asked.add(key);
      batch.push(request);
    }
    if (batch.length > 0) answers = [...answers, ...(await transport.ask(batch))];
  }
  return new HostEvidence(transport.host, answers);
}
