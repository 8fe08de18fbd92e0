import { EXIT, type ReportedRun, type RunReport, worstExit } from '@scanclash/core';
import type { ArmRun } from '@scanclash/scenarios';
import type { AssumedValues } from '../assumptions.ts';
import { errorsOf, messageOf, writeStack } from '../failure.ts';
import type { Session } from '../session.ts';
import { VERSION } from '../version.ts';
import type { PlannedRun } from './plan-runs.ts';

const EXIT_OF: Readonly<Record<ReportedRun['outcome'], number>> = {
  'as-expected': EXIT.clean,
  unexpected: EXIT.found,
  inconclusive: EXIT.unknown,
};

/** Plays what was planned. One run that breaks off does not keep the others from being played. */
export async function playRuns(
  { io, progress, seed }: Session,
  plan: readonly PlannedRun[],
  behaviours: AssumedValues,
): Promise<RunReport> {
  const { runArm } = await import('@scanclash/scenarios');
  const runs: ReportedRun[] = [];
  const failures: RunReport['failures'] = [];
  const codes: number[] = [];
  let interrupted = false;
  for (const [i, { scenario, arm, settings, replay }] of plan.entries()) {
    progress.update(i, plan.length, 'arms');
    await io.breathe();
    interrupted = io.interrupted();
    if (interrupted) break;
    try {
      const run = reported(runArm(scenario, arm, { seed, settings, behaviours, bytes: 'map' }), replay);
      runs.push(run);
      codes.push(EXIT_OF[run.outcome]);
    } catch (error) {
      const errors = errorsOf(error);
      if (errors === undefined) writeStack(error, io);
      codes.push(...(errors?.map(({ exitCode }) => exitCode) ?? [EXIT.bug]));
      const problem = errors?.map((one) => one.message).join('\n') ?? `A bug of scanclash: ${messageOf(error)}`;
      failures.push({ scenario: scenario.id, arm: arm.id, seed, code: errors?.[0]?.code ?? null, problem, replay });
    }
  }
  progress.clear();
  const count = (outcome: ReportedRun['outcome']) => runs.filter((run) => run.outcome === outcome).length;
  return {
    schema: 'scanclash.run/1',
    exitCode: worstExit(interrupted ? [...codes.filter((code) => code === EXIT.bug), EXIT.interrupted] : codes),
    complete: !interrupted && failures.length === 0,
    next: nextStep(runs, failures, plan),
    version: VERSION,
    runs,
    failures,
    counts: {
      'as-expected': count('as-expected'),
      unexpected: count('unexpected'),
      inconclusive: count('inconclusive'),
      failed: failures.length,
      total: runs.length + failures.length,
    },
  };
}

/** An arm as the report has it. */
function reported(run: ArmRun, replay: string): ReportedRun {
  const anyPresent = run.symptoms.some(({ observed }) => observed === 'present');
  return {
    ...run,
    findings: [...run.findings],
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

/** The replay of the first thing that went wrong, else a check of the host that was just broken. */
function nextStep(runs: readonly ReportedRun[], failures: RunReport['failures'], plan: readonly PlannedRun[]): string {
  const wrong = failures[0] ?? runs.find(({ outcome }) => outcome !== 'as-expected');
  const [first] = plan;
  if (wrong !== undefined && plan.length > 1) return wrong.replay;
  if (wrong !== undefined || first === undefined) return `scanclash show ${wrong?.scenario ?? ''}`.trim();
  return `scanclash check sim:${first.scenario.id}@${first.arm.id}#${first.scenario.world.subject}`;
}
