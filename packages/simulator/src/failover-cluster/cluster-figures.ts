import type { Microseconds } from '../kernel/index.ts';
import { HOUR, MINUTE, SECOND } from '../kernel/units.ts';
import type { GroupProperties, ResourceProperties } from './cluster-object.ts';

/**
 * What a resource has where nothing is set.
 * @source Windows cluster documentation: PendingTimeout 180 s, DeadlockTimeout 300 s, RestartThreshold 3.
 * @assumed RestartPeriod, both poll intervals, and that a restart that does not help moves the group.
 */
export const RESOURCE_DEFAULTS: ResourceProperties = {
  restartAction: 2,
  restartThreshold: 3,
  restartPeriod: 900_000,
  looksAlivePollInterval: 5_000,
  isAlivePollInterval: 60_000,
  pendingTimeout: 180_000,
  deadlockTimeout: 300_000,
};

/** @assumed The figures of Windows Server 2003. */
export const GROUP_DEFAULTS: GroupProperties = { failoverThreshold: 10, failoverPeriod: 6 };

/** @assumed From a failure to the restart of the resource. */
export const RESTART_DELAY: Microseconds = 500_000;

/** Nodes talk over this port. */
export const CLUSTER_PORT = 3343;

/** @assumed A heartbeat a second, as in Windows Server 2008; 2003 sends one each 1.2 s. */
export const HEARTBEAT: Microseconds = SECOND;
/** A node that was not heard for so long is missing: five heartbeats. */
export const SILENCE: Microseconds = 5 * SECOND;

/** @assumed MNSFileShareDelay: who does not own the quorum resource waits so long before it reaches for the witness. */
export const WITNESS_DELAY: Microseconds = 4 * SECOND;
/** @assumed So long a node may take to get hold of the witness. */
export const WITNESS_LIMIT: Microseconds = 5 * SECOND;
/** @assumed So long after the witness was lost a node tries to have it back. */
export const WITNESS_RECOVERY: Microseconds = 2 * SECOND;
/** A lock counts as a vote once it has stood so long: whoever had it before has noticed its loss, and given up. @assumed */
export const WITNESS_SETTLES: Microseconds = WITNESS_RECOVERY + 2 * HEARTBEAT;

/**
 * From the moment at which nodes are found missing to the decision to go on without them. By then a missing node that
 * still runs has given up: it notices at most two heartbeats later, and has the delay and the limit of the witness.
 * @assumed
 */
export const REGROUP: Microseconds = WITNESS_DELAY + WITNESS_LIMIT + WITNESS_SETTLES;

/** @assumed A node that starts looks for others in such intervals. */
export const SEEK_INTERVAL: Microseconds = 5 * SECOND;
/** @assumed Without all nodes a cluster is formed only after so long: who still counts on a former life has ended by then. */
export const FORMS_WITHOUT_ALL_AFTER: Microseconds = 30 * SECOND;

/** @assumed The cluster service is restarted so long after it has failed: its recovery as setup leaves it. */
export const SERVICE_RESTART: Microseconds = MINUTE;
/** @assumed Its failures are forgotten after so long. */
export const SERVICE_RESET: Microseconds = HOUR;
/** @assumed While it hands its groups over, a stopping cluster service gives a sign of life within so long. */
export const LEAVE_HINT: Microseconds = 10 * MINUTE;
