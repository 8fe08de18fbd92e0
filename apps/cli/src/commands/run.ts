import { prettyRun } from '@scanclash/core';
import { readAssignment } from '../assignment.ts';
import { readAssumptions } from '../assumptions.ts';
import { ArmThreads } from '../run/arm-threads.ts';
import { type PlannedRun, planRuns } from '../run/plan-runs.ts';
import { playRuns } from '../run/play-runs.ts';
import { checkTraceWish, writeTrace } from '../run/write-trace.ts';
import { emitReport, type Session } from '../session.ts';

interface RunOptions {
  readonly arm?: readonly string[];
  readonly set?: readonly string[];
  readonly assume?: readonly string[];
  readonly trace?: string;
}

/** `scanclash run [SCENARIO...]` */
export async function run(
  session: Session,
  scenarios: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const { arm = [], set = [], assume = [], trace } = options as unknown as RunOptions;
  const { io, seed } = session;
  const startedAt = io.clock();
  const behaviours = readAssumptions(assume);
  const settings = set.map((word) => readAssignment(word, '--set'));
  const threads = ArmThreads.of(io);
  try {
    const planned = planRuns(await import('@scanclash/scenarios'), {
      scenarios,
      arms: arm,
      settings,
      behaviours,
      seed,
    });
    const plan = trace === undefined || arm.length > 0 ? planned : toBeTold(planned);
    const [first] = plan;
    if (trace !== undefined) checkTraceWish(session, trace, plan);
    const report = await playRuns(session, plan, behaviours, threads);
    if (trace !== undefined && first !== undefined && report.runs.length === 1)
      await writeTrace(session, trace, first, behaviours);
    return emitReport(session, report, (one, style) => prettyRun(one, style, io.clock() - startedAt));
  } finally {
    await threads.close();
  }
}

/** Of one scenario the run that tells most: the first recovery, which tells of the failure too, or else the broken arm. */
function toBeTold(plan: readonly PlannedRun[]): readonly PlannedRun[] {
  if (new Set(plan.map(({ scenario }) => scenario)).size !== 1) return plan;
  const told = plan.find(({ arm }) => arm.kind === 'recovery') ?? plan.find(({ arm }) => arm.kind === 'broken');
  return told === undefined ? plan : [told];
}
