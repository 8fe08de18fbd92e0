import { assumed, asText, number, type Plain, type Reading, type Setting, sz } from '@scanclash/core';
import { z } from 'zod';
import { AGENT_PORT } from './agent-protocol.ts';
import {
  type PolicyAssignment,
  type PolicyDefinition,
  policyAssignment,
  policyDefinition,
} from './policy-definition.ts';

export const EPO_KEY = 'HKLM\\SOFTWARE\\Network Associates\\ePolicy Orchestrator\\AssumedServer';

const HOLE = assumed('HOLE-epo-database: the server keeps it in a database, which is read through its web API alone');
const inDatabase = () => 'it is kept in the database of the server; check the server itself: epo://HOST:8443';

/** A list that the real server has in its database, as one JSON text. */
const stored = <T extends Plain>(
  path: string,
  title: string,
  item: z.ZodType<T>,
  samples: readonly T[][],
): Setting<T[], true> => ({
  path,
  title,
  schema: z.array(item),
  evidence: HOLE,
  takesEffect: 'at-use',
  samples,
  defaultFor: () => [],
  location: () => `${EPO_KEY}, ${path}`,
  read: (registry): Reading<T[]> => {
    const reading = registry.value(EPO_KEY, path);
    if (reading.kind !== 'known') return reading;
    const list = z.array(item).safeParse(jsonOf(asText(reading.value) ?? ''));
    return list.success
      ? { kind: 'known', value: list.data }
      : { kind: 'unreadable', reason: `${path} is no such list` };
  },
  write: (registry, value) => registry.setValue(EPO_KEY, path, sz(JSON.stringify(value))),
  undecodable: inDatabase,
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const SAMPLE = { product: 'VIRUSCAN8800', category: 'On-Access Default Processes Policies' };

export const policies = stored<PolicyDefinition>('policies', 'Policies of the catalogue', policyDefinition, [
  [],
  [{ ...SAMPLE, name: 'My Default', server: { bScanIncoming: '1' }, workstation: { bScanIncoming: '1' } }],
]);

export const assignments = stored<PolicyAssignment>(
  'assignments',
  'Which systems are assigned to which policies',
  policyAssignment,
  [[], [{ ...SAMPLE, policy: 'My Default', system: '*' }], [{ ...SAMPLE, policy: 'My Default', system: 'MAIL01' }]],
);

export const agentPort = number<true>(
  {
    path: 'agentPort',
    title: 'Port on which agents reach the server',
    evidence: HOLE,
    takesEffect: 'service-start',
    default: AGENT_PORT,
    undecodable: inDatabase,
  },
  { key: () => EPO_KEY, value: 'agentPort' },
  [AGENT_PORT, 8443],
);

export const epoSettings = [policies, assignments, agentPort];
