import type { Plain } from '@scanclash/core';
import fc from 'fast-check';
import { z } from 'zod';

/** The part of JSON Schema that settings are described in. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly Plain[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Any value that a setting's schema allows; texts with letters, separators and variables as they are met in settings, and worse. */
export const valuesOf = (schema: z.ZodType): fc.Arbitrary<Plain> =>
  valuesFor(z.toJSONSchema(schema) as Schema).filter((value) => schema.safeParse(value).success);

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('a', 'B', 'é', '\\', '|', ',', ';', ' ', '%', '"', '*', '\t', '\r\n', '0', '1', '\u{1F4E7}'),
    maxLength: 12,
  }),
  fc.constantFrom('', 'C:\\Spool\\', '%windir%\\Temp', 'backup.exe', '192.0.2.80|443'),
);

function valuesFor(schema: Schema): fc.Arbitrary<Plain> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 0xffff_ffff });
    case 'string':
      return schema.pattern === undefined ? text : fc.oneof(fc.stringMatching(new RegExp(schema.pattern, 'u')), text);
    case 'array':
      return fc.array(valuesFor(schema.items ?? {}), { maxLength: 5 });
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, field]) => [name, valuesFor(field)])),
      ) as fc.Arbitrary<Plain>;
    default:
      throw new Error(`settings of ${JSON.stringify(schema)} are not expected`);
  }
}
