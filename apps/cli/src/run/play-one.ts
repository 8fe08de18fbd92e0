import { EXIT, type ReportedRun, type RunReport } from '@scanclash/core';
import type { Arm, ArmRun, runArm, Scenario } from '@scanclash/scenarios';
import type { AssumedValues } from '../assumptions.ts';
import { errorsOf, messageOf } from '../failure.ts';

/** One arm to be played, as plain data: it may be played by another thread. */
export interface ArmToPlay {
  readonly scenario: string;
  readonly arm: string;
  readonly seed: number;
  /** Undefined for those of the arm itself. */
  readonly settings: Arm['settings'] | undefined;
  readonly behaviours: AssumedValues;
  /** The command that plays it again. */
  readonly replay: string;
}

/** What came of an arm: a run, or why it broke off. `stack` only where it is our bug. */
export type Played =
  | { readonly run: ReportedRun; readonly exitCode: number }
  | { readonly failure: RunReport['failures'][number]; readonly exitCodes: readonly number[]; readonly stack?: string };

const EXIT_OF: Readonly<Record<ReportedRun['outcome'], number>> = {
  'as-expected': EXIT.clean,
  unexpected: EXIT.found,
  inconclusive: EXIT.unknown,
};

interface Catalogue {
  readonly scenarioById: (id: string) => Scenario;
  readonly runArm: typeof runArm;
}

/** Plays one arm; what breaks off comes back as a value, so that the others are played. */
export function playOne(
  catalogue: Catalogue,
  { scenario: id, arm: armId, replay, settings, ...rest }: ArmToPlay,
): Played {
  const options = settings === undefined ? rest : { ...rest, settings };
  try {
    const scenario = catalogue.scenarioById(id);
    const arm = scenario.arms.find((one) => one.id === armId);
    if (arm === undefined) throw new Error(`${id} has no arm ${armId}`);
    const run = reported(catalogue.runArm(scenario, arm, options), replay);
    return { run, exitCode: EXIT_OF[run.outcome] };
  } catch (error) {
    const errors = errorsOf(error);
    const problem =
      errors?.map(({ message, hint }) => [message, hint ?? []].flat().join('\n')).join('\n') ??
      `A bug of scanclash: ${messageOf(error)}`;
    const failure = { scenario: id, arm: armId, seed: options.seed, code: errors?.[0]?.code ?? null, problem, replay };
    if (errors !== undefined) return { failure, exitCodes: errors.map(({ exitCode }) => exitCode) };
    return {
      failure,
      exitCodes: [EXIT.bug],
      stack: (error instanceof Error ? error.stack : undefined) ?? messageOf(error),
    };
  }
}

/** An arm as the report has it. */
function reported(run: ArmRun, replay: string): ReportedRun {
  const anyPresent = run.symptoms.some(({ observed }) => observed === 'present');
  return {
    ...run,
    findings: run.findings.map((finding) => ({ ...finding, accepted: [...finding.accepted] })),
    protections: [...run.protections],
    problems: [...run.problems],
    restsOn: [...run.restsOn],
    replay,
    symptoms: run.symptoms.map((symptom) => {
      if (symptom.expected !== 'either') return { ...symptom, expected: symptom.expected };
      // A wrong fix must leave one symptom at least, no matter which.
      const expected = anyPresent && symptom.observed !== 'present' ? 'absent' : 'present';
      return { ...symptom, expected, ok: anyPresent };
    }),
  };
}
