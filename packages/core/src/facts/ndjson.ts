import type { HostFacts } from '../check/subject.ts';
import type { ErrorCode } from '../errors/error-catalogue.ts';
import { didYouMean } from '../errors/nearest.ts';
import { ScanclashError, ScanclashErrors } from '../errors/scanclash-error.ts';
import type { FactJsonSchema } from '../expressions/type-table.ts';
import { foldName } from '../windows/windows-path.ts';
import type { Fact } from './fact.ts';
import { factFromJson } from './fact-json.ts';
import { type JsonPath, scanJson } from './ndjson-scanner.ts';
import { factProblems, isRecord, showPath } from './ndjson-schema.ts';

export interface NdjsonSource {
  /** What to call the input in an error: a path, or `-`. */
  readonly file: string;
  /** What is known of the facts of each namespace: `factSchemas(products)`. */
  readonly schemas: Readonly<Record<string, FactJsonSchema>>;
}

const HOST: FactJsonSchema = { type: 'object', properties: { name: { type: 'string' } } };
const SHAPE = 'Each line is one host: {"host":{"name":"MAIL01"},"virusscan":{…}}';

/**
 * Reads hosts from lines of JSON, `{"host": {"name": "MAIL01"}, "virusscan": {…}}` each, facts as `factFromJson` has
 * them. A byte order mark, CR LF and blank lines are tolerated; what a line does not mention is unread.
 *
 * @throws ScanclashErrors with all that is wrong in all lines: SC-FACT-002 for a line that is no JSON, names no host or a
 *   host that another line has; SC-FACT-001 for facts that no product offers and for values of the wrong type.
 * @throws ScanclashError SC-USE-002 where there is no line at all.
 */
export function readNdjson(text: string, source: NdjsonSource): readonly HostFacts[] {
  const hosts: HostFacts[] = [];
  const errors: ScanclashError[] = [];
  const lineOfHost = new Map<string, number>();
  const unmarked = text.startsWith('\ufeff') ? text.slice(1) : text;
  for (const [i, written] of unmarked.split('\n').entries()) {
    if (written.trim() === '') continue;
    const line = new NdjsonLine(written, source.schemas);
    const name = line.name();
    const earlier = name === undefined ? undefined : lineOfHost.get(foldName(name));
    if (name !== undefined && earlier === undefined) lineOfHost.set(foldName(name), i + 1);
    if (earlier !== undefined) {
      line.complain('SC-FACT-002', ['host', 'name'], `line ${earlier} is of ${JSON.stringify(name)}, too`);
    }
    const facts = line.facts();
    if (name !== undefined) hosts.push({ name, facts });
    errors.push(...line.errors({ file: source.file, line: i + 1 }));
  }
  if (errors.length > 0) throw new ScanclashErrors(errors);
  if (hosts.length === 0) {
    const place = { file: source.file };
    throw new ScanclashError('SC-USE-002', 'there is no host in the input', { place, hint: SHAPE });
  }
  return hosts;
}

interface Complaint {
  readonly code: ErrorCode;
  /** Offset in the line, or the way to the value. */
  readonly at: number | JsonPath;
  readonly problem: string;
  readonly hint: string | undefined;
}

class NdjsonLine {
  readonly #text: string;
  readonly #schemas: NdjsonSource['schemas'];
  readonly #json: Readonly<Record<string, unknown>>;
  readonly #complaints: Complaint[] = [];
  /** No JSON object: there is nothing more to say about it. */
  readonly #isBroken: boolean;

  constructor(text: string, schemas: NdjsonSource['schemas']) {
    this.#text = text;
    this.#schemas = schemas;
    const json = this.#parse();
    this.#isBroken = !isRecord(json);
    this.#json = isRecord(json) ? json : {};
  }

  complain(code: ErrorCode, at: number | JsonPath, problem: string, hint?: string): void {
    this.#complaints.push({ code, at, problem, hint });
  }

  /** The name of the host, where there is one that can be shown. */
  name(): string | undefined {
    if (this.#isBroken) return undefined;
    const { host } = this.#json;
    if (host === undefined) {
      this.complain('SC-FACT-002', 0, 'the line names no host', SHAPE);
      return undefined;
    }
    if (!this.#fits(HOST, host, ['host'])) return undefined;
    const { name } = host as { readonly name?: unknown };
    if (typeof name === 'string' && /^[^\u0000-\u001f\u007f-\u009f]{1,255}$/.test(name)) return name;
    this.complain('SC-FACT-002', ['host'], 'the host has no name, or one that cannot be shown', SHAPE);
    return undefined;
  }

  facts(): Readonly<Record<string, Fact>> {
    const facts: Record<string, Fact> = {};
    for (const [namespace, value] of Object.entries(this.#json)) {
      if (namespace === 'host') continue;
      const schema = Object.hasOwn(this.#schemas, namespace) ? this.#schemas[namespace] : undefined;
      if (schema === undefined) {
        const known = ['host', ...Object.keys(this.#schemas)];
        const hint = didYouMean(namespace, known) ?? `Known namespaces: ${known.join(', ')}`;
        this.complain('SC-FACT-001', [namespace], `${namespace}: no product has such a namespace`, hint);
      } else if (this.#fits(schema, value, [namespace])) {
        facts[namespace] = factFromJson(value, { kind: 'given' }, namespace);
      }
    }
    return facts;
  }

  errors(line: { readonly file: string; readonly line: number }): ScanclashError[] {
    if (this.#complaints.length === 0) return [];
    const offsets = new Map<string, number>();
    scanJson(this.#text, (path, offset) => offsets.set(JSON.stringify(path), offset));
    return this.#complaints.map(({ code, at, problem, hint }) => {
      const offset = typeof at === 'number' ? at : (offsets.get(JSON.stringify(at)) ?? 0);
      return new ScanclashError(code, problem, { place: { ...line, column: offset + 1 }, hint });
    });
  }

  #parse(): unknown {
    let json: unknown;
    try {
      json = JSON.parse(this.#text);
    } catch {
      const fault = scanJson(this.#text) ?? { offset: 0, problem: 'the line is no JSON' };
      this.complain('SC-FACT-002', fault.offset, fault.problem, SHAPE);
      return undefined;
    }
    if (!isRecord(json)) this.complain('SC-FACT-002', 0, 'the line is JSON, but no object', SHAPE);
    return json;
  }

  #fits(schema: FactJsonSchema, value: unknown, path: JsonPath): boolean {
    const problems = factProblems(schema, value, path);
    for (const { path: at, problem, hint } of problems) {
      this.complain('SC-FACT-001', at, `${showPath(at)}: ${problem}`, hint);
    }
    return problems.length === 0;
  }
}
