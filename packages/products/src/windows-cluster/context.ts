import { asDword, asText, type HostEvidence, type HostRequest, type Reading, sameName } from '@scanclash/core';

/** The hive of the cluster, which the cluster service loads while it runs. */
export const CLUSTER_KEY = 'HKLM\\Cluster';
const SERVICE_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\ClusSvc';
const SERVICE_DISABLED = 4;

export const HIVE: HostRequest = { id: 'registry-export', key: CLUSTER_KEY };
export const HIVES: HostRequest = { id: 'registry-subkeys', key: 'HKLM' };
export const SERVICES: HostRequest = { id: 'registry-export', key: 'HKLM\\SYSTEM\\CurrentControlSet\\Services' };
export const GROUPS: HostRequest = { id: 'cluster-groups' };
export const RESOURCES: HostRequest = { id: 'cluster-resources' };

/** The name of the cluster that the host is a node of. */
export interface ClusterContext {
  readonly name: string;
}

/**
 * A host is a node where the hive of a cluster is loaded. Where it is not, a cluster service that is not disabled tells
 * that the host may be a node whose cluster service is stopped.
 * @source WINDOWS-CLUSTER: the service loads the hive; where no cluster was configured it is disabled, or not there.
 */
export function detectCluster({ registry }: Pick<HostEvidence, 'registry'>): Reading<ClusterContext> {
  const name = registry.value(CLUSTER_KEY, 'ClusterName');
  if (name.kind === 'known') {
    const text = asText(name.value);
    return text === undefined
      ? { kind: 'unreadable', reason: `ClusterName of ${CLUSTER_KEY} is no text` }
      : { kind: 'known', value: { name: text } };
  }
  const service = registry.value(SERVICE_KEY, 'Start');
  if (service.kind === 'absent') return { kind: 'absent' };
  if (service.kind === 'known' && asDword(service.value) === SERVICE_DISABLED) return { kind: 'absent' };
  const hives = registry.subkeys('HKLM');
  const isNotLoaded = hives.kind === 'known' && !hives.value.some((hive) => sameName(hive, 'Cluster'));
  const reason = isNotLoaded ? 'the cluster service is installed and does not run' : 'the hive was not read';
  return { kind: 'unreadable', reason };
}
