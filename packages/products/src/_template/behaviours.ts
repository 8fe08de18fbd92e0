import { assumed, type Behaviour } from '@scanclash/core';

/** The ways in which the product interferes, each with a switch, and everything about it that had to be assumed. */
export const exampleBehaviours: readonly Behaviour[] = [
  {
    kind: 'mechanism',
    id: 'example-backup/copy-holds-file',
    title: 'A file is held while it is copied: others get a sharing violation',
    evidence: assumed('MADE-UP'),
    default: true,
  },
  {
    kind: 'assumption',
    id: 'example-backup/assume-copy-time',
    title: 'Time that the copy of a file takes',
    evidence: assumed('MADE-UP'),
    default: 500_000,
    unit: 'µs',
  },
];
