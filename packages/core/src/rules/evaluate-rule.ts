import { ScanclashError } from '../errors/scanclash-error.ts';
import { BudgetExceeded } from '../expressions/compile.ts';
import type { Expression } from '../expressions/language.ts';
import { Cursor, Fault, type Scope, Unknown, type Value } from '../expressions/value.ts';
import { type Fact, type Plain, plainOf, unreadable } from '../facts/fact.ts';
import type { Rule } from './rule.ts';
import type { Outcome } from './rule-schema.ts';

/** What a rule says of one subject, and the facts that it looked at, in the order of looking. */
export interface Verdict {
  readonly rule: Rule;
  readonly outcome: Outcome;
  readonly message: string;
  readonly readings: readonly { readonly path: string; readonly fact: Fact }[];
  /** The facts that would have to be read; only where the outcome is `unknown`. */
  readonly missing: readonly string[];
}

/** Steps that one rule may take on one subject. */
const BUDGET = 200_000;

/**
 * Judges one subject by one rule. A site may have too many hosts to compare each with each other: then nobody knows.
 * @throws SC-RULE-070 where the rule uses a value in a way that cannot work: a bug of the rule, never `unknown`.
 * @throws SC-RULE-005 where a rule about one host takes too many steps: a bug of the rule, too.
 */
export function evaluateRule(
  rule: Rule,
  facts: Readonly<Record<string, Fact>>,
  options: Pick<Scope, 'absentByHand'> = {},
): Verdict {
  try {
    return decide(rule, facts, options);
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    const reason = `too many to compare each with each other (more than ${BUDGET} steps); check fewer at a time`;
    const readings = [{ path: 'hosts', fact: unreadable(reason) }];
    return { rule, outcome: 'unknown', message: `The hosts are ${reason}.`, missing: ['hosts'], readings };
  }
}

function decide(rule: Rule, facts: Readonly<Record<string, Fact>>, options: Pick<Scope, 'absentByHand'>): Verdict {
  const readings = new Map<string, Fact>();
  const scope: Scope = { ...options, facts, budget: BUDGET, note: (path, fact) => readings.set(path, fact) };
  const verdict = (outcome: Outcome, message: string, missing: readonly string[] = []): Verdict => ({
    rule,
    outcome,
    message,
    missing,
    readings: [...readings].map(([path, fact]) => ({ path, fact })),
  });

  const unreadNeeds: string[] = [];
  for (const namespace of rule.needs) {
    const fact = facts[namespace];
    if (fact?.kind === 'absent') return verdict('not-applicable', `${namespace} is not there.`);
    if (fact === undefined || fact.kind === 'unreadable') unreadNeeds.push(namespace);
  }
  if (unreadNeeds.length > 0) return verdict('unknown', missingText(unreadNeeds), unreadNeeds);

  const applies = rule.when === undefined ? true : run(rule, 'when', rule.when, scope);
  if (applies === false) return verdict('not-applicable', `It does not hold that ${rule.when?.text.trim()}.`);
  const holds = run(rule, 'require', rule.require, scope, applies instanceof Unknown ? applies : undefined);
  const unknown = [applies, holds].filter((value) => value instanceof Unknown);
  // A violation behind a condition that nobody read is no violation yet; nor is a rule that would be satisfied green.
  const decided = applies === true && !(holds instanceof Unknown);
  if (!decided) {
    const missing = [...new Set(unknown.flatMap((value) => value.facts))];
    return verdict('unknown', missingText(missing), missing);
  }
  if (holds === true) return verdict('satisfied', rule.title);
  return verdict(
    'violated',
    rule.message.map((piece) => (typeof piece === 'string' ? piece : fill(rule, piece, facts))).join(''),
  );
}

const missingText = (missing: readonly string[]) => `Not read: ${missing.join(', ')}.`;

/** `unlessRead`: what a fault comes to while nobody knows whether the rule applies at all; it may be what guards it. */
function run(rule: Rule, field: 'when' | 'require', expression: Expression, scope: Scope, unlessRead?: Unknown): Value {
  try {
    const value = expression.evaluate(scope);
    if (!(value instanceof Fault)) return value;
    if (unlessRead !== undefined) return unlessRead;
    throw new ScanclashError('SC-RULE-070', `${rule.id}: ${value.problem}`, {
      place: rule.document.placeInText([field], value.offset),
    });
  } catch (error) {
    if (!(error instanceof BudgetExceeded) || rule.scope !== 'host') throw error;
    throw new ScanclashError('SC-RULE-005', `${rule.id} took more than ${BUDGET} steps`, {
      place: rule.document.placeOf([field]),
    });
  }
}

function fill(rule: Rule, expression: Expression, facts: Readonly<Record<string, Fact>>): string {
  const value = expression.evaluate({ facts, budget: BUDGET });
  if (value instanceof Unknown) return '(unread)';
  if (value instanceof Fault) {
    throw new ScanclashError('SC-RULE-070', `${rule.id}: message: ${value.problem}`, {
      place: rule.document.placeOf(['message']),
    });
  }
  if (!(value instanceof Cursor)) return String(value);
  const plain = plainOf(value.fact) ?? '(unread)';
  return Array.isArray(plain) ? plain.map(shown).join(', ') : shown(plain);
}

const shown = (plain: Plain): string => (typeof plain === 'object' ? JSON.stringify(plain) : String(plain));
