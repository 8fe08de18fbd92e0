import { type Behaviour, defineBehaviours, documented, inferred } from '@scanclash/core';

const { mechanism, assumption } = defineBehaviours('exchange-2007');

/** How Exchange 2007 behaves where scanners meet it, and everything about it that had to be assumed. */
export const exchangeBehaviours: readonly Behaviour[] = [
  mechanism(
    'open-log-is-locked',
    'The current log of a mounted database is shared with nobody, so it cannot be copied',
    documented('LOG-ANTIVIRUS: the lock of the current log, and when it is released'),
  ),
  mechanism(
    'logs-roll-by-renaming',
    'A log that is full is closed, renamed, and the prepared one is renamed to take its place',
    documented('LOG-ANTIVIRUS: order of the two renames'),
  ),
  mechanism(
    'denied-files-are-tried-again',
    'A log or database that somebody else holds is tried again for some seconds',
    documented('ESE-IO: JET_paramAccessDeniedRetryPeriod, meant for anti-virus programs'),
  ),
  mechanism(
    'log-failure-dismounts',
    'A storage group that cannot write its log is stopped: its database is dismounted',
    documented('LOG-ANTIVIRUS: the database is dismounted; KB896143: events'),
  ),
  mechanism(
    'store-waits-for-scanner',
    'As long as a call into the scanner does not come back, its database is not dismounted and the store does not stop',
    inferred('MSXFAQ#2: the store did not stop; VSAPI-BPA: calls into the scanner hold threads of the store'),
  ),
  mechanism(
    'lossy-mount',
    'After a failover a database is mounted although logs are missing, as many as the dial allows',
    documented('MOUNT-DIAL'),
  ),
  mechanism(
    'public-folders-need-every-log',
    'Where the organisation has another public folder database, one on CCR is mounted only if no log is missing',
    inferred('PF-ON-CCR: titles and planning advice; MSXFAQ#2: it was not started until the log was copied'),
  ),
  mechanism(
    'mount-needs-permission',
    'A database is mounted when the replication service has allowed it, not before',
    documented('CCR-TOOLS: mount allowed, a property of the store resource'),
  ),
  mechanism(
    'dumpster-delivers-again',
    'After a lossy failover Hub Transport servers deliver the mail that they kept once more',
    documented('DUMPSTER'),
  ),
  mechanism(
    'store-discards-duplicates',
    'A message that a mailbox has already is not delivered twice',
    documented('DUMPSTER: the store discards duplicates'),
  ),
  mechanism(
    'store-obeys-scanner',
    'What the scanner condemns is replaced or deleted by the store, in whatever mailbox it lies',
    documented('VSAPI-KEYS: the store asks; MSXFAQ: XML files of the system mailbox were blocked'),
  ),
  mechanism(
    'system-mailbox-holds-registrations',
    'The store finds its event registrations in the system mailbox; without them nothing answers to events',
    inferred('SYSTEM-MAILBOX: StoreEvents and schema-root; MSXFAQ: data kept there as XML'),
  ),
  mechanism(
    'activesync-skips-unscanned-items',
    'A device is not given an item that still waits for its scan',
    inferred('ACTIVESYNC-VSAPI: certain items are skipped in that situation'),
  ),
  assumption(
    'dismount-skipped',
    'The cluster takes a database offline without dismounting it',
    false,
    'HOLE-exchange-resource-dll',
  ),
  assumption(
    'store-stop-takes-dependents',
    'Before the cluster stops the store it stops the services that depend on it',
    true,
    'HOLE-exchange-resource-dll',
  ),
  assumption(
    'terminate-leaves-store',
    'A resource that is terminated leaves store.exe running',
    true,
    'HOLE-exchange-resource-dll',
  ),
  assumption(
    'log-roll-time',
    'Minutes after which a log with something in it is closed although it is not full',
    15,
    'HOLE-log-roll-time',
    'minutes',
  ),
  assumption('denied-file-retry', 'Pause between two tries of a file that is held', 200_000, 'ESE-IO', 'µs'),
  assumption('lost-log-depth', 'Newest logs that are kept out of the database', 10, 'HOLE-lost-log-depth', 'logs'),
  assumption('copy-retry', 'Pause before a log is copied again that could not be', 30, 'HOLE-copy-retry', 'seconds'),
  assumption('delivery-retry', 'Pause before mail is delivered again', 5, 'HOLE-delivery-retry', 'minutes'),
  assumption(
    'show-loss-events',
    'Events 2092 and 2094 are written, in a meaning that is a guess',
    false,
    'HOLE-loss-events',
  ),
];
