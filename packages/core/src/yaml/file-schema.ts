import { z } from 'zod';

/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of a YAML file that people write, for their editors: draft 7, which all of them understand. A field says
 * by `.meta({ vocabulary: 'rule' })` what it takes; which names that are, the caller knows. What JSON Schema cannot say is
 * anything.
 */
export function fileSchemaOf(schema: z.ZodType, vocabularies: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const used = new Set<string>();
  const json = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const { vocabulary } = jsonSchema;
      if (typeof vocabulary !== 'string') return;
      if (vocabularies[vocabulary] === undefined) throw new Error(`no vocabulary "${vocabulary}"`);
      used.add(vocabulary);
      delete jsonSchema['vocabulary'];
      // Not a bare $ref: draft 7 disregards what stands beside one.
      jsonSchema.allOf = [{ $ref: `#/definitions/${vocabulary}` }];
    },
  });
  if (used.size === 0) return json;
  return { ...json, definitions: Object.fromEntries(Object.entries(vocabularies).filter(([name]) => used.has(name))) };
}
