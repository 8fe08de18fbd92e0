import { type EvidenceLevel, weaker } from '../evidence/evidence.ts';
import type { Fact, Origin } from '../facts/fact.ts';
import { factToJson } from '../facts/fact-json.ts';
import type { Fix } from '../fixes/fix.ts';
import { evaluateRule, type Verdict } from '../rules/evaluate-rule.ts';
import type { Rule } from '../rules/rule.ts';
import type { Outcome, Severity } from '../rules/rule-schema.ts';
import { requestKey } from '../transport/request.ts';
import { factsOfSubject, type Subject } from './subject.ts';

/** One thing that a verdict rests on. */
export interface FindingReading {
  readonly fact: string;
  readonly value?: unknown;
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
  return {
    rule: rule.id,
    subject: subject.id,
    outcome,
    severity: rule.severity,
    message: verdict.message,
    evidence: weakestLink(verdict),
    ...(rule.caveat === undefined ? {} : { caveat: rule.caveat }),
    readings: verdict.readings.map(({ path, fact }) => readingOf(path, fact)),
    missing: verdict.missing,
    fixes: outcome === 'violated' ? rule.fixes.map((id) => ({ id, title: fixes.get(id)?.title ?? '' })) : [],
    source: rule.source,
  };
}

/** A verdict is worth as much as its weakest link: the rule itself, or a reading that was presumed, wholly or in part. */
function weakestLink({ rule, readings }: Verdict): { level: EvidenceLevel; weakest: string } {
  let link: { level: EvidenceLevel; weakest: string } = { level: rule.evidence, weakest: `the rule (${rule.source})` };
  for (const { path, fact } of readings) {
    if (!('origin' in fact) || !('reason' in fact.origin) || fact.origin.reason === undefined) continue;
    if (weaker(link.level, 'assumed') === link.level) continue;
    link = { level: 'assumed', weakest: `${path}: ${fact.origin.reason}` };
  }
  return link;
}

function readingOf(path: string, fact: Fact): FindingReading {
  if (fact.kind === 'unreadable') {
    const question = fact.question === undefined ? 'none' : requestKey(fact.question);
    return { fact: path, unreadable: fact.reason, question, origin: 'unreadable' };
  }
  if (fact.kind === 'record') return { fact: path, value: factToJson(fact), question: 'given', origin: 'given' };
  const { origin } = fact;
  const question =
    'question' in origin ? requestKey(origin.question) : origin.kind === 'policy' ? origin.policy : origin.kind;
  if (fact.kind === 'absent') return { fact: path, absent: true, question, origin: origin.kind };
  return { fact: path, value: factToJson(fact), question, origin: origin.kind };
}

/** How often each outcome occurs, what is waived apart; the numbers add up to `total`. */
export function countOutcomes(findings: readonly Finding[]): Record<Outcome | 'waived' | 'total', number> {
  const counts = { violated: 0, satisfied: 0, 'not-applicable': 0, unknown: 0, waived: 0, total: findings.length };
  for (const { outcome, waived } of findings) counts[waived === undefined ? outcome : 'waived'] += 1;
  return counts;
}
