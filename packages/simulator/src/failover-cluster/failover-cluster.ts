import { violated, type World } from '../kernel/index.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';
import type { GroupToCreate, PropertyValue, ResourceProperties, ResourceToCreate } from './cluster-object.ts';
import type { GroupStatus, NodeStatus, ResourceStatus } from './cluster-status.ts';
import type { ResourceType } from './resource-type.ts';

export interface ClusterOptions {
  /** Network name of the cluster itself. */
  readonly name: string;
  readonly address: string;
  /** In the order of their ids; all of one version of Windows. */
  readonly nodes: readonly SimulatedHost[];
  /** The file share witness, `\\HUB01\FSW_CLU01`: one vote more, for the node that holds a lock there. */
  readonly witness?: string;
}

/** Win32 error code, 0 on success. */
export type ClusterAnswer = (error: number) => void;

/**
 * A failover cluster of Windows Server 2003 or 2008. It is installed before its nodes boot; from then on it lives in the
 * cluster services of the nodes. Its configuration is the hive `HKLM\Cluster` of each node.
 *
 * Requests are answered with 0 when what was asked for has come to rest, or with the error that stands in the way.
 */
export class FailoverCluster {
  readonly world: World;
  readonly name: string;

  constructor(world: World, options: ClusterOptions) {
    this.world = world;
    this.name = options.name;
  }

  /** The cluster that a host is a node of. */
  static of(_host: SimulatedHost): FailoverCluster | undefined {
    return violated('not built yet');
  }

  /** Makes resources of this type possible on a node. */
  registerType(_node: SimulatedHost, _type: ResourceType): void {}

  /** Adds a group; one of that name that is there already stays as it is. */
  createGroup(_group: GroupToCreate): number {
    return violated('not built yet');
  }

  /** Adds a resource, offline while the cluster runs; one of that name that is there already stays as it is. */
  createResource(_resource: ResourceToCreate): number {
    return violated('not built yet');
  }

  setProperties(_resource: string, _properties: Partial<ResourceProperties>): number {
    return violated('not built yet');
  }

  setPrivateProperty(_resource: string, _name: string, _value: PropertyValue): number {
    return violated('not built yet');
  }

  privateProperty(_resource: string, _name: string): PropertyValue | undefined {
    return violated('not built yet');
  }

  nodes(): readonly NodeStatus[] {
    return violated('not built yet');
  }

  /** In the order in which they were made. */
  groups(): readonly GroupStatus[] {
    return violated('not built yet');
  }

  resources(): readonly ResourceStatus[] {
    return violated('not built yet');
  }

  group(_name: string): GroupStatus | undefined {
    return violated('not built yet');
  }

  resource(_name: string): ResourceStatus | undefined {
    return violated('not built yet');
  }

  /** The nodes that hold the quorum now, all in one partition. */
  quorumOwners(): readonly string[] {
    return violated('not built yet');
  }

  /** Takes a group offline where it is, gives it to another node, the next one where none is named, and brings it online. */
  moveGroup(_group: string, _to?: string, _done?: ClusterAnswer): void {}

  /** Brings all resources of a group online, now and at each start. */
  onlineGroup(_group: string, _done?: ClusterAnswer): void {}

  offlineGroup(_group: string, _done?: ClusterAnswer): void {}

  /** Brings a resource online, after all that it depends on. */
  onlineResource(_resource: string, _done?: ClusterAnswer): void {}

  /** Takes a resource offline, after all that depend on it. */
  offlineResource(_resource: string, _done?: ClusterAnswer): void {}
}
