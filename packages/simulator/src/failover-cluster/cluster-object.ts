/** The common properties of a resource, in the units of Windows: milliseconds. */
export interface ResourceProperties {
  readonly restartAction: RestartAction;
  /** Restarts on one node within `restartPeriod`; one failure more counts as final there. */
  readonly restartThreshold: number;
  readonly restartPeriod: number;
  readonly looksAlivePollInterval: number;
  readonly isAlivePollInterval: number;
  /** Without progress for so long a request has failed; never more than `deadlockTimeout`. */
  readonly pendingTimeout: number;
  readonly deadlockTimeout: number;
}

/** 0: stays failed. 1: restarted, but never moves its group. 2: restarted, and moves its group once that does not help. */
export type RestartAction = 0 | 1 | 2;

export interface GroupProperties {
  /** Moves after failures within `failoverPeriod`; after that the group stays where it is. */
  readonly failoverThreshold: number;
  /** Hours. */
  readonly failoverPeriod: number;
}

export interface GroupToCreate extends Partial<GroupProperties> {
  readonly name: string;
  /** Nodes, the one first that should have it; in the order of the cluster where it is left out. */
  readonly preferredOwners?: readonly string[];
}

/** A private property: text, or an unsigned 32-bit number. */
export type PropertyValue = string | number;

export interface ResourceToCreate {
  readonly name: string;
  readonly type: string;
  readonly group: string;
  /** Resources of the same group that must be online first. */
  readonly dependsOn?: readonly string[];
  readonly privateProperties?: Readonly<Record<string, PropertyValue>>;
  /** All nodes where it is left out. */
  readonly possibleOwners?: readonly string[];
  readonly properties?: Partial<ResourceProperties>;
  /** Its persistent state: whether it comes online with its group. True where it is left out. */
  readonly online?: boolean;
}
