import { detected } from '../product/detection.ts';
import type { AnyProduct } from '../product/product.ts';
import { type HostAnswer, type HostRequest, requestKey } from '../transport/request.ts';
import type { Transport } from '../transport/transport.ts';
import { followingQuestions } from './follow-up.ts';
import { HostEvidence } from './host-evidence.ts';

/**
 * What products want to know of a host: yields one batch of questions a round, each question once, takes the answers,
 * and ends with all of them. There are two rounds: what every host is asked, and what follows from its answers.
 */
export function* collection(
  host: string,
  products: readonly AnyProduct[],
): Generator<readonly HostRequest[], HostEvidence, readonly HostAnswer[]> {
  let evidence = new HostEvidence(host, []);
  const asked = new Set<string>();
  for (const round of [firstQuestions, laterQuestions]) {
    const batch: HostRequest[] = [];
    for (const request of round(products, evidence)) {
      const key = requestKey(request);
      if (asked.has(key)) continue;
      asked.add(key);
      batch.push(request);
    }
    if (batch.length > 0) evidence = new HostEvidence(host, [...evidence.answers, ...(yield batch)]);
  }
  return evidence;
}

const firstQuestions = (products: readonly AnyProduct[]): readonly HostRequest[] =>
  products.flatMap(({ questions }) => questions);

const laterQuestions = (products: readonly AnyProduct[], evidence: HostEvidence): readonly HostRequest[] =>
  products
    .filter((product) => product.followUps !== undefined && detected(product, evidence).context.kind === 'known')
    .flatMap(({ followUps = [] }) => followUps.flatMap((followUp) => followingQuestions(followUp, evidence)));

/** Asks a host everything that the products want to know. */
export async function collectHost(transport: Transport, products: readonly AnyProduct[]): Promise<HostEvidence> {
  const rounds = collection(transport.host, products);
  let step = rounds.next();
  while (step.done !== true) step = rounds.next(await transport.ask(step.value));
  return step.value;
}
