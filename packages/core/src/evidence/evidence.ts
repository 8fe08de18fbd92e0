/** How well a statement about the world is founded, strongest first. */
export const EVIDENCE_LEVELS = ['documented', 'inferred', 'assumed'] as const;
export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number];

/**
 * Why we believe something: `documented` (the source says it), `inferred` (it follows from what a source says) or
 * `assumed` (ours; the source tells where the hole is). Verdicts state the weakest link that they rest on.
 */
export interface Evidence {
  readonly level: EvidenceLevel;
  /** Id of a cited source (docs/sources.md), with the place in it: `KB1258#5`, `STIG DTAM016`. */
  readonly source: string;
}

export const documented = (source: string): Evidence => ({ level: 'documented', source });
export const inferred = (source: string): Evidence => ({ level: 'inferred', source });
export const assumed = (source: string): Evidence => ({ level: 'assumed', source });

/** The weaker of two levels. */
export function weaker(a: EvidenceLevel, b: EvidenceLevel): EvidenceLevel {
  return EVIDENCE_LEVELS.indexOf(a) >= EVIDENCE_LEVELS.indexOf(b) ? a : b;
}
