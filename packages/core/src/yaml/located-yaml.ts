import { type Document, isMap, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { misfit } from '../errors/misfit.ts';
import { didYouMean } from '../errors/nearest.ts';
import { type Place, ScanclashError, ScanclashErrors } from '../errors/scanclash-error.ts';

export type YamlPath = readonly (string | number)[];

/** A YAML document that remembers where everything stood, so that every complaint can name file, line and column. */
export interface LocatedYaml {
  readonly file: string;
  readonly value: unknown;
  /** The place of the value at `path`, or of the nearest thing above it that exists. */
  placeOf(path: YamlPath): Place;
  /** The place of the name of the field at `path`; of its value, or what is nearest, where the field is not there. */
  placeOfName(path: YamlPath): Place;
  /** The place of character `offset` of the text at `path`, in whichever style it is written. */
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
    placeOfName: (path) => read().placeOfName(path),
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

  const nodeAt = (path: YamlPath): { start: number; node: unknown } => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      const range = (node as { range?: readonly number[] } | null | undefined)?.range;
      if (range !== undefined) return { start: range[0] as number, node };
    }
    return { start: 0, node: undefined };
  };
  const nameAt = (path: YamlPath): number | undefined => {
    const holder = path.length > 0 ? document.getIn(path.slice(0, -1), true) : undefined;
    if (!isMap(holder)) return undefined;
    const pair = holder.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1));
    return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  };

  return {
    file,
    value: plainValue(document, place),
    placeOf: (path) => {
      const value = document.getIn(path, true);
      const isEmpty = isScalar(value) && value.source === '';
      return place((isEmpty ? nameAt(path) : undefined) ?? nodeAt(path).start);
    },
    placeOfName: (path) => place(nameAt(path) ?? nodeAt(path).start),
    placeInText: (path, offset) => {
      const { start, node } = nodeAt(path);
      if (!isScalar(node) || typeof node.value !== 'string') return place(start);
      return place(start + offsetInSource(text.slice(start, node.range?.[1]), node.value, offset));
    },
  };
}

/** The document as plain data; aliases are followed only now, so one of nothing, and too many of them, is told here. */
function plainValue(document: Document.Parsed, place: (offset: number) => Place): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    let start = 0;
    visit(document, {
      Alias: (_, alias) => {
        if (alias.resolve(document) !== undefined) return undefined;
        start = alias.range?.[0] ?? 0;
        return visit.BREAK;
      },
    });
    throw new ScanclashError('SC-YAML-001', error.message, { place: place(start) });
  }
}

/**
 * Where in the source of a scalar the character `offset` of its value stands. Both are gone through side by side: the
 * source has quotes, escapes, indentation and line breaks that the value lacks.
 */
function offsetInSource(source: string, value: string, offset: number): number {
  const quote = /^["']/.exec(source)?.[0];
  let at = quote !== undefined ? 1 : /^[|>]/.test(source) ? source.indexOf('\n') + 1 : 0;
  for (let i = 0; ; i++) {
    const wanted = value.charAt(i);
    while (at < source.length && source.charAt(at) !== wanted && /\s/.test(source.charAt(at))) at += 1;
    if (i >= offset) return at;
    if (/\s/.test(wanted) && source.charAt(at) !== wanted) continue;
    if (quote === '"' && source.charAt(at) === '\\') at += escapeLength(source.charAt(at + 1));
    else at += quote === "'" && source.startsWith("''", at) ? 2 : 1;
  }
}

/** Characters of an escape sequence, its backslash included. */
const escapeLength = (letter: string) => ({ x: 4, u: 6, U: 10 })[letter] ?? 2;

/** The document as `schema` has it; throws all `SC-YAML-002` at once, each at its place and with the nearest known name. */
export function validateYaml<T extends z.ZodType>(document: LocatedYaml, schema: T): z.output<T> {
  const result = schema.safeParse(document.value, { error: misfit });
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
          place: document.placeOfName([...path, key]),
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
