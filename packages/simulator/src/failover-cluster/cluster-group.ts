import { isBeforeVista } from '../windows/console/generation.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';
import type { GroupToCreate, ResourceToCreate } from './cluster-object.ts';
import type { ResourceType } from './resource-type.ts';
import { IP_ADDRESS } from './types/ip-address.ts';
import { NETWORK_NAME } from './types/network-name.ts';
import { quorumResource } from './types/quorum-resource.ts';

/** The group of the cluster itself. */
export const CLUSTER_GROUP = 'Cluster Group';

interface ClusterSetup {
  registerType(node: SimulatedHost, type: ResourceType): void;
  createGroup(group: GroupToCreate): number;
  createResource(resource: ResourceToCreate): number;
}

/**
 * Makes the cluster group: the name of the cluster, its address, its quorum resource.
 *
 * @source Windows Server 2003: a majority node set, with a file share witness since an update; 2008: node and file share
 * majority. @assumed The names of the resources, and of the private properties of the quorum resource.
 */
export function createClusterGroup(
  setup: ClusterSetup,
  what: {
    readonly name: string;
    readonly address: string;
    readonly nodes: readonly SimulatedHost[];
    readonly witness?: string;
  },
): void {
  const { name, address, nodes, witness } = what;
  const group = CLUSTER_GROUP;
  const isMajorityNodeSet = nodes.every(isBeforeVista);
  const quorum = quorumResource(isMajorityNodeSet ? 'Majority Node Set' : 'File Share Witness');
  for (const node of nodes) setup.registerType(node, quorum);
  setup.createGroup({ name: group });
  const ip = 'Cluster IP Address';
  setup.createResource({ name: ip, type: IP_ADDRESS, group, privateProperties: { Address: address } });
  setup.createResource({
    name: 'Cluster Name',
    type: NETWORK_NAME,
    group,
    dependsOn: [ip],
    privateProperties: { Name: name },
  });
  if (isMajorityNodeSet) {
    const privateProperties = witness === undefined ? {} : { MNSFileShare: witness };
    setup.createResource({ name: quorum.name, type: quorum.name, group, privateProperties });
  } else if (witness !== undefined) {
    const privateProperties = { SharePath: witness };
    setup.createResource({ name: `File Share Witness (${witness})`, type: quorum.name, group, privateProperties });
  }
}
