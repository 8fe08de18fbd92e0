import { type EvidenceLevel, weaker } from '../evidence/evidence.ts';
import { type Fact, type Origin, type RecordFact, unreadable } from '../facts/fact.ts';
import { factToJson } from '../facts/fact-json.ts';
import type { Fix } from '../fixes/fix.ts';
import { evaluateRule, type Verdict } from '../rules/evaluate-rule.ts';
import type { Rule } from '../rules/rule.ts';
import type { Outcome, Severity } from '../rules/rule-schema.ts';
import { requestKey } from '../transport/request.ts';
import { factsOfSubject, type Subject } from './subject.ts';

/** One thing that a verdict rests on. */
export interface FindingReading {
  /** Of a subject with several hosts with the name of its host, as `--given` takes it: `NODEA:exchange.roles`. */
  readonly fact: string;
  readonly value?: unknown;
  /** A product, or a part of its facts, of which nothing was looked at but whether it is there. */
  readonly present?: true;
  readonly absent?: true;
  readonly unreadable?: string;
  /** The question put to the host, the policy that says it, or `operator`, `probe`, `given`. */
  readonly question: string;
  readonly origin: Origin['kind'] | 'unreadable';
}

/** The verdict of one rule on one subject; every rule gives exactly one for every subject of its scope. */
export interface Finding {
  readonly rule: string;
  readonly subject: string;
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly message: string;
  readonly evidence: { readonly level: EvidenceLevel; readonly weakest: string };
  readonly caveat?: string;
  readonly readings: readonly FindingReading[];
  readonly missing: readonly string[];
  readonly fixes: readonly { readonly id: string; readonly title: string }[];
  readonly source: string;
  /** Set where somebody accepts the finding; its outcome stays. */
  readonly waived?: { readonly reason: string; readonly owner: string; readonly expires: string };
}

/** Judges subjects by rules: each rule once for each subject of its scope, in the order of the rules. */
export function judge(
  rules: readonly Rule[],
  subjects: readonly Subject[],
  fixes: ReadonlyMap<string, Fix>,
): Finding[] {
  return subjects.flatMap((subject) => verdictsOn(subject, rules).map((verdict) => finding(verdict, subject, fixes)));
}

/** What the rules of its scope say of a subject, in their order: all that counts for who does not report it. */
export function verdictsOn(subject: Subject, rules: readonly Rule[]): Verdict[] {
  const facts = factsOfSubject(subject);
  return rules
    .filter((rule) => rule.scope === subject.scope)
    .map((rule) => evaluateRule(rule, facts, { absentByHand: 'unknown' }));
}

function finding(verdict: Verdict, subject: Subject, fixes: ReadonlyMap<string, Fix>): Finding {
  const { rule, outcome } = verdict;
  const named = namesOf(subject);
  return {
    rule: rule.id,
    subject: subject.id,
    outcome,
    severity: rule.severity,
    message: outcome === 'unknown' ? named(verdict.message) : verdict.message,
    evidence: weakestLink(verdict, named),
    ...(rule.caveat === undefined ? {} : { caveat: rule.caveat }),
    readings: readingsOf(verdict, subject).map(({ path, fact }) => readingOf(named(path), fact)),
    missing: verdict.missing.map(named),
    fixes: outcome === 'violated' ? rule.fixes.map((id) => ({ id, title: fixes.get(id)?.title ?? '' })) : [],
    source: rule.source,
  };
}

/** Rules of several hosts see them as a list; people know them by their names. */
function namesOf({ scope, hosts }: Subject): (text: string) => string {
  if (scope === 'host') return (text) => text;
  const nameOf = (whole: string, index: string) => hosts[Number(index)]?.name ?? whole;
  return (text) =>
    text
      .replace(/\bhosts\[(\d+)\]\./g, (whole, index: string) => `${nameOf(whole, index)}:`)
      .replace(/\bhosts\[(\d+)\]/g, nameOf);
}

/**
 * What was read of the facts: neither what stands around it, nor the list of the hosts, but for what is lacking of that, nor
 * what nobody read where the verdict does not need it.
 */
function readingsOf({ outcome, readings, missing }: Verdict, subject: Subject): Verdict['readings'] {
  return readings.flatMap((reading) => {
    const { path, fact } = reading;
    if (outcome !== 'unknown' && fact.kind === 'unreadable') return [];
    if (subject.scope !== 'host' && path === HOSTS && fact.kind === 'list') {
      return missing.includes(HOSTS) ? [{ path, fact: unreadable(whoLacks(subject)) }] : [];
    }
    const isAround = fact.kind === 'record' && readings.some((other) => other.path.startsWith(`${path}.`));
    return isAround ? [] : [reading];
  });
}

const HOSTS = 'hosts';

function whoLacks({ scope, missing = [] }: Subject): string {
  if (missing.length > 0) return `${missing.join(', ')} was not checked: check all of them in one run`;
  return `a ${scope} may have more hosts than those that were checked: check all of them in one run`;
}

/** A verdict is worth as much as its weakest link: the rule itself, or a reading that was presumed, wholly or in part. */
function weakestLink(
  { rule, readings }: Verdict,
  named: (path: string) => string,
): { level: EvidenceLevel; weakest: string } {
  let link: { level: EvidenceLevel; weakest: string } = { level: rule.evidence, weakest: `the rule (${rule.source})` };
  for (const { path, fact } of readings) {
    if (!('origin' in fact) || !('reason' in fact.origin) || fact.origin.reason === undefined) continue;
    if (weaker(link.level, 'assumed') === link.level) continue;
    link = { level: 'assumed', weakest: `${named(path)}: ${fact.origin.reason}` };
  }
  return link;
}

function readingOf(path: string, fact: Fact): FindingReading {
  if (fact.kind === 'unreadable') {
    const question = fact.question === undefined ? 'none' : requestKey(fact.question);
    return { fact: path, unreadable: fact.reason, question, origin: 'unreadable' };
  }
  const origin = fact.kind === 'record' ? (answerIn(fact) ?? GIVEN) : fact.origin;
  const question =
    'question' in origin ? requestKey(origin.question) : origin.kind === 'policy' ? origin.policy : origin.kind;
  if (fact.kind === 'absent') return { fact: path, absent: true, question, origin: origin.kind };
  if (fact.kind === 'record') return { fact: path, present: true, question, origin: origin.kind };
  return { fact: path, value: factToJson(fact), question, origin: origin.kind };
}

const GIVEN: Origin = { kind: 'given' };

/** What tells of a record that it is there: the first answer that one of its facts comes from. */
function answerIn({ fields }: RecordFact): Origin | undefined {
  for (const field of Object.values(fields)) {
    const origin = field.kind === 'record' ? answerIn(field) : field.kind === 'unreadable' ? undefined : field.origin;
    if (origin?.kind === 'question') return origin;
  }
  return undefined;
}

/** How often each outcome occurs, what is waived apart; the numbers add up to `total`. */
export function countOutcomes(findings: readonly Finding[]): Record<Outcome | 'waived' | 'total', number> {
  const counts = { violated: 0, satisfied: 0, 'not-applicable': 0, unknown: 0, waived: 0, total: findings.length };
  for (const { outcome, waived } of findings) counts[waived === undefined ? outcome : 'waived'] += 1;
  return counts;
}
