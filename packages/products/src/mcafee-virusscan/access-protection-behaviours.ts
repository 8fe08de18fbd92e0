import { assumed, type Behaviour, documented, inferred } from '@scanclash/core';

/** How file rules, buffer overflow protection and the search for unwanted programs interfere. */
export const accessProtectionBehaviours: readonly Behaviour[] = [
  {
    kind: 'mechanism',
    id: 'mcafee-virusscan/file-rule-denies-access',
    title: 'A file rule denies a program that is to be run from, or created in, a folder that it protects',
    evidence: inferred('MSXFAQ says that programs are hindered; PLASO, KB73080 and STIG have the names of the rules'),
    default: true,
  },
  {
    kind: 'assumption',
    id: 'mcafee-virusscan/assume-file-rule-storage',
    title: 'Where file rules are stored, in every version',
    evidence: assumed('HOLE-file-rules'),
    default: 'AssumedFileRules',
    oneOf: ['AssumedFileRules'],
  },
  {
    kind: 'mechanism',
    id: 'mcafee-virusscan/self-protection-guards-settings',
    title: 'From 8.5i on other programs are kept from changing settings of McAfee in the registry',
    evidence: assumed('OPS-self-protection; PLASO and STIG have the name of the rule'),
    default: true,
  },
  {
    kind: 'mechanism',
    id: 'mcafee-virusscan/unwanted-ignores-path-exclusions',
    title: 'Exclusions by path do not hold for unwanted programs',
    evidence: documented('KB50998'),
    default: true,
  },
  {
    kind: 'mechanism',
    id: 'mcafee-virusscan/overflow-protection-blocks-call',
    title: 'A call from memory that is written to is blocked, in 32-bit programs on 32-bit Windows',
    evidence: inferred('MSXFAQ: overflows are watched; STIG DTAM133: none on 64-bit Windows'),
    default: true,
  },
  {
    kind: 'assumption',
    id: 'mcafee-virusscan/assume-overflow-ends-process',
    title: 'A blocked call ends the process',
    evidence: assumed('HOLE-overflow-protection'),
    default: true,
  },
];
