import { isMap, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { didYouMean } from '../errors/nearest.ts';
import { type Place, ScanclashError, ScanclashErrors } from '../errors/scanclash-error.ts';

export type YamlPath = readonly (string | number)[];

/** A YAML document that remembers where everything stood, so that every complaint can name file, line and column. */
export interface LocatedYaml {
  readonly file: string;
  readonly value: unknown;
  /** The place of the value at `path`, or of the nearest thing above it that exists. */
  placeOf(path: YamlPath): Place;
  /** The place of character `offset` of the text at `path`; exact for plain and folded one-line texts. */
  placeInText(path: YamlPath, offset: number): Place;
}

/** A YAML file as it lies on disk or in the built-in catalogue. */
export interface SourceText {
  readonly id: string;
  /** Path to show in complaints. */
  readonly file: string;
  readonly text: string;
  /** What the text says, where that was worked out when the catalogue was built. */
  readonly value?: unknown;
}

/** Reads a source; one that was read before is parsed again only when somebody asks for a place in it. */
export function readSource({ text, file, value }: SourceText): LocatedYaml {
  if (value === undefined) return readYaml(text, file);
  let parsed: LocatedYaml | undefined;
  const read = () => {
    parsed ??= readYaml(text, file);
    return parsed;
  };
  return {
    file,
    value,
    placeOf: (path) => read().placeOf(path),
    placeInText: (path, offset) => read().placeInText(path, offset),
  };
}

/** Reads YAML; throws `SC-YAML-001` with the place of the first error. */
export function readYaml(text: string, file: string): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [error] = document.errors;
  if (error !== undefined) throw new ScanclashError('SC-YAML-001', error.message, { place: place(error.pos[0]) });

  const nodeAt = (path: YamlPath): { start: number; source: string | undefined } => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      const range = (node as { range?: readonly number[] } | null | undefined)?.range;
      if (range === undefined) continue;
      return { start: range[0] as number, source: isScalar(node) ? text.slice(range[0], range[1]) : undefined };
    }
    return { start: 0, source: undefined };
  };

  return {
    file,
    value: document.toJS({ maxAliasCount: 100 }),
    placeOf: (path) => {
      const last = path.at(-1);
      const parent = path.length > 0 ? document.getIn(path.slice(0, -1), true) : undefined;
      if (isMap(parent)) {
        const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === last);
        const value = pair?.value as { range?: readonly number[] } | null | undefined;
        if (pair !== undefined && value?.range === undefined && isScalar(pair.key) && pair.key.range)
          return place(pair.key.range[0]);
      }
      return place(nodeAt(path).start);
    },
    placeInText: (path, offset) => {
      const { start, source } = nodeAt(path);
      if (source === undefined) return place(start);
      if (source.startsWith('|') || source.startsWith('>')) return place(start + blockOffset(source, offset));
      return place(start + offset + (source.startsWith('"') || source.startsWith("'") ? 1 : 0));
    },
  };
}

/** Offset in the source of a block scalar that belongs to `offset` in its value: the indentation does not count. */
function blockOffset(source: string, offset: number): number {
  const [header = '', ...rest] = source.split('\n');
  const indent = Math.min(
    ...rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  let left = offset;
  let position = header.length + 1;
  for (const line of rest) {
    const content = Math.max(0, line.length - indent);
    if (left <= content) return position + Math.min(indent, line.length) + left;
    left -= content + 1;
    position += line.length + 1;
  }
  return position;
}

/** The document as `schema` has it; throws all `SC-YAML-002` at once, each at its place and with the nearest known name. */
export function validateYaml<T extends z.ZodType>(document: LocatedYaml, schema: T): z.output<T> {
  const result = schema.safeParse(document.value);
  if (result.success) return result.data;
  throw new ScanclashErrors(result.error.issues.flatMap((issue) => explainIssue(document, schema, issue)));
}

function explainIssue(document: LocatedYaml, schema: z.ZodType, issue: z.core.$ZodIssue): ScanclashError[] {
  const path = issue.path as YamlPath;
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) =>
        new ScanclashError('SC-YAML-002', `${where}unknown field "${key}"`, {
          place: document.placeOf([...path, key]),
          hint: didYouMean(key, fieldsAt(schema, path)) ?? `Known fields: ${fieldsAt(schema, path).join(', ')}`,
        }),
    );
  }
  return [new ScanclashError('SC-YAML-002', `${where}${issue.message}`, { place: document.placeOf(path) })];
}

/** The field names that a schema knows at a path, for suggestions; empty where the schema is no plain object. */
function fieldsAt(schema: z.ZodType, path: YamlPath): string[] {
  let current: unknown = schema;
  for (const step of [...path, undefined]) {
    let definition = (
      current as { def?: { type: string; innerType?: unknown; shape?: object; element?: unknown; valueType?: unknown } }
    ).def;
    while (definition?.innerType !== undefined) definition = (definition.innerType as { def: typeof definition }).def;
    if (step === undefined) return Object.keys(definition?.shape ?? {});
    current =
      (definition?.shape as Record<string, unknown> | undefined)?.[String(step)] ??
      definition?.element ??
      definition?.valueType;
    if (current === undefined) return [];
  }
  return [];
}
