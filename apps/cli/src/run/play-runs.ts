import { EXIT, type RunReport, worstExit } from '@scanclash/core';
import type { AssumedValues } from '../assumptions.ts';
import type { Session } from '../session.ts';
import { VERSION } from '../version.ts';
import type { PlannedRun } from './plan-runs.ts';
import { type ArmToPlay, type Played, playOne } from './play-one.ts';

/** Arms for which it is worth to start other threads: each has to load the simulator first. */
const WORTH_THREADS = 40;

/**
 * Plays what was planned, in this thread and, where there is much to do, in others: they take arms from the end until
 * both meet. The report is in the order of the plan, whoever played what.
 */
export async function playRuns(
  session: Session,
  plan: readonly PlannedRun[],
  behaviours: AssumedValues,
): Promise<RunReport> {
  const { io, progress, seed } = session;
  const catalogue = await import('@scanclash/scenarios');
  const played: (Played | undefined)[] = plan.map(() => undefined);
  const arms = plan.map(({ scenario, arm, settings, replay }): ArmToPlay => {
    return { scenario: scenario.id, arm: arm.id, seed, settings, behaviours, replay };
  });
  let first = 0;
  let end = arms.length;
  let done = 0;
  const helpers = arms.length < WORTH_THREADS ? undefined : await threads(io.threads);
  const helping = (helpers?.slots ?? []).map(async () => {
    while (first < end && !io.interrupted()) {
      end -= 1;
      const i = end;
      played[i] = await helpers?.play(arms[i] as ArmToPlay);
      done += 1;
    }
  });
  while (first < end) {
    progress.update(done, arms.length, 'arms');
    await io.breathe();
    if (io.interrupted() || first >= end) break;
    const i = first;
    first += 1;
    played[i] = playOne(catalogue, arms[i] as ArmToPlay);
    done += 1;
  }
  await Promise.all(helping);
  await helpers?.close();
  progress.clear();
  return report(session, plan, played);
}

/** Threads that play arms; undefined where there is none to spare. */
async function threads(count: number) {
  if (count === 0) return undefined;
  const { Piscina } = await import('piscina');
  const pool = new Piscina({
    filename: new URL('run-worker.js', import.meta.url).href,
    maxThreads: count,
    minThreads: count,
  });
  return {
    slots: Array.from({ length: count }, (_, i) => i),
    play: (arm: ArmToPlay): Promise<Played> => pool.run(arm, { name: 'play' }),
    close: () => pool.close(),
  };
}

function report({ io }: Session, plan: readonly PlannedRun[], played: readonly (Played | undefined)[]): RunReport {
  const interrupted = io.interrupted();
  const all = played.filter((one) => one !== undefined);
  const runs = all.flatMap((one) => ('run' in one ? [one.run] : []));
  const failures = all.flatMap((one) => ('failure' in one ? [one.failure] : []));
  const codes = all.flatMap((one) => ('run' in one ? [one.exitCode] : one.exitCodes));
  for (const one of all) {
    if ('stack' in one && io.environment['SCANCLASH_DEBUG'] === '1') io.stderr.write(`${one.stack}\n`);
  }
  const count = (outcome: string) => runs.filter((run) => run.outcome === outcome).length;
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

/** The replay of the first thing that went wrong, else a check of the host that was just broken. */
function nextStep(runs: RunReport['runs'], failures: RunReport['failures'], plan: readonly PlannedRun[]): string {
  const wrong = failures[0] ?? runs.find(({ outcome }) => outcome !== 'as-expected');
  const [first] = plan;
  if (wrong !== undefined && plan.length > 1) return wrong.replay;
  if (wrong !== undefined || first === undefined) return `scanclash show ${wrong?.scenario ?? ''}`.trim();
  return `scanclash check sim:${first.scenario.id}@${first.arm.id}#${first.scenario.world.subject}`;
}
