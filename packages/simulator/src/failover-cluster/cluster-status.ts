/** A member decides with the others; one that is joining has found neither them nor enough votes yet. */
export type NodeState = 'up' | 'joining' | 'down';

export type ResourceState = 'online' | 'online-pending' | 'offline' | 'offline-pending' | 'failed';

/** `pending`: resources are on their way. `partially-online`: some are online, none is on its way. */
export type GroupState = 'online' | 'offline' | 'partially-online' | 'failed' | 'pending';

export interface NodeStatus {
  readonly name: string;
  /** From 1. */
  readonly id: number;
  readonly state: NodeState;
}

export interface GroupStatus {
  readonly name: string;
  /** The node that owns it, or owned it last; the first possible owner where it was never owned. */
  readonly node: string;
  readonly state: GroupState;
}

export interface ResourceStatus {
  readonly name: string;
  readonly type: string;
  readonly group: string;
  /** That of its group. */
  readonly node: string;
  readonly state: ResourceState;
}
