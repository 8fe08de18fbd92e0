import { type FactJsonSchema, factSchemas } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';

/** A type in words: `true or false`, `one of 25, 587`, `list of text`. */
export function typeWords(schema: FactJsonSchema): string {
  const words = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (words !== undefined) return words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`;
  switch (schema.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return 'integer';
    case 'string':
      return 'text';
    case 'array':
      return `list of ${schema.items === undefined ? 'anything' : typeWords(schema.items)}`;
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => `${name}: ${typeWords(field)}`);
      return fields.length === 0 ? 'record' : `{ ${fields.join(', ')} }`;
    }
    default:
      return 'anything';
  }
}

/** The schema of a fact, by its whole name. */
export function factSchema(name: string): FactJsonSchema | undefined {
  const [namespace = '', ...steps] = name.split('.');
  let schema: FactJsonSchema | undefined = factSchemas(PRODUCTS)[namespace];
  for (const step of steps) schema = schema?.properties?.[step];
  return schema;
}
