import type { AnyProduct, Fix, Rule } from '@scanclash/core';
import { builtInRuleBook, PRODUCTS } from '@scanclash/products';
import { oncePer } from './once-per.ts';
import { wordsOf } from './words-of.ts';

/** The built-in rules: scenarios name them, and are judged by them. */
export const RULE_BOOK = builtInRuleBook();

/**
 * The products whose namespaces stand in the expressions of rules, and for rules of clusters those that tell of clusters,
 * without questions about facts that stand in none: nothing else of a host can change what they say.
 */
export function productsNamedBy(rules: readonly Rule[]): readonly AnyProduct[] {
  const ids = rules.map(({ id }) => id).join(' ');
  let products = productsByRules.get(ids);
  if (products === undefined) productsByRules.set(ids, (products = namedBy(rules)));
  return products;
}

/** The rules of a scenario are the same in all of its arms. */
const productsByRules = new Map<string, readonly AnyProduct[]>();

function namedBy(rules: readonly Rule[]): readonly AnyProduct[] {
  const words = new Set(rules.flatMap((rule) => [...wordsOfRule(rule)]));
  const areOfClusters = rules.some(({ scope }) => scope === 'cluster');
  return PRODUCTS.filter(
    ({ namespace, cluster }) => words.has(namespace) || (areOfClusters && cluster !== undefined),
  ).map((product) => askedFor(product, words));
}

const wordsOfRule = oncePer(({ needs, when, require, message }: Rule) =>
  wordsOf([
    ...needs,
    when?.text ?? '',
    require.text,
    ...message.map((piece) => (typeof piece === 'string' ? '' : piece.text)),
  ]),
);

/** The products whose settings a fix changes, or whose facts it is filled in from, likewise: nothing else changes its rendering. */
export const productsChangedBy = oncePer(({ steps }: Fix): readonly AnyProduct[] => {
  const words = wordsOf([JSON.stringify(steps)]);
  return PRODUCTS.filter(({ namespace }) => words.has(namespace)).map((product) => askedFor(product, words));
});

function askedFor(product: AnyProduct, words: ReadonlySet<string>): AnyProduct {
  const { followUps } = product;
  if (followUps?.every(({ serves }) => serves === undefined) !== false) return product;
  const asked = followUps.filter(({ serves }) => serves?.some((name) => words.has(name)) !== false);
  return { ...product, followUps: asked };
}
