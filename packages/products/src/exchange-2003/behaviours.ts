import { assumed, type Behaviour } from '@scanclash/core';

/**
 * What could be behind Microsoft's article 908864. Its text is in no public copy that was found: title and symptoms are
 * known, the cause is not. Each hypothesis explains one of the two symptoms, and none the other.
 */
export const exchange2003Behaviours: readonly Behaviour[] = [
  {
    kind: 'mechanism',
    id: 'exchange-2003/probe-connects-to-smtp',
    title: 'Hypothesis: the cluster takes SMTP for online when its resource monitor can connect to it',
    evidence: assumed('HOLE-kb908864; EXBPA: the analyzer warns of port rules that block port 25 for Exchange'),
    default: true,
  },
  {
    kind: 'mechanism',
    id: 'exchange-2003/metabase-is-read-once',
    title:
      'Hypothesis: SMTP of a node that takes over reads its domains from the new metabase once; where that is held it takes no mail',
    evidence: assumed('HOLE-kb908864'),
    default: false,
  },
];
