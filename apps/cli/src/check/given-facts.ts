import {
  didYouMean,
  type Fact,
  FactJsonError,
  factFromJson,
  misfits,
  type Origin,
  type Plain,
  readYaml,
  ScanclashError,
  withFact,
} from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { readAssignment } from '../assignment.ts';

/** A fact that the person at the keyboard saw: `[HOST:]namespace.path=value`. */
export interface GivenFact {
  readonly word: string;
  /** The host that is meant; undefined where the word names none. */
  readonly host: string | undefined;
  readonly namespace: string;
  /** Empty where the whole namespace is meant: the product is not there. */
  readonly path: string;
  readonly fact: Fact;
}

const OPERATOR: Origin = { kind: 'operator' };

/**
 * Reads a value of `--given`. The value is YAML; `{$absent: true}` says that something is not there.
 * @throws SC-RULE-004 for an unknown fact, SC-FACT-001 for a value that it cannot have, SC-USE-003
 */
export function readGivenFact(word: string): GivenFact {
  const { name, value } = readAssignment(word, '--given');
  const [, host, namespace = '', path = ''] = /^(?:(.+):)?([^.:]+)(?:\.(.+))?$/.exec(name) ?? [];
  const product = PRODUCTS.find((one) => one.namespace === namespace);
  if (product === undefined) {
    const namespaces = PRODUCTS.map((one) => one.namespace);
    const hint = didYouMean(namespace, namespaces) ?? `Facts begin with ${namespaces.join(', ')}: scanclash list facts`;
    throw new ScanclashError('SC-RULE-004', `--given: unknown fact "${name}"`, { hint });
  }
  if (value.trim() === '') {
    const hint = `Write a value behind "=": ${name}=… ('' for an empty text)`;
    throw new ScanclashError('SC-FACT-001', `--given ${word}: no value`, { hint });
  }
  const plain = readYaml(value, '--given').value;
  if (path === '') return { word, host, namespace, path, fact: namespaceFact(word, plain) };
  const schemas = new Map([
    ...product.settings.map((setting) => [setting.path, setting.schema] as const),
    ...Object.entries(product.facts),
  ]);
  const schema = schemas.get(path);
  if (schema === undefined) {
    const below = [...schemas.keys()].filter((one) => one.startsWith(`${path}.`));
    const hint =
      below.length > 0
        ? `It has parts: ${below.slice(0, 5).join(', ')}${below.length > 5 ? ', …' : ''}`
        : (didYouMean(
            `${namespace}.${path}`,
            Array.from(schemas.keys(), (one) => `${namespace}.${one}`),
          ) ?? `List facts: scanclash list facts ${namespace}`);
    throw new ScanclashError('SC-RULE-004', `--given: unknown fact "${name}"`, { hint });
  }
  if (isMark(plain)) return { word, host, namespace, path, fact: marked(word, plain) };
  // YAML takes version 8.8 for a number; what the fact wants decides.
  const fitting = [plain, value].map((one) => schema.safeParse(one)).find(({ success }) => success);
  if (fitting?.data === undefined) {
    throw new ScanclashError('SC-FACT-001', `--given ${word}: ${misfits(schema, plain)}`, {
      hint: `See scanclash show ${namespace}.${path}`,
    });
  }
  return { word, host, namespace, path, fact: factFromJson(fitting.data as Plain, OPERATOR) };
}

const isMark = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).some((name) => name.startsWith('$'));

function marked(word: string, plain: unknown): Fact {
  try {
    return factFromJson(plain, OPERATOR);
  } catch (error) {
    if (!(error instanceof FactJsonError)) throw error;
    throw new ScanclashError('SC-FACT-001', `--given ${word}: ${error.message}`);
  }
}

/** Of a whole namespace only its absence can be said: its facts are given one by one. */
function namespaceFact(word: string, plain: unknown): Fact {
  if (isMark(plain)) return marked(word, plain);
  throw new ScanclashError('SC-FACT-001', `--given ${word}: a product has facts of its own`, {
    hint: "Give one of them, or say that the product is not there: --given 'modus={$absent: true}'",
  });
}

/** The other of two facts that cannot both be so: the same one given twice, or a part of what is absent. */
export function contradiction(given: readonly GivenFact[]): readonly [GivenFact, GivenFact] | undefined {
  const full = ({ namespace, path }: GivenFact) => (path === '' ? namespace : `${namespace}.${path}`);
  for (const [i, one] of given.entries()) {
    const other = given.slice(0, i).find((before) => {
      const [a, b] = [full(before), full(one)];
      return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
    });
    if (other !== undefined) return [other, one];
  }
  return undefined;
}

/** The facts of a host with what the operator said in place of what was read. */
export function withGivenFacts(
  facts: Readonly<Record<string, Fact>>,
  given: readonly GivenFact[],
): Readonly<Record<string, Fact>> {
  const all: Record<string, Fact> = { ...facts };
  for (const { namespace, path, fact } of given) {
    const before = all[namespace] ?? { kind: 'record', fields: {} };
    all[namespace] = path === '' ? fact : withFact(before, path.split('.'), fact);
  }
  return all;
}
