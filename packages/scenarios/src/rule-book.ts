import { builtInRuleBook } from '@scanclash/products';

/** The built-in rules: scenarios name them, and are judged by them. */
export const RULE_BOOK = builtInRuleBook();
