import type { AnyProduct } from '../product/product.ts';
import { type HostAnswer, type HostRequest, requestKey } from '../transport/request.ts';
import type { Transport } from '../transport/transport.ts';
import { HostEvidence } from './host-evidence.ts';

/** Dependent rounds of questions that a collection may take; each is one round trip to the host. */
export const MAX_ROUNDS = 3;

/**
 * What products want to know of a host: yields one batch of questions a round, each question once, takes the answers,
 * and ends with all of them.
 */
export function* collection(
  host: string,
  products: readonly AnyProduct[],
): Generator<readonly HostRequest[], HostEvidence, readonly HostAnswer[]> {
  let evidence = new HostEvidence(host, []);
  const asked = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const batch: HostRequest[] = [];
    for (const request of products.flatMap((product) => product.rounds[round]?.(evidence) ?? [])) {
      const key = requestKey(request);
      if (asked.has(key)) continue;
      asked.add(key);
      batch.push(request);
    }
    if (batch.length > 0) evidence = new HostEvidence(host, [...evidence.answers, ...(yield batch)]);
  }
  return evidence;
}

/** Asks a host everything that the products want to know. */
export async function collectHost(transport: Transport, products: readonly AnyProduct[]): Promise<HostEvidence> {
  const rounds = collection(transport.host, products);
  let step = rounds.next();
  while (step.done !== true) step = rounds.next(await transport.ask(step.value));
  return step.value;
}
