import { type AnyProduct, type Fix, loadRule, type Rule, ruleLanguages, type SourceText } from '@scanclash/core';
import { PRODUCTS } from './products.ts';
import { RULE_SOURCES } from './rule-sources.generated.ts';

/** Rules with the fixes and products that they speak of. */
export interface RuleBook {
  readonly products: readonly AnyProduct[];
  readonly rules: readonly Rule[];
  readonly fixes: ReadonlyMap<string, Fix>;
}

/** Reads and compiles rules; throws what is wrong with the first one that is broken. */
export function ruleBook(products: readonly AnyProduct[], sources: readonly SourceText[]): RuleBook {
  const languages = ruleLanguages(products);
  return {
    products,
    rules: sources.map((source) => loadRule(source, languages)),
    fixes: new Map(products.flatMap((product) => product.fixes.map((fix) => [fix.id, fix]))),
  };
}

let builtIn: RuleBook | undefined;

/** The built-in rules, compiled when they are first asked for. */
export const builtInRuleBook = (): RuleBook => (builtIn ??= ruleBook(PRODUCTS, RULE_SOURCES));
