import { assumed, type Behaviour, documented } from '@scanclash/core';

/** A second anti-virus of another vendor; enough of it to interfere. */
export const genericBehaviours: readonly Behaviour[] = [
  {
    kind: 'mechanism',
    id: 'generic-antivirus/scan-after-write-holds-file',
    title: 'It holds a file while it scans it after a write',
    evidence: assumed('OPS-locking: experience, no vendor source; KB1258 only says "any desktop virus scan"'),
    default: true,
  },
  {
    kind: 'mechanism',
    id: 'generic-antivirus/store-filter-blocks-types',
    title: 'Its filter in the store condemns attachments of the types that are blocked',
    evidence: documented('MSXFAQ#6: that is no particularity of GroupShield, all scanners are concerned'),
    default: true,
  },
  {
    kind: 'assumption',
    id: 'generic-antivirus/assume-scan-cost-least',
    title: 'Shortest scan of a file',
    evidence: assumed('HOLE-scan-cost: as for VirusScan'),
    default: 40_000,
    unit: 'µs',
  },
  {
    kind: 'assumption',
    id: 'generic-antivirus/assume-scan-cost-most',
    title: 'Longest scan of a file',
    evidence: assumed('HOLE-scan-cost: as for VirusScan'),
    default: 400_000,
    unit: 'µs',
  },
];
