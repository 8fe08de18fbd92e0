import { defineProduct, known } from '@scanclash/core';
import { z } from 'zod';
import { clusterFacts, STATES } from './cluster-facts.ts';
import {
  CLUSTER_KEY,
  type ClusterContext,
  detectCluster,
  GROUPS,
  HIVE,
  HIVES,
  RESOURCES,
  SERVICES,
} from './context.ts';

const state = z.enum(Object.values(STATES));

/** Failover clusters of Windows Server 2003 and 2008, as each of their nodes tells of them. */
export const windowsCluster = defineProduct<ClusterContext>({
  id: 'windows-cluster',
  namespace: 'cluster',
  title: 'Windows failover cluster',
  settings: [],
  cluster: { name: 'name', nodes: 'nodes' },
  facts: {
    name: z.string().describe('Name of the cluster.'),
    nodes: z.array(z.string()).describe('Names of its nodes.'),
    groups: z
      .array(z.object({ name: z.string(), owner: z.string(), state }))
      .describe('Groups, with the node that owns each.'),
    resources: z
      .array(
        z.object({
          name: z.string(),
          type: z.string(),
          group: z.string(),
          dependsOn: z.array(z.string()),
          serviceName: z.string(),
          restart: z.enum(['none', 'restart', 'restart-and-move']),
          owner: z.string(),
          state,
        }),
      )
      .describe(
        'Resources: what each depends on, the service of a Generic Service, and what its failure does; restart-and-move is "affect the group".',
      ),
  },
  behaviours: [],
  functions: [],
  fixes: [],
  questions: [HIVE, HIVES, SERVICES],
  followUps: [
    { of: { kind: 'text', key: CLUSTER_KEY, value: 'ClusterName', usual: [] }, ask: () => [GROUPS, RESOURCES] },
  ],
  detect: detectCluster,
  collect: (evidence, { name }) => ({
    name: known(name, { kind: 'question', question: HIVE }),
    ...clusterFacts(evidence),
  }),
});
