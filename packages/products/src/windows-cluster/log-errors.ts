import {
  type Fact,
  type FollowUp,
  type HostEvidence,
  type HostRequest,
  known,
  list,
  parseClusterLog,
  record,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';
import { isBeforeVista } from '../windows/event-records.ts';
import { detectCluster } from './context.ts';

/**
 * Where the cluster service of Windows 2000 and 2003 writes its log, which it keeps below 8 MB unless told otherwise. Later
 * ones write none until somebody has it made, which a question may not.
 * @source WINDOWS-CLUSTER-LOG
 */
const LOG: HostRequest = { id: 'file-text', path: '%SystemRoot%\\Cluster\\cluster.log' };

/** Entries that are shown at most: a log has tens of thousands. */
const SHOWN = 20;

export const logErrorsSchema = z
  .array(z.object({ at: z.string().describe('UTC.'), text: z.string() }))
  .describe(`The newest entries of cluster.log that tell of an error, ${SHOWN} at most. Up to Windows Server 2003.`);

export const logFollowUp: FollowUp = {
  ask: () => [LOG],
  serves: ['logErrors'],
  when: (evidence) => isBeforeVista(evidence) === true && detectCluster(evidence).kind === 'known',
};

/** A list that was cut is not complete: what it does not hold may have been said earlier. */
export function logErrors(evidence: HostEvidence): Fact {
  if (isBeforeVista(evidence) === false) return unreadable('this Windows writes its cluster log on demand only', LOG);
  return evidence.fact(LOG, (text, origin) => {
    const entries = parseClusterLog(text);
    if (entries.kind !== 'known') return unreadable(entries.kind === 'unreadable' ? entries.reason : 'no answer', LOG);
    const errors = entries.value.filter(({ level }) => level === 'ERR');
    return list(
      errors.slice(-SHOWN).map(({ at, text: said }) => record({ at: known(at, origin), text: known(said, origin) })),
      origin,
      errors.length <= SHOWN && entries.value.some(({ level }) => level !== undefined),
    );
  });
}
