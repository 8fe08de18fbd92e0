import { type ArmVerdict, armVerdicts } from './arm-verdicts.ts';
import { checkProtections, type PlayedArm, type PlayOptions, type ProtectionResult, playArm } from './play-arm.ts';
import type { Arm, ArmKind, Scenario } from './scenario.ts';

export interface SymptomResult {
  readonly expect: string;
  readonly expected: 'present' | 'absent' | 'either';
  readonly observed: 'present' | 'absent' | 'never-reached';
  readonly ok: boolean;
  readonly witness?: string;
}

/** What came of one arm. `inconclusive`: the key event never happened, so nothing was shown. */
export interface ArmRun {
  readonly scenario: string;
  readonly arm: string;
  readonly kind: ArmKind;
  readonly title: string;
  readonly seed: number;
  readonly outcome: 'as-expected' | 'unexpected' | 'inconclusive';
  readonly symptoms: readonly SymptomResult[];
  readonly findings: readonly ArmVerdict[];
  readonly protections: readonly (ProtectionResult & { readonly expected: boolean; readonly ok: boolean })[];
  readonly problems: readonly string[];
  /** Behaviours and assumptions that the run asked for: what its outcome rests on. */
  readonly restsOn: readonly string[];
  readonly traceHash: string;
  readonly events: number;
  readonly simulatedMs: number;
}

/** Plays an arm and holds what was seen against what an arm of its kind must show. */
export function runArm(scenario: Scenario, arm: Arm, options: PlayOptions): ArmRun {
  const played = playArm(scenario, arm, options);
  const { world } = played.built;
  const traceHash = world.trace.hash();
  const events = world.trace.count;
  const reached = played.reaches.seen;
  const expected = arm.kind === 'broken' ? 'present' : arm.kind === 'wrong-fix' ? 'either' : 'absent';
  const symptoms = played.symptoms.map(({ text, seen, witness }): SymptomResult => {
    const observed = seen ? 'present' : reached ? 'absent' : 'never-reached';
    const ok = expected === 'either' || observed === expected;
    return { expect: text, expected, observed, ok, ...(witness === undefined ? {} : { witness }) };
  });
  const findings = armVerdicts(played);
  const protections = judgeProtections(played);

  const problems = [
    ...symptoms
      .filter(({ ok }) => !ok)
      .map((symptom) => `${symptom.observed}, expected ${symptom.expected}: ${symptom.expect}`),
    ...(arm.kind === 'wrong-fix' && !symptoms.some(({ observed }) => observed === 'present')
      ? ['the wrong fix cures: no symptom is left']
      : []),
    ...findings
      .filter(({ ok }) => !ok)
      .map(({ rule, outcome, accepted }) => `${rule}: ${outcome}, expected ${accepted.join(' or ')}`),
    ...protections
      .filter(({ ok }) => !ok)
      .map(({ check, held }) => `protection ${held ? 'kept, though the arm says that it is lost' : 'lost'}: ${check}`),
  ];
  const outcome = problems.length > 0 ? 'unexpected' : reached ? 'as-expected' : 'inconclusive';
  return {
    scenario: scenario.id,
    arm: arm.id,
    kind: arm.kind,
    title: arm.title,
    seed: options.seed,
    outcome: reached || arm.kind === 'broken' ? outcome : 'inconclusive',
    symptoms,
    findings,
    protections,
    problems,
    restsOn: [...world.behaviours.consulted].sort(),
    traceHash,
    events,
    simulatedMs: Math.floor(world.now / 1000),
  };
}

/** Fixes and recoveries must keep protection, but for the checks that an arm says it loses: those must be seen to fail. */
function judgeProtections(played: PlayedArm): ArmRun['protections'] {
  const { arm } = played;
  if (arm.kind !== 'fix' && arm.kind !== 'recovery' && arm.loses.length === 0) return [];
  return checkProtections(played).map((result) => {
    const expected = !arm.loses.includes(result.check);
    return { ...result, expected, ok: result.held === expected };
  });
}
