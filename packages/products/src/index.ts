// What we know of products, and the rules about them. Emulations have an entry point of their own.
export { type ExportedPolicy, parsePolicyExport } from './mcafee-epo/policy-export.ts';
export {
  isVirusscanPolicy,
  type PolicyCatalogue,
  systemFacts,
  VIRUSSCAN_VERSION_COLUMN,
} from './mcafee-epo/system-facts.ts';
export { PRODUCTS } from './products.ts';
export { builtInRuleBook, RuleBook } from './rule-book.ts';
export { RULE_SOURCES } from './rule-sources.generated.ts';
