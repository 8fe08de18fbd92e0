import { assumed, type Behaviour, defineBehaviours, documented, inferred } from '@scanclash/core';

const { assumption } = defineBehaviours('vircom-modus');

/** How Modus behaves where others interfere, and everything about it that we had to assume. */
export const modusBehaviours: readonly Behaviour[] = [
  {
    kind: 'mechanism',
    id: 'vircom-modus/envelope-triggers',
    title: 'An envelope (.RCP) is processed at once; a message (.MSG) without one stays for ever',
    evidence: documented('KB947'),
    default: true,
  },
  {
    kind: 'mechanism',
    id: 'vircom-modus/collects-garbage',
    title: 'A message in Holding without an envelope below Domains is deleted',
    evidence: documented('KB947'),
    default: true,
  },
  assumption(
    'assume-poll-interval',
    'Pause between two looks of a service into its folder',
    1_000_000,
    'HOLE-modus-scanning',
    'µs',
  ),
  assumption('assume-scan-workers', 'Messages that MODUSCAN scans at a time', 8, 'HOLE-modus-scanning'),
  assumption('assume-scan-cost', 'Time that MODUSCAN takes for a small message', 50_000, 'HOLE-modus-scanning', 'µs'),
  assumption(
    'assume-scan-cost-per-100kb',
    'Time that MODUSCAN takes for each 100 KB',
    10_000,
    'HOLE-modus-scanning',
    'µs',
  ),
  assumption(
    'assume-claim',
    'How MODUSCAN takes a file',
    'makes sure that nobody else has it, then works on it',
    'HOLE-locked-file',
  ),
  assumption(
    'assume-attempts',
    'Sharing violations on one message before it counts as a scanning error',
    10,
    'HOLE-locked-file',
  ),
  assumption(
    'assume-first-retry',
    'Pause before a failed delivery to a domain is tried again, first and second time',
    30,
    'HOLE-modus-retry',
    'minutes',
  ),
  assumption('assume-second-retry', 'Third pause of a failed delivery to a domain', 60, 'HOLE-modus-retry', 'minutes'),
  assumption('assume-later-retry', 'Later pauses of a failed delivery to a domain', 120, 'HOLE-modus-retry', 'minutes'),
  assumption(
    'assume-lifetime',
    'Time after which mail that cannot be delivered is returned',
    96,
    'HOLE-modus-retry',
    'hours',
  ),
  assumption('assume-garbage-interval', 'Pause between two garbage collections', 10, 'HOLE-modus-garbage', 'minutes'),
  assumption(
    'assume-e0020101',
    'Failed connects are logged as this code, whatever the Winsock error',
    'E0020101',
    'HOLE-e0020101',
  ),
  assumption(
    'assume-log-format',
    'Columns of a Modus log line',
    'time service thread level code message text',
    'HOLE-modus-log-format',
  ),
  {
    kind: 'assumption',
    id: 'vircom-modus/assume-database-down',
    title: 'Without its database Modus holds mail back (closed) or goes on (open)',
    evidence: assumed('HOLE-database-down'),
    default: 'closed',
    oneOf: ['closed', 'open'],
  },
  assumption(
    'assume-database-retry',
    'Pause between two tries to reach the database',
    30,
    'HOLE-database-down',
    'seconds',
  ),
  {
    kind: 'mechanism',
    id: 'vircom-modus/update-trusts-shared-registration',
    title: 'The built-in McAfee engine takes the DAT files that another McAfee program registered for its own',
    evidence: inferred('KB1258#6: same keys, same DLL; desktop updates must be off'),
    default: true,
  },
  {
    kind: 'mechanism',
    id: 'vircom-modus/update-registers-for-all',
    title: 'DAT files that the built-in McAfee engine fetches are registered for every McAfee program of the host',
    evidence: inferred('KB1258#6: same keys, same DLL; whether the desktop scanner then uses them is HOLE-shared-keys'),
    default: true,
  },
  assumption(
    'assume-engine-update-interval',
    'Pause between two updates of the built-in engine',
    90,
    'VWEB: minutes to hours',
    'minutes',
  ),
];
