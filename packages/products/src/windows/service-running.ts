import { type Fact, type HostEvidence, type HostRequest, known, unreadable } from '@scanclash/core';

/** `sc query` of a service that does not exist exits with this. Wine exits with 1, for whatever went wrong. */
const ERROR_SERVICE_DOES_NOT_EXIST = 1060;
const RUNNING = 4;

/**
 * Whether a service runs, from `sc query`: the number behind STATE counts, the words are translated on localised
 * systems. A service that does not exist does not run.
 */
export function serviceRunning(evidence: HostEvidence, request: HostRequest & { id: 'service-state' }): Fact {
  const answer = evidence.answer(request);
  if (answer?.kind === 'answered' && answer.exitCode === ERROR_SERVICE_DOES_NOT_EXIST) {
    return known(false, { kind: 'question', question: request });
  }
  return evidence.fact(request, (text, origin) => {
    const state = serviceState(text);
    return state === undefined ? unreadable('the answer names no state', request) : known(state === RUNNING, origin);
  });
}

/**
 * The state number in the output of `sc query NAME`: the second of the lines `KEY : number` (TYPE, STATE, …), because
 * the keys may be translated too.
 */
function serviceState(output: string): number | undefined {
  const numbers = output.split(/\r?\n/).flatMap((line) => /^\s+[^:]+:\s*([0-9a-f]+)\b/i.exec(line)?.[1] ?? []);
  const state = Number(numbers[1]);
  return state >= 1 && state <= 7 ? state : undefined;
}
