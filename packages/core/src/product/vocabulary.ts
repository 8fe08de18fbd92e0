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
  const settings = product.settings.map(({ path, schema, title }) => [path, { schema, title }] as const);
  const facts = Object.entries(product.facts).map(
    ([path, schema]) => [path, { schema, title: schema.description ?? '' }] as const,
  );
  return nestedSchema(product.title, new Map([...settings, ...facts]));
}

/** One JSON Schema of values that stand at dotted paths. */
export function nestedSchema(
  title: string,
  values: ReadonlyMap<string, { readonly schema: z.ZodType; readonly title: string }>,
): FactJsonSchema {
  const root: NestedSchema = { type: 'object', description: title, properties: {} };
  for (const [path, value] of values) {
    const steps = path.split('.');
    let node = root;
    for (const step of steps.slice(0, -1)) {
      node.properties[step] ??= { type: 'object', properties: {} };
      node = node.properties[step] as NestedSchema;
    }
    node.properties[steps.at(-1) as string] = { description: value.title, ...jsonSchemaOf(value.schema) };
  }
  return root;
}

const jsonSchemas = new WeakMap<z.ZodType, FactJsonSchema>();

/** Many values have the very same schema. */
function jsonSchemaOf(schema: z.ZodType): FactJsonSchema {
  let json = jsonSchemas.get(schema);
  if (json === undefined) {
    const made: Record<string, unknown> = z.toJSONSchema(schema, { reused: 'inline' });
    delete made['$schema'];
    jsonSchemas.set(schema, (json = made as FactJsonSchema));
  }
  return json;
}

interface NestedSchema extends FactJsonSchema {
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
