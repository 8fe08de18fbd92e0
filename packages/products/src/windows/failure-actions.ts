import {
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  list,
  parseScFailure,
  record,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';

export const failureActionsSchema = z.array(
  z.object({ kind: z.enum(['none', 'restart', 'reboot', 'run-command']), delayMs: z.int() }),
);

/** What is done when a service ends unexpectedly, from `sc qfailure`; a word of another language is unread. */
export function failureActions(evidence: HostEvidence, request: HostRequest & { id: 'service-failure-actions' }): Fact {
  return evidence.fact(request, (text, origin) => {
    const report = parseScFailure(text);
    if (report.kind !== 'known') return unreadable(report.kind === 'unreadable' ? report.reason : 'no answer', request);
    const items = report.value.actions.map(({ kind, delay }) =>
      record({
        kind:
          kind === undefined ? unreadable('its word is in a language that is not known', request) : known(kind, origin),
        delayMs: known(delay, origin),
      }),
    );
    return list(items, origin);
  });
}
