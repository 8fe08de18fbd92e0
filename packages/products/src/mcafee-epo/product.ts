import { assumed, defineProduct, type HostEvidence, type Reading } from '@scanclash/core';
import { EPO_KEY, epoSettings } from './settings.ts';

/**
 * The server as a host of its own: nothing of it can be read on the host. What it knows of other hosts is read through its
 * web API: see system-facts.ts.
 */
export const mcafeeEpo = defineProduct<true>({
  id: 'mcafee-epo',
  namespace: 'epo',
  title: 'McAfee ePolicy Orchestrator server',
  versions: { every: true },
  settings: epoSettings,
  facts: {},
  behaviours: [
    {
      kind: 'mechanism',
      id: 'mcafee-epo/hands-policies-to-agents',
      title: 'The server hands the policies of a system to its agent when that reports',
      evidence: assumed('HOLE-agent-protocol: that it does so is documented, when and how is ours'),
      default: true,
    },
  ],
  functions: [],
  fixes: [],
  questions: [],
  detect: ({ registry }: Pick<HostEvidence, 'registry'>): Reading<true> => {
    const key = registry.values(EPO_KEY);
    return key.kind === 'known' ? { kind: 'known', value: true } : key;
  },
  collect: () => ({}),
});
