import { type Emulation, FailoverCluster, type SimulatedHost, stimulus } from '@scanclash/simulator';
import { z } from 'zod';
import { windowsCluster } from './product.ts';

/** @throws where the world makes the host no node of a cluster. */
function clusterOf(host: SimulatedHost): FailoverCluster {
  const cluster = FailoverCluster.of(host);
  if (cluster === undefined) throw new Error(`${host.name} is no node of a cluster of its world`);
  return cluster;
}

/** What administrators do to a cluster. The cluster itself is part of the world: it is there before products are. */
export const windowsClusterEmulation: Emulation = {
  product: windowsCluster,
  install: (host) => void clusterOf(host),
  stimuli: {
    'move-group': stimulus(
      'A group is moved with the tools of the cluster, which check nothing of what is in it',
      z.strictObject({ group: z.string(), to: z.string().optional() }),
      (host, { group, to }) => clusterOf(host).moveGroup(group, to),
    ),
    'fail-resource': stimulus(
      'A resource that is online fails',
      z.strictObject({ resource: z.string() }),
      (host, given) => {
        clusterOf(host).failResource(given.resource);
      },
    ),
  },
  observables: {
    groups: {
      title: 'Groups of the cluster, with owner and state',
      schema: z.array(z.object({ name: z.string(), owner: z.string(), state: z.string() })),
      observe: (host) =>
        clusterOf(host)
          .groups()
          .map(({ name, node, state }) => ({ name, owner: node, state })),
    },
    resources: {
      title: 'Resources of the cluster, with state',
      schema: z.array(z.object({ name: z.string(), type: z.string(), state: z.string() })),
      observe: (host) =>
        clusterOf(host)
          .resources()
          .map(({ name, type, state }) => ({ name, type, state })),
    },
    'quorum-owners': {
      title: 'Nodes that hold the quorum',
      schema: z.array(z.string()),
      observe: (host) =>
        clusterOf(host)
          .quorumOwners()
          .map(({ node }) => node),
    },
  },
  protections: {},
};
