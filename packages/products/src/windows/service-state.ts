import {
  absent,
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  parseScQuery,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';

/** The states of a service, in the order of their numbers from 1 on. */
const STATES = [
  'stopped',
  'start-pending',
  'stop-pending',
  'running',
  'continue-pending',
  'pause-pending',
  'paused',
] as const;

export const serviceStateSchema = z.enum(STATES);

/** `sc` exits with this where there is no such service. */
const ERROR_SERVICE_DOES_NOT_EXIST = 1060;

/** The state of a service, from `sc queryex`; absent where there is no such service. */
export function serviceState(evidence: HostEvidence, request: HostRequest & { id: 'service-process' }): Fact {
  const answer = evidence.answer(request);
  if (answer?.kind === 'answered' && answer.exitCode === ERROR_SERVICE_DOES_NOT_EXIST) {
    return absent({ kind: 'question', question: request });
  }
  return evidence.fact(request, (text, origin) => {
    const report = parseScQuery(text);
    if (report.kind === 'absent') return absent(origin);
    const state = report.kind === 'known' ? STATES[report.value.state - 1] : undefined;
    if (state !== undefined) return known(state, origin);
    return unreadable(report.kind === 'unreadable' ? report.reason : 'the state is not known', request);
  });
}
