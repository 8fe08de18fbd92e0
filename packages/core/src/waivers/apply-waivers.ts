import type { Finding } from '../check/finding.ts';
import { ScanclashError } from '../errors/scanclash-error.ts';
import { namePattern } from '../names/name-pattern.ts';
import type { Waiver } from './load-waivers.ts';

/** Findings, some of them waived, and what is wrong with the waivers themselves. */
export interface Waived {
  readonly findings: readonly Finding[];
  /** Waivers that hold no longer: SC-WAIVE-001. */
  readonly expired: readonly ScanclashError[];
  /** Waivers of rules and hosts of this check that nothing needs any more: SC-WAIVE-002. */
  readonly unused: readonly ScanclashError[];
}

/**
 * Marks the findings that somebody accepts. The outcome stays what it is: a waiver changes what follows from it.
 *
 * @param today - YYYY-MM-DD. A waiver holds through the day on which it expires.
 */
export function applyWaivers(findings: readonly Finding[], waivers: readonly Waiver[], today: string): Waived {
  const holding = waivers
    .filter(({ expires }) => today <= expires)
    .map((waiver) => ({ waiver, about: findings.filter(isAbout(waiver)) }));
  const waivedBy = new Map<Finding, Waiver>();
  for (const { waiver, about } of holding) {
    for (const finding of about) if (accepts(waiver, finding) && !waivedBy.has(finding)) waivedBy.set(finding, waiver);
  }
  return {
    findings: findings.map((finding) => withWaiver(finding, waivedBy.get(finding))),
    expired: waivers
      .filter(({ expires }) => expires < today)
      .map(
        ({ rule, host, owner, expires, place }) =>
          new ScanclashError('SC-WAIVE-001', `the waiver of ${rule} on ${host} expired on ${expires}`, {
            place,
            hint: `Mend what was waived, or ask ${owner} to accept it for longer.`,
          }),
      ),
    unused: holding
      .filter(({ waiver, about }) => about.length > 0 && !about.some((finding) => accepts(waiver, finding)))
      .map(
        ({ waiver: { rule, host, place } }) =>
          new ScanclashError('SC-WAIVE-002', `the waiver of ${rule} on ${host} is not needed: nothing of it is found`, {
            place,
            hint: 'Take it out.',
          }),
      ),
  };
}

function isAbout({ rule, host }: Waiver): (finding: Finding) => boolean {
  const isRule = namePattern(rule);
  const isHost = namePattern(host);
  return (finding) => isRule(finding.rule) && isHost(finding.subject);
}

/** Whoever accepts a violation accepts the doubt about it, not the other way round. */
const accepts = (waiver: Waiver, { outcome }: Finding): boolean => outcome === 'unknown' || outcome === waiver.outcome;

function withWaiver(finding: Finding, waiver: Waiver | undefined): Finding {
  if (waiver === undefined) return finding;
  const { reason, owner, expires } = waiver;
  return { ...finding, waived: { reason, owner, expires } };
}
