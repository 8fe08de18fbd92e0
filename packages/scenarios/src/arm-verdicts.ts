import { OUTCOMES, type Outcome, type Rule, type Subject, verdictsOn } from '@scanclash/core';
import type { BuiltWorld } from './build-world.ts';
import { subjectsOf } from './observe-host.ts';
import type { PlayedArm } from './play-arm.ts';
import { productsNamedBy, RULE_BOOK } from './rule-book.ts';
import type { Arm, Scenario } from './scenario.ts';
import { productsOf } from './worlds/index.ts';

/** What a rule that a scenario names says of an arm: the verdict that weighs most, over all subjects of its world. */
export interface ArmVerdict {
  readonly rule: string;
  readonly outcome: Outcome;
  /** Outcomes with which the arm comes out as expected. */
  readonly accepted: readonly Outcome[];
  /** Whether a violation is expected. */
  readonly expected: boolean;
  readonly violated: boolean;
  readonly ok: boolean;
}

/** A verdict that one subject earns outweighs those behind it, whatever other subjects earn. */
const BY_WEIGHT = ['violated', 'unknown', 'satisfied', 'not-applicable'] as const satisfies readonly Outcome[];
const HEALTHY: readonly Outcome[] = ['satisfied', 'not-applicable'];
const NOT_CONVICTED = OUTCOMES.filter((outcome) => outcome !== 'violated');

/** Asks the hosts of the world, which stands still, what the verdicts need, and holds them against what is expected. */
export function armVerdicts({ scenario, arm, built }: PlayedArm): ArmVerdict[] {
  const wanted = acceptedOutcomes(scenario, arm);
  if (wanted.length === 0) return [];
  const rules = wanted.map(({ rule }) => RULE_BOOK.rule(rule)).filter((rule) => rule !== undefined);
  const verdicts = subjectsFor(rules, built).flatMap((subject) => verdictsOn(subject, rules));
  return wanted.map(({ rule, accepted }) => {
    const outcomes = verdicts.filter((verdict) => verdict.rule.id === rule).map((verdict) => verdict.outcome);
    const outcome = BY_WEIGHT.find((one) => outcomes.includes(one)) ?? 'not-applicable';
    return {
      rule,
      outcome,
      accepted,
      expected: accepted.includes('violated'),
      violated: outcome === 'violated',
      ok: accepted.includes(outcome),
    };
  });
}

/**
 * Rules of hosts only look at hosts that have a product of theirs; on all others they do not apply, which a test over the
 * catalogue holds. Wider rules look at all.
 */
function subjectsFor(rules: readonly Rule[], built: BuiltWorld): Subject[] {
  const products = productsNamedBy(rules);
  const special = products.filter(({ id }) => id !== 'windows');
  if (special.length === 0 || rules.some(({ scope }) => scope !== 'host')) return subjectsOf(built, products);
  const concerned = Object.entries(built.definition.hosts).filter(([, host]) =>
    special.some(({ id }) => productsOf(host).includes(id)),
  );
  return subjectsOf(built, products, new Set(concerned.map(([name]) => name)));
}

/**
 * A rule that a scenario names is violated where it is broken, and must say so itself where it is healthy, fixed or
 * control: a rule that cannot tell any more has not seen the cure. Where none could, the arm lists it under
 * `stays-unknown`. An innocent rule convicts nowhere; not knowing convicts nobody. A wrong fix may satisfy a rule or not,
 * so nothing is expected of it but innocence.
 */
function acceptedOutcomes({ file }: Scenario, arm: Arm): Pick<ArmVerdict, 'rule' | 'accepted'>[] {
  const innocent = file.innocent.map((rule) => ({ rule, accepted: NOT_CONVICTED }));
  if (arm.kind === 'wrong-fix') return innocent;
  const named = file.findings.map((rule) => ({ rule, accepted: acceptedOf(rule, arm) }));
  return [...named, ...innocent];
}

function acceptedOf(rule: string, arm: Arm): readonly Outcome[] {
  if (arm.kind === 'broken' || arm.stillFound.includes(rule)) return ['violated'];
  return arm.staysUnknown.includes(rule) ? ['unknown'] : HEALTHY;
}
