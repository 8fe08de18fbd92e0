import type { HostEvidence } from '../collectors/host-evidence.ts';
import { absent, type Fact, factAt, factOf, type Origin, type Plain, unreadable } from '../facts/fact.ts';
import { FactTree } from '../facts/fact-tree.ts';
import type { AnySetting } from '../settings/setting.ts';
import type { HostRequest } from '../transport/request.ts';
import { detected } from './detection.ts';
import type { AnyProduct } from './product.ts';

/**
 * The namespace of a product on one host: its settings, read or defaulted, and its other facts. Absent where the
 * product is not installed; unreadable where that could not be told.
 * @param settings - `when-asked` reads a group of settings (`onAccess`) when somebody first looks at it, which keeps the evidence
 *   alive: for those who look at few.
 */
export function productFacts(
  product: AnyProduct,
  evidence: HostEvidence,
  settings: 'at-once' | 'when-asked' = 'at-once',
): Fact {
  const { context, question } = detected(product, evidence);
  if (context.kind === 'absent') return absent({ kind: 'question', question });
  if (context.kind === 'unreadable') return unreadable(context.reason, question);

  const facts = new FactTree();
  const read = (setting: AnySetting) => settingFact(product, setting, evidence, context.value, question);
  if (settings === 'at-once') for (const setting of product.settings) facts.set(setting.path, read(setting));
  else {
    for (const [group, members] of groupsOf(product.settings)) {
      facts.setLater(group, () => {
        const tree = new FactTree();
        for (const setting of members) tree.set(setting.path, read(setting));
        return factAt(tree.root, group);
      });
    }
  }
  for (const [path, fact] of Object.entries(product.collect(evidence, context.value))) {
    if (typeof fact !== 'function') facts.set(path, fact);
    else if (settings === 'at-once') facts.set(path, fact());
    else facts.setLater(path, fact);
  }
  return facts.root;
}

type Groups = ReadonlyMap<string, readonly AnySetting[]>;

const groups = new WeakMap<readonly AnySetting[], Groups>();

/** Settings by the first step of their paths. */
function groupsOf(settings: readonly AnySetting[]): Groups {
  const known = groups.get(settings);
  if (known !== undefined) return known;
  const found = new Map<string, AnySetting[]>();
  for (const setting of settings) {
    const [group = ''] = setting.path.split('.');
    found.set(group, [...(found.get(group) ?? []), setting]);
  }
  groups.set(settings, found);
  return found;
}

function settingFact(
  product: AnyProduct,
  setting: AnySetting,
  { registry }: HostEvidence,
  context: unknown,
  question: HostRequest,
): Fact {
  const reading = setting.read(registry, context);
  const asked = registry.lastQuestion ?? question;
  const origin: Origin = { kind: 'question', question: asked };
  const undecodable = setting.undecodable?.(reading.kind === 'known' ? reading.value : undefined, context);
  if (undecodable !== undefined) return unreadable(undecodable, asked);
  if (reading.kind === 'known') return factOf(reading.value as Plain, origin);
  if (reading.kind === 'unreadable') return unreadable(reading.reason, asked);
  const fallback = setting.defaultFor(context) as Plain | undefined;
  return fallback === undefined
    ? unreadable(`nothing is stored at ${setting.location(context)}, and the default is not known`, asked)
    : factOf(fallback, { kind: 'default', product: product.id, question: asked });
}
