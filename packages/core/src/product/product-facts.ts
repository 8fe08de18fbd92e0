import type { HostEvidence } from '../collectors/host-evidence.ts';
import { absent, type Fact, factOf, type Origin, type Plain, unreadable } from '../facts/fact.ts';
import { FactTree } from '../facts/fact-tree.ts';
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

  const facts = new FactTree();
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
    facts.set(setting.path, fact);
  }
  for (const [path, fact] of Object.entries(product.collect(evidence, context.value))) {
    facts.set(path, fact);
  }
  return facts.root;
}
