import { defineProduct, known } from '@scanclash/core';
import { z } from 'zod';
import {
  type EventChoice,
  eventFollowUps,
  eventRecordSchema,
  eventRecords,
  WINDOWS_VERSION,
} from '../windows/event-records.ts';
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
import { logErrors, logErrorsSchema, logFollowUp } from './log-errors.ts';

const state = z.enum(Object.values(STATES));

/** Event 1069, of Windows Server 2003 and of 2008. @source CLUSTER-EVENTS */
const FAILURES: readonly EventChoice[] = [
  { log: 'System', event: 1069, isMeant: ({ source }) => /^(?:ClusSvc|.*FailoverClustering)$/i.test(source) },
];

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
    failures: z.array(eventRecordSchema).describe('Events of the cluster service about resources that failed (1069).'),
    logErrors: logErrorsSchema,
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
  questions: [HIVE, HIVES, SERVICES, WINDOWS_VERSION],
  followUps: [
    { of: { kind: 'text', key: CLUSTER_KEY, value: 'ClusterName', usual: [] }, ask: () => [GROUPS, RESOURCES] },
    logFollowUp,
    ...eventFollowUps('failures', FAILURES),
  ],
  detect: detectCluster,
  collect: (evidence, { name }) => ({
    name: known(name, { kind: 'question', question: HIVE }),
    failures: eventRecords(evidence, FAILURES),
    logErrors: logErrors(evidence),
    ...clusterFacts(evidence),
  }),
});
