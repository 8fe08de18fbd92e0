import { CLUSTER_ERROR } from '../../failover-cluster/cluster-error.ts';
import { FailoverCluster } from '../../failover-cluster/failover-cluster.ts';
import { clusterFailed, nodeTable } from './cluster-answers.ts';
import { clusterGroup } from './cluster-group.ts';
import { clusterArguments, stands } from './cluster-options.ts';
import { clusterResource } from './cluster-resource.ts';
import { type ConsoleProgram, notModelled, prints } from './console-program.ts';

/**
 * `cluster`, the console of failover clusters: `cluster node`, `cluster group`, `cluster resource`, for the cluster of the
 * host. Its exit code is the Windows error. It asks the cluster service, so there must be one that is a member; on a host
 * that was never booted it changes what is configured.
 */
export const cluster: ConsoleProgram = ({ host, args }, done) => {
  const [command = '', ...rest] = args.filter((word) => !/^\/cluster:/i.test(word));
  const asked = args.find((word) => /^\/cluster:/i.test(word))?.slice('/cluster:'.length);
  const own = FailoverCluster.of(host);
  if (own === undefined || (asked !== undefined && asked.toUpperCase() !== own.name.toUpperCase())) {
    return done(notModelled(`cluster ${args.join(' ')}`));
  }
  if (!own.answersOn(host)) return done(clusterFailed(CLUSTER_ERROR.EPT_S_NOT_REGISTERED));
  const parsed = clusterArguments(rest);
  const give = done;
  if (stands(command, 'res', 'resource')) return clusterResource(own, parsed, give);
  if (stands(command, 'group', 'group')) return clusterGroup(own, parsed, give);
  const [name, ...more] = parsed.words;
  const isStatus = parsed.options.every((option) => option.name === 'status');
  if (!stands(command, 'node', 'node') || more.length > 0 || !isStatus) {
    return done(notModelled(`cluster ${args.join(' ')}`));
  }
  const nodes = own.nodes();
  if (name === undefined) return done(prints(nodeTable('Listing status for all available nodes:', nodes)));
  const found = nodes.filter((node) => node.name.toUpperCase() === name.toUpperCase());
  if (found.length === 0) return done(clusterFailed(CLUSTER_ERROR.ERROR_CLUSTER_NODE_NOT_FOUND));
  done(prints(nodeTable(`Listing status for node '${name}':`, found)));
};
