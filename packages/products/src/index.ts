// What we know of products, and the rules about them. Emulations have an entry point of their own.
export { PRODUCTS } from './products.ts';
export { builtInRuleBook, type RuleBook, ruleBook } from './rule-book.ts';
export { RULE_SOURCES } from './rule-sources.generated.ts';
