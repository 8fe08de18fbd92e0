import { assumed, type Behaviour, documented, inferred } from '@scanclash/core';

const assumption = (
  name: string,
  title: string,
  value: boolean | number | string,
  source: string,
  unit?: string,
): Behaviour => ({
  kind: 'assumption',
  id: `vircom-modus/${name}`,
  title,
  evidence: assumed(source),
  default: value,
  ...(unit === undefined ? {} : { unit }),
});

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
    'modus.md 1.4',
    'µs',
  ),
  assumption('assume-scan-workers', 'Messages that MODUSCAN scans at a time', 8, 'modus.md 1.4'),
  assumption('assume-scan-cost', 'Time that MODUSCAN takes for a small message', 50_000, 'modus.md 1.4', 'µs'),
  assumption('assume-scan-cost-per-100kb', 'Time that MODUSCAN takes for each 100 KB', 10_000, 'modus.md 1.4', 'µs'),
  assumption(
    'assume-claim',
    'How MODUSCAN takes a file',
    'makes sure that nobody else has it, then works on it',
    'modus.md 8, hole 10',
  ),
  assumption(
    'assume-attempts',
    'Sharing violations on one message before it counts as a scanning error',
    10,
    'modus.md 1.4',
  ),
  assumption(
    'assume-first-retry',
    'Pause before a failed delivery to a domain is tried again, first and second time',
    30,
    'modus.md 6.1',
    'minutes',
  ),
  assumption('assume-second-retry', 'Third pause of a failed delivery to a domain', 60, 'modus.md 6.1', 'minutes'),
  assumption('assume-later-retry', 'Later pauses of a failed delivery to a domain', 120, 'modus.md 6.1', 'minutes'),
  assumption(
    'assume-lifetime',
    'Time after which mail that cannot be delivered is returned',
    96,
    'modus.md 6.1',
    'hours',
  ),
  assumption('assume-garbage-interval', 'Pause between two garbage collections', 10, 'modus.md 1.4', 'minutes'),
  assumption(
    'assume-e0020101',
    'Failed connects are logged as this code, whatever the Winsock error',
    'E0020101',
    'modus.md 5.2',
  ),
  assumption(
    'assume-log-format',
    'Columns of a Modus log line',
    'time service thread level code message text',
    'modus.md 5.1',
  ),
  {
    kind: 'assumption',
    id: 'vircom-modus/assume-database-down',
    title: 'Without its database Modus holds mail back (closed) or goes on (open)',
    evidence: assumed('modus.md 3'),
    default: 'closed',
    oneOf: ['closed', 'open'],
  },
  assumption('assume-database-retry', 'Pause between two tries to reach the database', 30, 'modus.md 3', 'seconds'),
  {
    kind: 'mechanism',
    id: 'vircom-modus/update-trusts-shared-registration',
    title: 'The built-in McAfee engine takes the DAT files that another McAfee program registered for its own',
    evidence: inferred('KB1258#6: same keys, same DLL; desktop updates must be off'),
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
