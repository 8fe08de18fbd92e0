import { type AnyProduct, type Fix, loadRule, type Rule, ruleLanguages, type SourceText } from '@scanclash/core';
import { PRODUCTS, RULE_SOURCES } from '@scanclash/products';

/** Rules with the fixes and products that they speak of. */
export interface RuleBook {
  readonly products: readonly AnyProduct[];
  readonly rules: readonly Rule[];
  readonly fixes: ReadonlyMap<string, Fix>;
}

export function ruleBook(products: readonly AnyProduct[], sources: readonly SourceText[]): RuleBook {
  const languages = ruleLanguages(products);
  return {
    products,
    rules: sources.map((source) => loadRule(source, languages)),
    fixes: new Map(products.flatMap((product) => product.fixes.map((fix) => [fix.id, fix]))),
  };
}

/** The built-in rules. */
export const RULE_BOOK = ruleBook(PRODUCTS, RULE_SOURCES);
