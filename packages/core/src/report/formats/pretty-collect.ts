import { EXIT } from '../../errors/error-catalogue.ts';
import type { CollectReport } from '../collect-report.ts';
import { columns, counted } from '../text-layout.ts';
import type { TextStyle } from '../text-style.ts';

const INTERRUPTED = 'Interrupted: the bundle holds what was read so far.';
const CUT_SHORT = 'Not all of it was read, for the reasons above: the bundle holds what was.';

/** Questions that failed for one reason; with more of them the reason is said once. */
const NAMED = 3;

function failedLines({ name, failed }: CollectReport['hosts'][number]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { question, reason } of failed) byReason.set(reason, [...(byReason.get(reason) ?? []), question]);
  return Array.from(byReason).flatMap(([reason, questions]) =>
    questions.length > NAMED
      ? [`  ${name}: ${counted(questions.length, 'question')}: ${reason}`]
      : questions.map((question) => `  ${name}: ${question}: ${reason}`),
  );
}

/** A collection for people: how much was read of which host, and what was not. */
export function prettyCollect(
  { hosts, output, script, complete, exitCode, next }: CollectReport,
  style: TextStyle,
): string {
  if (script !== undefined) {
    return [
      `Written: ${style.paint('name', output)}, a batch file for Windows Server 2003 and later.`,
      `It asks ${counted(script.questions, 'question')}, and ${script.followUps} more about what the answers name, and changes nothing.`,
      'Copy it into an empty folder on a disk of the host, start it there as an administrator, and bring back the folder',
      'scanclash-HOST that it makes. That folder may hold secrets: collect makes a bundle without them.',
      `Next: ${next}`,
      '',
    ].join('\n');
  }
  const rows = hosts.map(({ name, questions, failed }) => [
    name,
    `${counted(questions, 'question')} asked`,
    failed.length === 0 ? 'all answered' : `${failed.length} not answered`,
  ]);
  return [
    ...columns(rows),
    ...hosts.flatMap(failedLines),
    `Written: ${style.paint('name', output)}. Nothing was judged, and nothing was changed on the hosts.`,
    ...(complete ? [] : [style.paint('doubt', exitCode === EXIT.interrupted ? INTERRUPTED : CUT_SHORT)]),
    `Next: ${next}`,
    '',
  ].join('\n');
}
