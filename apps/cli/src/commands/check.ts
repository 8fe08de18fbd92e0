import { prettyCheck } from '@scanclash/core';
import { checkTargets } from '../check/check-targets.ts';
import { emitReport, type Session } from '../session.ts';

/** `scanclash check TARGET...` */
export async function check(
  session: Session,
  targets: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const report = await checkTargets(session, targets, options);
  return emitReport(session, report, prettyCheck);
}
