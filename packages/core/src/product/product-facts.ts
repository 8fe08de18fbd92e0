import type { HostEvidence } from '../collectors/host-evidence.ts';
import { absent, type Fact, factOf, type Origin, type Plain, record, unreadable, withFact } from '../facts/fact.ts';
import type { AnyProduct } from './product.ts';

/**
 * The namespace of a product on one host: its settings, read or defaulted, and its other facts. Absent where the
 * product is not installed; unreadable where that could not be told.
 */
export function productFacts(product: AnyProduct, evidence: HostEvidence): Fact {
  const { registry } = evidence;
  const context = product.detect(evidence);
  const question = registry.lastQuestion ?? { id: 'registry-export', key: 'HKLM\\SOFTWARE' };
  if (context.kind === 'absent') return absent({ kind: 'question', question });
  if (context.kind === 'unreadable') return unreadable(context.reason, question);

  let facts: Fact = record({});
  for (const setting of product.settings) {
    const reading = setting.read(registry, context.value);
    const asked = registry.lastQuestion ?? question;
    const origin: Origin = { kind: 'question', question: asked };
    const undecodable = setting.undecodable?.(reading.kind === 'known' ? reading.value : undefined, context.value);
    let fact: Fact;
    if (undecodable !== undefined) fact = unreadable(undecodable, asked);
    else if (reading.kind === 'known') fact = factOf(reading.value as Plain, origin);
    else if (reading.kind === 'unreadable') fact = unreadable(reading.reason, asked);
    else {
      const fallback = setting.defaultFor(context.value) as Plain | undefined;
      fact =
        fallback === undefined
          ? unreadable(`nothing is stored at ${setting.location(context.value)}, and the default is not known`, asked)
          : factOf(fallback, { kind: 'default', product: product.id, question: asked });
    }
    facts = withFact(facts, setting.path.split('.'), fact);
  }
  for (const [path, fact] of Object.entries(product.collect(evidence, context.value))) {
    facts = withFact(facts, path.split('.'), fact);
  }
  return facts;
}
