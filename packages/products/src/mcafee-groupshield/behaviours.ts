import { assumed, type Behaviour, defineBehaviours, documented, inferred } from '@scanclash/core';

const { mechanism, assumption } = defineBehaviours('mcafee-groupshield');

/**
 * How GroupShield interferes, and everything about it that had to be assumed. Three of the mechanisms are hypotheses of why
 * a store did not end at a planned failover: MSXFAQ names GroupShield with a question mark, and knows of one case. The
 * first is off: it would hold the store at every failover, and that is not what was seen.
 */
export const groupshieldBehaviours: readonly Behaviour[] = [
  mechanism(
    'setup-depends-on-store',
    'The setup program makes the service depend on the store, so that whatever starts it starts the store',
    documented('MSXFAQ#1: automatic after an installation, and the dependency on MSExchangeIS'),
  ),
  mechanism(
    'library-waits-for-service',
    'The library in the store waits for its service without an end: as long as that does not run, no scan comes back',
    assumed('HOLE-groupshield-hang: the store hangs, because calls into the scanner do not come back'),
  ),
  mechanism(
    'service-ignores-stop',
    'Told to stop with the store, the service goes on running: the stop of the store is refused',
    assumed('HOLE-groupshield-hang: the stop is refused, because a service that depends on the store runs'),
    false,
  ),
  mechanism(
    'watchdog-starts-service',
    'A watchdog starts the service again that was stopped with the store, and the dependency starts the store',
    assumed('HOLE-groupshield-hang: the store is started again on the node that has become passive'),
    false,
  ),
  mechanism(
    'store-filter-blocks-types',
    'The filter in the store condemns attachments of the types that are blocked',
    documented('MSXFAQ: XML files were blocked in the system mailbox'),
  ),
  mechanism(
    'transport-filter-blocks-types',
    'The filter in the transport condemns attachments of the types that are blocked',
    assumed('HOLE-groupshield-filters'),
  ),
  mechanism(
    'items-wait-for-a-thread',
    'An item waits until one of the scanning threads is free',
    inferred('MSME86: scanning threads; VSAPI-BPA: calls that wait'),
  ),
  mechanism(
    'update-replaces-library',
    'An update replaces the library that the store loads; while a store has it loaded, that cannot be done',
    assumed('HOLE-groupshield-update: MSXFAQ#1 expects trouble at later updates, and does not say which'),
  ),
  mechanism(
    'update-sets-automatic',
    'An update sets the service to automatic again, as an installation does, and starts it',
    inferred('MSXFAQ#1: automatic after an installation'),
  ),
  assumption(
    'update-restores-dependency',
    'An update makes the service depend on the store again',
    false,
    'HOLE-groupshield-update',
  ),
  assumption('watchdog-interval', 'Time after which the watchdog looks', 60, 'HOLE-groupshield-hang', 'seconds'),
  assumption(
    'scan-time',
    'Time that the scan of one part of an item takes',
    300_000,
    'HOLE-groupshield-scanning',
    'µs',
  ),
  assumption('scan-threads', 'Items that are scanned at a time', 3, 'HOLE-groupshield-scanning'),
];
