import { type ASTNode, Cursor, compilePredicate, type Fact, known, record } from '@scanclash/core';
import type { Trace, TraceEvent } from '@scanclash/simulator';

/**
 * A question to the trace, `trace.exists(e, …)` or `trace.filter(e, …).size()`, that runs along with the world and
 * listens to one kind of event only. Storing the trace is not needed.
 */
export interface TraceQuestion {
  /** The name under which its answer stands in the rewritten expression. */
  readonly name: string;
  readonly asks: 'exists' | 'count';
  readonly kind: string;
  readonly matches: (event: Fact) => boolean;
}

export interface TraceAnswer {
  count: number;
  /** The first event that matched, for the chain of causes. */
  first: string | undefined;
}

/** What is wrong with a question to the trace, at `offset` of the expression. */
export class TraceQuestionError extends Error {
  readonly offset: number;
  constructor(problem: string, offset: number) {
    super(problem);
    this.offset = offset;
  }
}

/** Takes the questions to the trace out of an expression; in their place stand variables for the answers. */
export function extractQuestions(ast: ASTNode): { ast: ASTNode; questions: TraceQuestion[] } {
  const questions: TraceQuestion[] = [];
  const ask = (asks: TraceQuestion['asks'], macro: ASTNode, whole: ASTNode): ASTNode => {
    const [, , [variable, body]] = macro.args as unknown as [string, ASTNode, [ASTNode, ASTNode]];
    const name = variable.args as string;
    const kind = kindIn(body, name);
    if (kind === undefined)
      throw new TraceQuestionError(`name the kind of event first: ${name}.kind == "…" && …`, body.start);
    const predicate = compilePredicate(body, name, new Map());
    const matches = (event: Fact) => predicate({ facts: {}, budget: 1_000 }, new Cursor(event as never, name)) === true;
    const question: TraceQuestion = { name: `trace question ${questions.length + 1}`, asks, kind, matches };
    questions.push(question);
    return replace(whole, question.name);
  };
  const walk = (node: ASTNode): ASTNode => {
    if (isTraceMacro(node, 'exists')) return ask('exists', node, node);
    if (node.op === 'rcall' && node.args[0] === 'size' && isTraceMacro(node.args[1], 'filter'))
      return ask('count', node.args[1], node);
    if (node.op === 'id' && node.args === 'trace') {
      throw new TraceQuestionError('the trace can be asked with exists(e, …) or filter(e, …).size()', node.start);
    }
    return mapChildren(node, walk);
  };
  return { ast: walk(ast), questions };
}

/**
 * Listens to a trace on behalf of questions.
 * @param since - What happened before counts for nothing, µs.
 */
export function listen(trace: Trace, questions: readonly TraceQuestion[], since = 0): Map<TraceQuestion, TraceAnswer> {
  const answers = new Map<TraceQuestion, TraceAnswer>();
  for (const question of questions) {
    const answer: TraceAnswer = { count: 0, first: undefined };
    answers.set(question, answer);
    const stop = trace.watch(question.kind, (event) => {
      if (event.at < since || !question.matches(eventFact(event))) return;
      answer.count += 1;
      answer.first ??= event.id;
      if (question.asks === 'exists') stop();
    });
  }
  return answers;
}

const ORIGIN = { kind: 'given' } as const;

function eventFact(event: TraceEvent): Fact {
  const fields: Record<string, Fact> = {};
  for (const key of Object.keys(event)) {
    if (key !== 'causes') fields[key] = known(event[key] as string | number | boolean, ORIGIN);
  }
  return record(fields);
}

function isTraceMacro(node: ASTNode | undefined, name: string): boolean {
  if (node?.op !== 'rcall' || node.args[0] !== name) return false;
  const receiver = node.args[1];
  return receiver.op === 'id' && receiver.args === 'trace';
}

/** The literal in `e.kind == "literal"`, where it stands in the conjunction. */
function kindIn(body: ASTNode, variable: string): string | undefined {
  if (body.op === '&&') return kindIn(body.args[0], variable) ?? kindIn(body.args[1], variable);
  if (body.op !== '==') return undefined;
  for (const [left, right] of [body.args, [body.args[1], body.args[0]]] as [ASTNode, ASTNode][]) {
    const isKind =
      left.op === '.' && left.args[1] === 'kind' && left.args[0].op === 'id' && left.args[0].args === variable;
    if (isKind && right.op === 'value' && typeof right.args === 'string') return right.args;
  }
  return undefined;
}

function replace(node: ASTNode, name: string): ASTNode {
  return { ...node, op: 'id', args: name } as unknown as ASTNode;
}

function mapChildren(node: ASTNode, change: (child: ASTNode) => ASTNode): ASTNode {
  const mapArgs = (args: unknown): unknown => {
    if (Array.isArray(args)) return args.map(mapArgs);
    return typeof args === 'object' && args !== null && 'op' in args ? change(args as ASTNode) : args;
  };
  return { ...node, args: mapArgs(node.args) } as ASTNode;
}
