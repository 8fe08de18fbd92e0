import { ERROR_CATALOGUE, type FunctionType, type ListItem, type ListKind, type RuleFunction } from '@scanclash/core';
import { builtInRuleBook, PRODUCTS } from '@scanclash/products';
import { factSchema, typeWords } from './type-words.ts';

type KnowledgeKind = Exclude<ListKind, 'scenarios' | 'stimuli' | 'observables' | 'worlds'>;

/** What is known without a simulator, by kind. */
export const KNOWLEDGE_LISTS: Readonly<Record<KnowledgeKind, () => ListItem[]>> = {
  rules: () =>
    builtInRuleBook().rules.map(({ id, title, source, severity, scope, needs, evidence, fixes, shownBy }) => ({
      id,
      title,
      source,
      severity,
      scope,
      needs,
      evidence,
      fixes,
      shownBy,
    })),
  products: () =>
    PRODUCTS.map(({ id, title, namespace, settings, facts, behaviours, fixes }) => ({
      id,
      title,
      source: null,
      namespace,
      has: {
        settings: settings.length,
        facts: settings.length + Object.keys(facts).length,
        behaviours: behaviours.length,
        fixes: fixes.length,
      },
    })),
  fixes: () =>
    PRODUCTS.flatMap((product) =>
      product.fixes.map(({ id, title, evidence, protectionLost, interruption }) => ({
        id,
        title,
        source: evidence.source,
        evidence: evidence.level,
        protectionLost,
        interruption,
      })),
    ),
  facts: () =>
    PRODUCTS.flatMap((product) => [
      ...product.settings.map(({ path, title, evidence }) => factItem(product.namespace, path, title, evidence.source)),
      ...Object.entries(product.facts).map(([path, schema]) =>
        factItem(product.namespace, path, schema.description ?? path, null),
      ),
    ]),
  settings: () =>
    PRODUCTS.flatMap((product) =>
      product.settings.map(({ path, title, evidence, takesEffect }) => ({
        ...factItem(product.namespace, path, title, evidence.source),
        evidence: evidence.level,
        takesEffect,
      })),
    ),
  behaviours: () =>
    PRODUCTS.flatMap((product) =>
      product.behaviours.map(({ id, title, evidence, kind, default: value }) => ({
        id,
        title,
        source: evidence.source,
        evidence: evidence.level,
        kind,
        default: value,
      })),
    ),
  functions: () =>
    PRODUCTS.flatMap((product) =>
      product.functions.map((one) => ({
        id: one.name,
        title: one.title,
        source: null,
        product: product.id,
        signature: signatureOf(one),
      })),
    ),
  errors: () =>
    Object.entries(ERROR_CATALOGUE).map(([id, { title, meaning, exitCode }]) => ({
      id,
      title: `${title}: ${meaning}`,
      source: null,
      exitCode,
    })),
};

const factItem = (namespace: string, path: string, title: string, source: string | null): ListItem => {
  const id = `${namespace}.${path}`;
  return { id, title, source, type: typeWords(factSchema(id) ?? {}) };
};

/** `listed(name: string, names: list<string>): bool` */
export function signatureOf({ name, parameters, returns }: RuleFunction): string {
  const words = (type: FunctionType) => (typeof type === 'string' ? type : type.fact);
  return `${name}(${parameters.map((one) => `${one.name}: ${words(one.type)}`).join(', ')}): ${words(returns)}`;
}
