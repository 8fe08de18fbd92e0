import {
  type Fact,
  factOf,
  type HostEvidence,
  type HostRequest,
  known,
  list,
  parseScList,
  record,
  SERVICE_STATES,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';

export const serviceDependentsSchema = z.array(z.object({ service: z.string(), running: z.boolean() }));

/** `sc` exits with this where there is no such service. */
const ERROR_SERVICE_DOES_NOT_EXIST = 1060;

/** The services that depend on a service, directly or not, from `sc enumdepend`; none where there is no such service. */
export function serviceDependents(evidence: HostEvidence, request: HostRequest & { id: 'service-dependents' }): Fact {
  const answer = evidence.answer(request);
  if (answer?.kind === 'answered' && answer.exitCode === ERROR_SERVICE_DOES_NOT_EXIST) {
    return factOf([], { kind: 'question', question: request });
  }
  return evidence.fact(request, (text, origin) => {
    const listed = parseScList(text);
    if (listed.kind === 'unreadable') return unreadable(listed.reason, request);
    if (listed.kind === 'absent') return factOf([], origin);
    const { rows, unread } = listed.value;
    const items = rows.map(({ service, state }) =>
      record({ service: known(service, origin), running: known(state === SERVICE_STATES.RUNNING, origin) }),
    );
    return list(items, origin, unread.length === 0);
  });
}
