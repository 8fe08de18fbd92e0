import { ScanclashError } from '@scanclash/core';
import type { Arm } from '@scanclash/scenarios';
import type { AssumedValues } from '../assumptions.ts';
import { writeOutput } from '../output/write-file.ts';
import type { Session } from '../session.ts';
import type { PlannedRun } from './plan-runs.ts';

/** A trace is of one run, and shares stdout with no report in JSON. @throws SC-USE-003 */
export function checkTraceWish({ formats }: Session, file: string, plan: readonly PlannedRun[]): void {
  if (plan.length !== 1) {
    throw new ScanclashError('SC-USE-003', `--trace is of one run, and ${plan.length} are selected`, {
      hint: 'Name one scenario and one arm: scanclash run THEME/NAME --arm broken --trace FILE',
    });
  }
  if (file === '-' && formats.some(({ name, path }) => name === 'json' && path === undefined)) {
    throw new ScanclashError('SC-USE-003', '--trace - and --format json both write to stdout', {
      hint: 'Send one of them to a file: --format json:run.json, or --trace trace.ndjson',
    });
  }
}

/** Plays the run once more, keeping its trace: the same inputs give the same trace. */
export async function writeTrace(
  { io, seed }: Session,
  file: string,
  planned: PlannedRun,
  behaviours: AssumedValues,
): Promise<void> {
  const { describedTrace, playArm, scenarioById, traceText } = await import('@scanclash/scenarios');
  const scenario = scenarioById(planned.scenario.id);
  const arm = scenario.arms.find(({ id }) => id === planned.arm.id) as Arm;
  const { settings = arm.settings } = planned;
  const played = playArm(scenario, arm, { seed, settings, behaviours, storeTrace: true });
  if (file === '-') {
    for (const line of describedTrace(played)) io.stdout.write(line);
    io.stdout.write('\n');
    return;
  }
  writeOutput(io, file, traceText(played));
  io.stderr.write(`Written: ${file}\n`);
}
