import {
  compile,
  createLanguage,
  type Fact,
  type FactJsonSchema,
  factOf,
  known,
  type Language,
  type LocatedYaml,
  nestedSchema,
  type Plain,
  ScanclashError,
  typeTable,
  Unknown,
  type Value,
  type YamlPath,
} from '@scanclash/core';
import type { BuiltWorld } from '../build-world.ts';
import { emulationOf } from '../emulation-of.ts';
import { oncePer } from '../once-per.ts';
import { wordsOf } from '../words-of.ts';
import { type HostDefinition, productsOf, type WorldDefinition } from '../worlds/index.ts';
import { TRACE_EVENT } from './trace-details.ts';
import { extractQuestions, listen, type TraceAnswer, type TraceQuestion, TraceQuestionError } from './trace-monitor.ts';

/** Something that must, or must not, be seen of a world. */
export interface Expectation {
  readonly text: string;
  readonly words: ReadonlySet<string>;
  readonly questions: readonly TraceQuestion[];
  readonly evaluate: (facts: Readonly<Record<string, Fact>>) => Value;
}

/** What came of an expectation. */
export interface Observation {
  readonly text: string;
  readonly seen: boolean;
  /** The first event of the trace that answers it, where it asks the trace. */
  readonly witness: string | undefined;
}

/** What expectations of a world may speak of: the trace, and what the products on its hosts show. */
export const expectationLanguage = oncePer(createExpectationLanguage);

function createExpectationLanguage(world: WorldDefinition): Language {
  const hosts = Object.fromEntries(
    Object.entries(world.hosts).map(([name, host]) => [
      name,
      { type: 'object', properties: observableSchemas(world, productsOf(host)) },
    ]),
  );
  const subject = hosts[world.subject]?.properties ?? {};
  const namespaces: Record<string, FactJsonSchema> = {
    ...subject,
    hosts: { type: 'object', properties: hosts },
    trace: { type: 'array', items: TRACE_EVENT },
  };
  return createLanguage(typeTable(namespaces), []);
}

function observableSchemas(world: WorldDefinition, products: readonly string[]): Record<string, FactJsonSchema> {
  const schemas: Record<string, FactJsonSchema> = {};
  for (const id of products) {
    const { product, observables } = emulationOf(world, id);
    if (Object.keys(observables).length > 0)
      schemas[product.namespace] = nestedSchema(product.title, new Map(Object.entries(observables)));
  }
  return schemas;
}

/** Reads an expectation; throws with its place in the scenario. */
export function readExpectation(language: Language, text: string, document: LocatedYaml, path: YamlPath): Expectation {
  const read = language.read(text);
  if (!read.ok) {
    const { code, problem, hint, offset } = read.error;
    throw new ScanclashError(code, problem, { hint, place: document.placeInText(path, offset) });
  }
  if (read.expression.type !== 'bool') {
    throw new ScanclashError('SC-RULE-002', `the expectation is ${read.expression.type}, not bool`, {
      place: document.placeOf(path),
    });
  }
  try {
    const { ast, questions } = extractQuestions(read.expression.ast);
    const evaluate = compile(ast, new Map());
    return {
      text: text.trim(),
      words: wordsOf([text]),
      questions,
      evaluate: (facts) => evaluate({ facts, budget: 1_000_000 }),
    };
  } catch (error) {
    if (!(error instanceof TraceQuestionError)) throw error;
    throw new ScanclashError('SC-RULE-001', error.message, { place: document.placeInText(path, error.offset) });
  }
}

/** Watches a world on behalf of expectations; observe once the world stands still. */
export class ExpectationWatch {
  readonly #answers: ReadonlyMap<TraceQuestion, TraceAnswer>;

  /** @param since - When the window begins in which the trace is listened to, µs. */
  constructor({ world }: BuiltWorld, expectations: readonly Expectation[], since = 0) {
    this.#answers = listen(
      world.trace,
      expectations.flatMap(({ questions }) => questions),
      since,
    );
  }

  /** @param shown - What the products show, as `shownBy` sees it: many expectations look at the same instant. */
  observe(expectations: readonly Expectation[], shown: Readonly<Record<string, Fact>>): Observation[] {
    return expectations.map((expectation) => this.#observe(expectation, shown));
  }

  #observe(expectation: Expectation, shown: Readonly<Record<string, Fact>>): Observation {
    const facts: Record<string, Fact> = { ...shown };
    let witness: string | undefined;
    for (const question of expectation.questions) {
      const { count, first } = this.#answers.get(question) as TraceAnswer;
      facts[question.name] = known(question.asks === 'exists' ? count > 0 : count, { kind: 'given' });
      witness ??= first;
    }
    const value = expectation.evaluate(facts);
    if (typeof value !== 'boolean') {
      const problem = value instanceof Unknown ? `nothing shows ${value.facts.join(', ')}` : 'it is no yes or no';
      throw new Error(`${expectation.text}: ${problem}`);
    }
    return { text: expectation.text, seen: value, witness };
  }
}

/**
 * What the products on the hosts show now, by namespace, as far as the expectations name it; the subject host's also
 * without the name of the host.
 */
export function shownBy({ definition, hosts }: BuiltWorld, expectations: readonly Expectation[]): Record<string, Fact> {
  const isNamed = (word: string): boolean => expectations.some(({ words }) => words.has(word));
  const all: Record<string, Plain> = {};
  for (const [name, host] of hosts) {
    const shown: Record<string, Plain> = {};
    for (const id of productsOf(definition.hosts[name] as HostDefinition)) {
      const { product, observables } = emulationOf(definition, id);
      if (!isNamed(product.namespace)) continue;
      const namespace: Record<string, Plain> = {};
      for (const [path, observable] of Object.entries(observables)) {
        const steps = path.split('.');
        if (isNamed(steps[0] as string)) put(namespace, steps, observable.observe(host));
      }
      shown[product.namespace] = namespace;
    }
    all[name] = shown;
  }
  const facts = factOf({ ...(all[definition.subject] as Record<string, Plain>), hosts: all }, { kind: 'given' });
  return facts.kind === 'record' ? { ...facts.fields } : {};
}

function put(target: Record<string, Plain>, [step, ...rest]: readonly string[], value: Plain): void {
  if (step === undefined) return;
  if (rest.length === 0) {
    target[step] = value;
    return;
  }
  target[step] ??= {};
  put(target[step] as Record<string, Plain>, rest, value);
}
