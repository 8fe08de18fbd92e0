import {
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  parseScQuery,
  SERVICE_STATES,
  unreadable,
} from '@scanclash/core';

/** `sc query` of a service that does not exist exits with this. Wine exits with 1, for whatever went wrong. */
const ERROR_SERVICE_DOES_NOT_EXIST = 1060;

/** Whether a service runs, from `sc query`. A service that does not exist does not run. */
export function serviceRunning(evidence: HostEvidence, request: HostRequest & { id: 'service-state' }): Fact {
  const answer = evidence.answer(request);
  if (answer?.kind === 'answered' && answer.exitCode === ERROR_SERVICE_DOES_NOT_EXIST) {
    return known(false, { kind: 'question', question: request });
  }
  return evidence.fact(request, (text, origin) => {
    const report = parseScQuery(text);
    if (report.kind === 'unreadable') return unreadable(report.reason, request);
    return known(report.kind === 'known' && report.value.state === SERVICE_STATES.RUNNING, origin);
  });
}
