import { didYouMean } from '../errors/nearest.ts';
import type { FactJsonSchema } from '../expressions/type-table.ts';
import type { JsonPath } from './ndjson-scanner.ts';

/** A value that is no fact of its name. */
export interface FactProblem {
  readonly path: JsonPath;
  readonly problem: string;
  readonly hint?: string | undefined;
}

/** Zod writes the bounds of integers, too. */
type BoundedSchema = FactJsonSchema & { readonly minimum?: number; readonly maximum?: number };

/** Values that no schema describes may be nested this deep. */
const MAX_DEPTH = 32;

/** Compares facts as JSON with what is known of them; says all that is wrong, outermost first. */
export function factProblems(schema: FactJsonSchema, value: unknown, path: JsonPath): FactProblem[] {
  const marked = markProblem(schema, value, path);
  if (marked !== undefined) return marked;
  if (value === null) return [wrong(path, 'null is no fact', 'Write {"$absent": true} for what is not there.')];
  if (schema.enum !== undefined || schema.const !== undefined) {
    return wordProblems(schema.enum ?? [schema.const], value, path);
  }
  switch (schema.type) {
    case 'object':
      return recordProblems(schema, value, path);
    case 'array':
      if (!Array.isArray(value)) return [wrong(path, `a list is expected, not ${kindOf(value)}`)];
      return value.flatMap((item, i) => factProblems(schema.items ?? {}, item, [...path, i]));
    case 'string':
      return typeof value === 'string' ? [] : [wrong(path, `a text is expected, not ${kindOf(value)}`)];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [wrong(path, `true or false is expected, not ${kindOf(value)}`)];
    case 'integer':
      return integerProblems(schema, value, path);
    default:
      return depthProblems(value, path, MAX_DEPTH);
  }
}

/** The problems of a value with marks (`$absent`, …), which fit any fact; undefined: the value has none. */
function markProblem(schema: FactJsonSchema, value: unknown, path: JsonPath): FactProblem[] | undefined {
  if (!isRecord(value)) return undefined;
  const names = Object.keys(value);
  if (!names.some((name) => name.startsWith('$'))) return undefined;
  const alone = names.length === 1;
  if (alone && (value['$absent'] === true || typeof value['$unreadable'] === 'string')) return [];
  const items = value['$items'];
  if (names.length === 2 && Array.isArray(items) && typeof value['$complete'] === 'boolean') {
    return factProblems(schema, items, path);
  }
  const marks = '{"$absent": true}, {"$unreadable": "why"} or {"$items": [], "$complete": false}';
  return [wrong(path, `marks that do not belong together: ${names.join(', ')}`, `A mark is ${marks}.`)];
}

function recordProblems(schema: FactJsonSchema, value: unknown, path: JsonPath): FactProblem[] {
  if (!isRecord(value)) return [wrong(path, `a record {…} is expected, not ${kindOf(value)}`)];
  const fields = schema.properties ?? {};
  return Object.entries(value).flatMap(([name, field]) => {
    const here = [...path, name];
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (known !== undefined) return factProblems(known, field, here);
    const shown = (last: string) => showPath([...path, last]);
    const hint =
      didYouMean(
        shown(name),
        Object.keys(fields).map((field) => shown(field)),
      ) ?? `Known facts there: ${Object.keys(fields).join(', ')}`;
    return [{ path: here, problem: 'no product offers such a fact', hint }];
  });
}

function wordProblems(words: readonly unknown[], value: unknown, path: JsonPath): FactProblem[] {
  if (words.includes(value)) return [];
  const texts = words.map(String);
  const hint = typeof value === 'string' ? didYouMean(value, texts) : undefined;
  return [wrong(path, `one of ${texts.join(', ')} is expected, not ${kindOf(value)}`, hint)];
}

function integerProblems(schema: BoundedSchema, value: unknown, path: JsonPath): FactProblem[] {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    return [wrong(path, `an integer is expected, not ${kindOf(value)}`)];
  }
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (value >= minimum && value <= maximum) return [];
  return [wrong(path, `an integer from ${minimum} to ${maximum} is expected, not ${value}`)];
}

/** Any fact at all: no null, whole numbers, and no deeper than a reader can follow. */
function depthProblems(value: unknown, path: JsonPath, depth: number): FactProblem[] {
  if (depth === 0) return [wrong(path, `nested deeper than ${MAX_DEPTH}`)];
  const marked = markProblem({}, value, path);
  if (marked !== undefined) return marked;
  if (value === null) return [wrong(path, 'null is no fact', 'Write {"$absent": true} for what is not there.')];
  if (typeof value === 'number') return integerProblems({}, value, path);
  if (Array.isArray(value)) return value.flatMap((item, i) => depthProblems(item, [...path, i], depth - 1));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => depthProblems(field, [...path, name], depth - 1));
}

/** `virusscan.onAccess.exclusions[2].path` */
export function showPath(path: JsonPath): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(path: JsonPath, problem: string, hint?: string): FactProblem {
  return { path, problem, hint };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a record';
  const written = JSON.stringify(value);
  return written.length <= 40 ? written : `${written.slice(0, 40)}…`;
}
