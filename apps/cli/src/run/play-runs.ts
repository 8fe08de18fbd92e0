import { EXIT, type RunReport, worstExit } from '@scanclash/core';
import type { HostDefinition, WorldDefinition } from '@scanclash/scenarios';
import type { AssumedValues } from '../assumptions.ts';
import type { Session } from '../session.ts';
import { VERSION } from '../version.ts';
import { ArmCounter } from './arm-counter.ts';
import type { ArmThreads } from './arm-threads.ts';
import type { PlannedRun } from './plan-runs.ts';
import { type ArmToPlay, type Played, playOne } from './play-one.ts';

/**
 * Plays what was planned, in this thread and, where there is much to do, in others. The report is in the order of the plan,
 * whoever played what.
 */
export async function playRuns(
  session: Session,
  plan: readonly PlannedRun[],
  behaviours: AssumedValues,
  threads: ArmThreads,
): Promise<RunReport> {
  const { io, progress, seed } = session;
  const catalogue = await import('@scanclash/scenarios');
  const order = playingOrder(plan, catalogue.productsOf);
  const arms = order.map((number): ArmToPlay => {
    const { scenario, arm, settings, replay } = plan[number] as PlannedRun;
    return { scenario: scenario.id, arm: arm.id, seed, settings, behaviours, replay };
  });
  const counter = new ArmCounter(arms.length);
  const elsewhere = threads.play(arms, counter);
  const played: (Played | undefined)[] = plan.map(() => undefined);
  for (;;) {
    progress.update(counter.done, arms.length, 'arms');
    await io.breathe();
    if (io.interrupted()) counter.stop();
    const number = counter.takeFirst();
    if (number === undefined) break;
    played[order[number] as number] = playOne(catalogue, arms[number] as ArmToPlay);
    counter.played();
  }
  for (const [number, one] of await elsewhere) played[order[number] as number] = one;
  progress.clear();
  const isOfOneHost = (rule: string) => catalogue.RULE_BOOK.rule(rule)?.scope === 'host';
  return report(session, plan, played, isOfOneHost);
}

/**
 * The numbers of the runs in the order in which they are played: worlds with the same products stand together. Threads take
 * runs from both ends, and the programs of a product that only one of them plays are compiled and warmed up there alone.
 */
function playingOrder(plan: readonly PlannedRun[], productsOf: (host: HostDefinition) => readonly string[]): number[] {
  const products = (world: WorldDefinition) =>
    [...new Set(Object.values(world.hosts).flatMap(productsOf))].sort().join(' ');
  const keys = plan.map(({ scenario }) => products(scenario.world));
  return keys
    .map((key, number) => ({ key, number }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.number - b.number))
    .map(({ number }) => number);
}

function report(
  { io }: Session,
  plan: readonly PlannedRun[],
  played: readonly (Played | undefined)[],
  isOfOneHost: (rule: string) => boolean,
): RunReport {
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
    next: nextStep(runs, failures, plan, isOfOneHost),
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

/** The replay of the first thing that went wrong, else a check of what was just broken: its host, or all where a rule asks more. */
function nextStep(
  runs: RunReport['runs'],
  failures: RunReport['failures'],
  plan: readonly PlannedRun[],
  isOfOneHost: (rule: string) => boolean,
): string {
  const wrong = failures[0] ?? runs.find(({ outcome }) => outcome !== 'as-expected');
  const [first] = plan;
  if (wrong !== undefined && plan.length > 1) return wrong.replay;
  if (wrong !== undefined || first === undefined) return `scanclash show ${wrong?.scenario ?? ''}`.trim();
  const host =
    runs[0]?.findings.every(({ rule }) => isOfOneHost(rule)) === false ? '' : `#${first.scenario.world.subject}`;
  return `scanclash check sim:${first.scenario.id}@${first.arm.id}${host}`;
}
