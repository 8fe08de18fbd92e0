import { assumed, documented, flag } from '@scanclash/core';
import { behaviourBlockingKey, type VirusscanContext } from './context.ts';
import { names } from './program-names.ts';

/** Buffer overflow protection. Value names: STIG (8.8), taken for all versions that have it. */
export const overflowProtection = {
  enabled: flag<VirusscanContext>(
    {
      path: 'overflowProtection.enabled',
      title: 'Buffer overflow protection is on',
      evidence: documented('STIG DTAM133: the switch; that it is on by default is assumed (HOLE-overflow-protection)'),
      takesEffect: 'at-use',
      default: ({ version }) => version !== '7.x',
    },
    { key: behaviourBlockingKey, value: 'BOPEnabled' },
  ),
  blocks: flag<VirusscanContext>(
    {
      path: 'overflowProtection.blocks',
      title: 'Buffer overflow protection blocks; otherwise it only warns',
      evidence: documented('STIG BOPMode: 1 protects; its default is assumed (HOLE-overflow-protection)'),
      takesEffect: 'at-use',
      default: true,
    },
    { key: behaviourBlockingKey, value: 'BOPMode' },
  ),
  exempt: names(
    {
      path: 'overflowProtection.exempt',
      title: 'Calls that are let pass, each a program and a function: service.exe!LoadLibraryA',
      evidence: assumed('HOLE-overflow-protection: the console takes process and function, nobody says where they go'),
      default: [],
      samples: [[], ['other.exe!LoadLibraryA']],
      undecodable: () =>
        'where the exclusions of buffer overflow protection are kept is not public; look in the console',
    },
    { key: behaviourBlockingKey, value: 'AssumedOverflowExclusions' },
  ),
};
