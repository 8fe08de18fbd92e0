import { choiceInWords, kindInWords, shownValue } from '../errors/misfit.ts';
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
type JsonRecord = Readonly<Record<string, unknown>>;

/** Facts are nested no deeper; where no schema describes a value, nothing else bounds it. */
const MAX_DEPTH = 32;

/** Compares facts as JSON with what is known of them; says all that is wrong, outermost first. */
export function factProblems(schema: FactJsonSchema, value: unknown, path: JsonPath): readonly FactProblem[] {
  const check = new FactCheck(path);
  check.value(schema, value);
  return check.problems;
}

class FactCheck {
  readonly problems: FactProblem[] = [];
  /** The way to the value at hand; one array for all, because nearly every value is sound. */
  readonly #path: (string | number)[];

  constructor(path: JsonPath) {
    this.#path = [...path];
  }

  value(schema: FactJsonSchema, value: unknown): void {
    if (isRecord(value)) this.#record(schema, value);
    else if (Array.isArray(value)) this.#list(schema, value);
    else if (value === null) this.#wrong('null is no fact', 'Write {"$absent": true} for what is not there.');
    else this.#scalar(schema, value);
  }

  #record(schema: FactJsonSchema, value: JsonRecord): void {
    const names = Object.keys(value);
    if (names.some((name) => name.startsWith('$'))) return this.#marked(schema, value, names);
    const isOpen = schema.type === undefined && schema.enum === undefined && schema.const === undefined;
    if (schema.type !== 'object' && !isOpen) return this.#wrong(`${expected(schema)} is expected, not a record`);
    const fields = schema.properties ?? {};
    for (const name of names) {
      const field = Object.hasOwn(fields, name) ? fields[name] : isOpen ? {} : undefined;
      if (field === undefined) this.#unknown(name, Object.keys(fields));
      else this.#below(name, field, value[name]);
    }
  }

  /** Marks (`$absent`, …) fit any fact. */
  #marked(schema: FactJsonSchema, value: JsonRecord, names: readonly string[]): void {
    const isAlone = names.length === 1;
    if (isAlone && (value['$absent'] === true || typeof value['$unreadable'] === 'string')) return;
    const items = value['$items'];
    if (names.length === 2 && Array.isArray(items) && typeof value['$complete'] === 'boolean') {
      return this.#list(schema, items);
    }
    const marks = '{"$absent": true}, {"$unreadable": "why"} or {"$items": [], "$complete": false}';
    this.#wrong(`marks that do not belong together: ${names.join(', ')}`, `A mark is ${marks}.`);
  }

  #list(schema: FactJsonSchema, value: readonly unknown[]): void {
    if (schema.type !== 'array' && expected(schema) !== 'any fact') {
      return this.#wrong(`${expected(schema)} is expected, not a list`);
    }
    for (const [i, item] of value.entries()) this.#below(i, schema.items ?? {}, item);
  }

  #scalar(schema: BoundedSchema, value: unknown): void {
    const words = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
    if (words !== undefined) {
      if (words.includes(value)) return;
      const near = typeof value === 'string' ? didYouMean(value, words.map(String)) : undefined;
      return this.#wrong(`${expected(schema)} is expected, not ${shownValue(value)}`, near);
    }
    const isNumber = typeof value === 'number';
    if (isNumber && (schema.type ?? 'integer') === 'integer' && Number.isSafeInteger(value)) {
      const { minimum = -Infinity, maximum = Infinity } = schema;
      if (value >= minimum && value <= maximum) return;
      return this.#wrong(`an integer from ${minimum} to ${maximum} is expected, not ${value}`);
    }
    if (!isNumber && (schema.type === undefined || schema.type === typeof value)) return;
    this.#wrong(
      `${isNumber && schema.type === undefined ? 'an integer' : expected(schema)} is expected, not ${shownValue(value)}`,
    );
  }

  #below(step: string | number, schema: FactJsonSchema, value: unknown): void {
    this.#path.push(step);
    if (this.#path.length > MAX_DEPTH) this.#wrong(`nested deeper than ${MAX_DEPTH}`);
    else this.value(schema, value);
    this.#path.pop();
  }

  #unknown(name: string, known: readonly string[]): void {
    const full = (last: string) => showPath([...this.#path, last]);
    const near = didYouMean(full(name), known.map(full));
    const hint = near ?? `Known facts there: ${known.join(', ')}`;
    this.problems.push({ path: [...this.#path, name], problem: 'no product offers such a fact', hint });
  }

  #wrong(problem: string, hint?: string): void {
    this.problems.push({ path: [...this.#path], problem, hint });
  }
}

/** `virusscan.onAccess.exclusions[2].path` */
export function showPath(path: JsonPath): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function expected(schema: FactJsonSchema): string {
  if (schema.enum !== undefined) return choiceInWords(schema.enum);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  return kindInWords(schema.type ?? '') ?? 'any fact';
}
