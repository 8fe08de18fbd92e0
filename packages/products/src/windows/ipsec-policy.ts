import {
  asText,
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  type Origin,
  unreadable,
} from '@scanclash/core';

const ABOVE = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows';
const IPSEC = `${ABOVE}\\IPSec`;
/** Policies that were made on the host; Windows has some there that nobody assigned. */
export const LOCAL_POLICIES = `${IPSEC}\\Policy\\Local`;
const OF_THE_DOMAIN = `${IPSEC}\\GPTIPSECPolicy`;

const listOf = (key: string): HostRequest => ({ id: 'registry-subkeys', key });

/**
 * Lists and never an export: pre-shared keys lie in plain text in the keys below, which a list names and does not show. The
 * two keys above tell a key that is not there from one that may not be read.
 * @source IPSEC: preshared keys in the registry
 */
export const IPSEC_QUESTIONS: readonly HostRequest[] = [ABOVE, IPSEC, LOCAL_POLICIES, OF_THE_DOMAIN].map(listOf);

/** What names the policy that is assigned; it is not there where none is. */
const ASSIGNMENTS = [
  { key: LOCAL_POLICIES, value: 'ActivePolicy' },
  { key: OF_THE_DOMAIN, value: 'DSIPSECPolicyPath' },
];

/**
 * Whether an IPsec policy is assigned, on the host or by group policy.
 * @source IPSEC-VALUES: ActivePolicy and DSIPSECPolicyPath
 * @assumed HOLE-ipsec: both are gone, or empty, where no policy is assigned
 */
export function ipsecPolicyAssigned(evidence: HostEvidence): Fact {
  const { registry } = evidence;
  const readings = ASSIGNMENTS.map(({ key, value }) => {
    const stored = registry.value(key, value);
    const question = stored.kind === 'unreadable' ? listOf(key) : (registry.lastQuestion ?? listOf(key));
    const origin: Origin = { kind: 'question', question };
    if (stored.kind === 'absent') return known(false, origin);
    const text = stored.kind === 'known' ? asText(stored.value) : undefined;
    return text === undefined ? unreadable(whyNot(evidence, question), question) : known(text !== '', origin);
  });
  const assigned = readings.find((one) => one.kind === 'known' && one.value === true);
  return assigned ?? readings.find(({ kind }) => kind === 'unreadable') ?? (readings[0] as Fact);
}

/** `reg.exe` exits with 1 for a key that is not there and for one that may not be read. */
function whyNot(evidence: HostEvidence, question: HostRequest): string {
  const text = evidence.text(question);
  return text.kind === 'unreadable' ? text.reason : 'the name of the policy is no text';
}
