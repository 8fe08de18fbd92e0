import { z } from 'zod';
import { createLanguage, type Language } from '../expressions/language.ts';
import type { RuleFunction } from '../expressions/rule-function.ts';
import { type FactJsonSchema, typeTable } from '../expressions/type-table.ts';
import type { AnyProduct } from './product.ts';

/** The JSON Schema of the facts of each namespace. */
export function factSchemas(products: readonly AnyProduct[]): Record<string, FactJsonSchema> {
  return Object.fromEntries(products.map((product) => [product.namespace, namespaceSchema(product)]));
}

function namespaceSchema(product: AnyProduct): FactJsonSchema {
  const root: MutableSchema = { type: 'object', description: product.title, properties: {} };
  const put = (path: string, schema: z.ZodType, description: string) => {
    const steps = path.split('.');
    let node = root;
    for (const step of steps.slice(0, -1)) {
      node.properties[step] ??= { type: 'object', properties: {} };
      node = node.properties[step] as MutableSchema;
    }
    const { $schema: _, ...json } = z.toJSONSchema(schema, { reused: 'inline' }) as Record<string, unknown>;
    node.properties[steps.at(-1) as string] = { description, ...json } as FactJsonSchema;
  };
  for (const setting of product.settings) put(setting.path, setting.schema, setting.title);
  for (const [path, schema] of Object.entries(product.facts)) put(path, schema, schema.description ?? '');
  return root;
}

interface MutableSchema extends FactJsonSchema {
  readonly properties: Record<string, FactJsonSchema>;
}

/** The languages of rules: what a rule of each scope may speak of. */
export interface RuleLanguages {
  readonly host: Language;
  /** Also for clusters: `hosts` is the list of the hosts, each with its namespaces. */
  readonly site: Language;
}

export function ruleLanguages(products: readonly AnyProduct[]): RuleLanguages {
  const namespaces = factSchemas(products);
  const functions: RuleFunction[] = products.flatMap((product) => product.functions);
  const host: FactJsonSchema = { type: 'object', properties: namespaces };
  return {
    host: createLanguage(typeTable(namespaces), functions),
    // The namespaces come along so that functions find their types; only `hosts` is ever filled.
    site: createLanguage(typeTable({ ...namespaces, hosts: { type: 'array', items: host } }), functions),
  };
}
