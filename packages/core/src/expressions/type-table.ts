/** The record types and variables of a language, in CEL's words. */
export interface TypeTable {
  /** Record type → field → type. */
  readonly records: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Variable → type. */
  readonly variables: ReadonlyMap<string, string>;
}

/** The part of JSON Schema in which facts are described; zod writes it. */
export interface FactJsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, FactJsonSchema>>;
  readonly items?: FactJsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly required?: readonly string[];
}

/**
 * Types from the JSON Schemas of the namespaces. Records of equal shape are one type, so that a function that takes a
 * profile takes each of the three profiles.
 */
export function typeTable(namespaces: Readonly<Record<string, FactJsonSchema>>): TypeTable {
  const records = new Map<string, Record<string, string>>();
  const byShape = new Map<string, string>();
  const variables = new Map<string, string>();

  const typeOf = (schema: FactJsonSchema, path: string): string => {
    if (schema.type === 'array') return `list<${typeOf(schema.items ?? {}, `${path}.item`)}>`;
    if (schema.type === 'object') {
      const fields = Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, field]) => [name, typeOf(field, `${path}.${name}`)]),
      );
      const shape = JSON.stringify(fields);
      const name = byShape.get(shape) ?? path;
      byShape.set(shape, name);
      records.set(name, fields);
      return name;
    }
    if (schema.type === 'string' || schema.enum !== undefined) return 'string';
    if (schema.type === 'integer') return 'int';
    if (schema.type === 'boolean') return 'bool';
    if (schema.type === undefined) return 'dyn';
    throw new Error(`${path}: facts are texts, integers, booleans, lists and records, not ${JSON.stringify(schema)}`);
  };

  for (const [name, schema] of Object.entries(namespaces)) variables.set(name, typeOf(schema, `fact.${name}`));
  return { records, variables };
}

/** The type that stands at a dotted fact path; `[]` steps into a list. */
export function typeAt(types: TypeTable, path: string): string {
  const [root, ...steps] = path.replaceAll('[]', '.[]').split('.');
  let type = types.variables.get(root as string);
  for (const step of steps) {
    if (step === '[]') type = /^list<(.*)>$/.exec(type ?? '')?.[1];
    else type = types.records.get(type ?? '')?.[step];
  }
  if (type === undefined) throw new Error(`no fact "${path}"`);
  return type;
}
