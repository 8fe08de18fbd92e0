import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { ErrorCode } from '../errors/error-catalogue.ts';
import { didYouMean } from '../errors/nearest.ts';
import { compile, NotOffered } from './compile.ts';
import type { FunctionType, RuleFunction } from './rule-function.ts';
import { type TypeTable, typeAt } from './type-table.ts';
import type { Scope, Value } from './value.ts';

/** A checked and compiled expression. */
export interface Expression {
  readonly text: string;
  readonly ast: ASTNode;
  /** CEL type of the result: `bool`, `int`, `string`, `list<…>`. */
  readonly type: string;
  evaluate(scope: Scope): Value;
}

/** Why a text is no expression of the language; `offset` counts characters of the text. */
export interface ExpressionError {
  readonly code: ErrorCode;
  readonly problem: string;
  readonly hint?: string | undefined;
  readonly offset: number;
}

/** CEL over a vocabulary of facts and functions: what rules and scenarios are written in. */
export interface Language {
  read(text: string): { ok: true; expression: Expression } | { ok: false; error: ExpressionError };
}

const LIMITS = { maxAstNodes: 2_000, maxDepth: 60, maxListElements: 200, maxMapEntries: 1, maxCallArguments: 12 };

export function createLanguage(types: TypeTable, functions: readonly RuleFunction[]): Language {
  const environment = new Environment({ limits: LIMITS });
  for (const [name, fields] of types.records) environment.registerType(name, { fields });
  for (const [name, type] of types.variables) environment.registerVariable(name, type);
  const typeName = (type: FunctionType) => (typeof type === 'string' ? type : typeAt(types, type.fact));
  for (const fn of functions) {
    const parameters = fn.parameters.map(({ type }) => typeName(type)).join(', ');
    environment.registerFunction(`${fn.name}(${parameters}): ${typeName(fn.returns)}`, () => {
      throw new Error('expressions are evaluated by our own closures');
    });
  }
  const byName = new Map(functions.map((fn) => [fn.name, fn]));

  return {
    read: (text) => {
      const wrong = (error: unknown) =>
        ({ ok: false, error: explain(error as CelError, text, types, byName) }) as const;
      let parsed: ReturnType<Environment['parse']>;
      try {
        parsed = environment.parse(text);
      } catch (error) {
        return wrong(error);
      }
      const { ast } = parsed;
      const checked = parsed.check();
      if (!checked.valid) return wrong(checked.error);
      try {
        const evaluate = compile(ast, byName);
        return { ok: true, expression: { text, ast, type: String(checked.type), evaluate } };
      } catch (error) {
        if (!(error instanceof NotOffered)) throw error;
        return { ok: false, error: { code: 'SC-RULE-003', problem: error.message, offset: error.offset } };
      }
    },
  };
}

interface CelError {
  readonly code: string;
  readonly summary: string;
  readonly range?: { readonly start: number; readonly end: number };
}

function explain(
  error: CelError,
  text: string,
  types: TypeTable,
  functions: ReadonlyMap<string, RuleFunction>,
): ExpressionError {
  const offset = error.range?.start ?? 0;
  const word = text.slice(offset, error.range?.end);
  switch (error.code) {
    case 'unknown_variable':
      return {
        code: 'SC-RULE-004',
        problem: `unknown fact "${word}"`,
        hint: didYouMean(word, types.variables.keys()),
        offset,
      };
    case 'no_such_key': {
      const path = /[\w.]*$/.exec(text.slice(0, offset))?.[0] ?? '';
      const fields = [...types.records.values()].flatMap((fields) => Object.keys(fields));
      return { code: 'SC-RULE-004', problem: `unknown fact "${path}${word}"`, hint: didYouMean(word, fields), offset };
    }
    case 'no_matching_overload': {
      const name = /'(\w+)\(/.exec(error.summary)?.[1] ?? '';
      if (/^\w+$/.test(name) && !functions.has(name)) {
        return {
          code: 'SC-RULE-003',
          problem: `unknown function "${name}"`,
          hint: didYouMean(name, functions.keys()),
          offset,
        };
      }
      return { code: 'SC-RULE-002', problem: error.summary, offset };
    }
    case 'unexpected_token':
    case 'parse_error':
      return { code: 'SC-RULE-001', problem: error.summary, offset };
    default:
      return { code: 'SC-RULE-002', problem: error.summary, offset };
  }
}

export type { ASTNode } from '@marcbachmann/cel-js';
