import { type AnyProduct, type Fix, loadRule, type Rule, ruleLanguages, type SourceText } from '@scanclash/core';
import { PRODUCTS } from './products.ts';
import { RULE_SOURCES } from './rule-sources.generated.ts';

/** Rules with the fixes and products that they speak of. Each is read and compiled when it is first asked for. */
export class RuleBook {
  readonly products: readonly AnyProduct[];
  readonly fixes: ReadonlyMap<string, Fix>;
  readonly #sources: ReadonlyMap<string, SourceText>;
  readonly #languages: ReturnType<typeof ruleLanguages>;
  readonly #compiled = new Map<string, Rule>();

  constructor(products: readonly AnyProduct[], sources: readonly SourceText[]) {
    this.products = products;
    this.fixes = new Map(products.flatMap((product) => product.fixes.map((fix) => [fix.id, fix])));
    this.#sources = new Map(sources.map((source) => [source.id, source]));
    this.#languages = ruleLanguages(products);
  }

  get ids(): readonly string[] {
    return [...this.#sources.keys()];
  }

  /** A rule by its id, undefined where there is none; throws what is wrong with one that is broken. */
  rule(id: string): Rule | undefined {
    const source = this.#sources.get(id);
    if (source === undefined) return undefined;
    let rule = this.#compiled.get(id);
    if (rule === undefined) this.#compiled.set(id, (rule = loadRule(source, this.#languages)));
    return rule;
  }

  get rules(): readonly Rule[] {
    return this.ids.map((id) => this.rule(id) as Rule);
  }
}

let builtIn: RuleBook | undefined;

/** The built-in rules. */
export const builtInRuleBook = (): RuleBook => (builtIn ??= new RuleBook(PRODUCTS, RULE_SOURCES));
