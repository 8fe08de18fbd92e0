/** Results of cluster requests, by the names of winerror.h. */
export const CLUSTER_ERROR = {
  ERROR_SUCCESS: 0,
  ERROR_INVALID_PARAMETER: 87,
  ERROR_TIMEOUT: 1460,
  EPT_S_NOT_REGISTERED: 1753,
  ERROR_DEPENDENT_RESOURCE_EXISTS: 5001,
  ERROR_DEPENDENCY_NOT_FOUND: 5002,
  ERROR_DEPENDENCY_ALREADY_EXISTS: 5003,
  ERROR_RESOURCE_NOT_ONLINE: 5004,
  ERROR_HOST_NODE_NOT_AVAILABLE: 5005,
  ERROR_RESOURCE_NOT_FOUND: 5007,
  ERROR_OBJECT_ALREADY_EXISTS: 5010,
  ERROR_GROUP_NOT_AVAILABLE: 5012,
  ERROR_GROUP_NOT_FOUND: 5013,
  ERROR_RESOURCE_ONLINE: 5019,
  ERROR_RESOURCE_FAILED: 5038,
  ERROR_CLUSTER_NODE_NOT_FOUND: 5042,
  ERROR_CLUSTER_NODE_DOWN: 5050,
  ERROR_CLUSTER_IPADDR_IN_USE: 5057,
  ERROR_CLUSTER_RESOURCE_TYPE_NOT_FOUND: 5078,
  ERROR_CIRCULAR_DEPENDENCY: 1059,
} as const;

/** What `net helpmsg` says of them on an English Windows. */
const TEXTS: ReadonlyMap<number, string> = new Map([
  [0, 'The operation completed successfully.'],
  [87, 'The parameter is incorrect.'],
  [1059, 'Circular service dependency was specified.'],
  [1460, 'This operation returned because the timeout period expired.'],
  [1753, 'There are no more endpoints available from the endpoint mapper.'],
  [5001, 'The operation cannot be completed because other resources are dependent on this resource.'],
  [5002, 'The cluster resource dependency cannot be found.'],
  [5003, 'The cluster resource cannot be made dependent on the specified resource because it is already dependent.'],
  [5004, 'The cluster resource is not online.'],
  [5005, 'A cluster node is not available for this operation.'],
  [5007, 'The cluster resource could not be found.'],
  [5010, 'The object already exists.'],
  [5012, 'The cluster group is not available for any new requests.'],
  [5013, 'The cluster group could not be found.'],
  [5019, 'The operation could not be completed because the cluster resource is online.'],
  [5038, 'A cluster resource failed.'],
  [5042, 'The cluster node is not valid.'],
  [5050, 'The cluster node is down.'],
  [5057, 'The cluster IP address is already in use.'],
  [5078, 'The specified resource type cannot be found.'],
]);

export function clusterErrorText(error: number): string {
  return TEXTS.get(error) ?? `The cluster has returned error ${error}.`;
}
