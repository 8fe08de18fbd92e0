import { MINUTE } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { CcrPair, FOLDER, MAILBOX_GROUP, type PairOptions, PUBLIC_GROUP, USER } from './ccr-pair.ts';
import { crashScanner, WITH_GROUPSHIELD } from './with-groupshield.ts';

/** Each cause with what switches it on. The store hangs when it has scans under way whose service has crashed. */
const CAUSES = {
  'dependents run': { 'mcafee-groupshield/service-ignores-stop': true },
  'the store hangs': {},
  'the store is started again': { 'mcafee-groupshield/watchdog-starts-service': true },
} as const;
type Cause = keyof typeof CAUSES;

interface Handoff {
  readonly pair: CcrPair;
  readonly missing: (group: string) => unknown;
  readonly mounted: unknown;
}

/** A planned move from NODEA to NODEB while GroupShield keeps the store of NODEA from ending. */
function handOff(cause: Cause, options: PairOptions = {}): Handoff {
  const pair = new CcrPair({
    ...WITH_GROUPSHIELD,
    ...options,
    behaviours: { ...CAUSES[cause], ...options.behaviours },
  });
  if (cause === 'the store hangs') crashScanner(pair.a);
  pair.send(USER, 3);
  pair.send(FOLDER, 3);
  pair.pass(MINUTE);
  pair.move(pair.b);
  pair.pass(15 * MINUTE);
  const decisions = pair.see(pair.b, 'mountDecisions') as { group: string; missing: number }[];
  return {
    pair,
    missing: (group) => decisions.find((one) => one.group === group)?.missing,
    mounted: pair.see(pair.b, 'mountedDatabases'),
  };
}

/** Logs that may be missing. @source MOUNT-DIAL */
const DIAL = { lossless: 0, 'good-availability': 3, 'best-availability': 6 } as const;

/**
 * Logs that are missing after a handoff. @source CCR-HELP: databases are dismounted before the store is stopped, and a
 * dismount closes the log, so a store that runs on without databases loses nothing. MSXFAQ#2: one that hangs loses
 * the last log of each storage group. Where the dismount was skipped, only an orderly stop of the store closes the logs.
 */
function lostLogs(cause: Cause, dismountSkipped: boolean): number {
  if (cause === 'the store hangs') return 1;
  return cause === 'dependents run' && dismountSkipped ? 1 : 0;
}

const TABLE = (Object.keys(DIAL) as (keyof typeof DIAL)[]).flatMap((dial) =>
  [1, 2].flatMap((publicDatabases) =>
    (Object.keys(CAUSES) as Cause[]).flatMap((cause) =>
      [false, true].map((skipped) => ({ dial, publicDatabases, cause, skipped })),
    ),
  ),
);

test.each(TABLE)(
  'dial $dial, $publicDatabases public folder databases, $cause, dismount skipped: $skipped',
  ({ dial, publicDatabases, cause, skipped }) => {
    const { missing, mounted } = handOff(cause, {
      nodeSettings: { autoDatabaseMountDial: dial, otherPublicFolderDatabases: publicDatabases - 1 },
      behaviours: { 'exchange-2007/dismount-skipped': skipped },
    });
    const lost = lostLogs(cause, skipped);
    expect([missing(MAILBOX_GROUP), missing(PUBLIC_GROUP)]).toEqual([lost, lost]);
    const isWithinDial = lost <= DIAL[dial];
    // PF-ON-CCR: with a second public folder database no log may be missing, whatever the dial says.
    const publicMounts = publicDatabases > 1 ? lost === 0 : isWithinDial;
    expect(mounted).toEqual([
      ...(isWithinDial ? ['SG-MBX\\Mailboxes'] : []),
      ...(publicMounts ? ['SG-PF\\Public Folders'] : []),
    ]);
  },
);

test('a store that hangs: mailboxes come back with a loss, public folders stay down until store.exe is ended', () => {
  const { pair } = handOff('the store hangs', { nodeSettings: { otherPublicFolderDatabases: 1 } });
  expect(pair.type(pair.a, 'sc query MSExchangeIS')).toContain('STATE              : 3  STOP_PENDING');
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual(['SG-MBX\\Mailboxes']);
  expect(pair.shell(pair.b, 'Get-ClusteredMailboxServerStatus | fl State,FailedResources')).toContain(
    'PartiallyOnline',
  );
  const texts = pair.b.eventLog.records('Application').map(({ text }) => text);
  expect(texts.some((text) => /CreateFile\(\\\\NODEA\\[0-9a-f-]+\$\\E01\.log\) = 32$/.test(text))).toBe(true);
  pair.do(pair.a, 'end-store', {});
  pair.pass(5 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual(['SG-MBX\\Mailboxes', 'SG-PF\\Public Folders']);
  expect(pair.see(pair.b, 'mountDecisions')).toContainEqual({ group: PUBLIC_GROUP, allowed: true, missing: 0 });
  pair.pass(5 * MINUTE);
  expect(pair.see(pair.a, 'copies')).toMatchObject([{ status: 'Healthy' }, { status: 'Healthy' }]);
  expect(pair.see(pair.hub, 'lost')).toBe(0);
});

test('a stop that is refused leaves the store running on the passive node, with nothing mounted and nothing lost', () => {
  const { pair } = handOff('dependents run');
  expect(pair.see(pair.a, 'storeRunning')).toBe(true);
  expect(pair.see(pair.a, 'mountedDatabases')).toEqual([]);
  expect(pair.see(pair.b, 'mountedDatabases')).toHaveLength(2);
  expect(pair.see(pair.b, 'items')).toBe(6);
  expect(pair.see(pair.a, 'copies')).toMatchObject([{ status: 'Healthy' }, { status: 'Healthy' }]);
});

test('if the cluster ended the store that it terminates, nothing would be lost', () => {
  const { missing, mounted } = handOff('the store hangs', {
    behaviours: { 'exchange-2007/terminate-leaves-store': false },
    nodeSettings: { otherPublicFolderDatabases: 1 },
  });
  expect([missing(MAILBOX_GROUP), missing(PUBLIC_GROUP)]).toEqual([0, 0]);
  expect(mounted).toHaveLength(2);
});

test('a reboot of the old node ends the store as well, and brings the public folders back', () => {
  const { pair } = handOff('the store hangs', { nodeSettings: { otherPublicFolderDatabases: 1 } });
  expect(pair.see(pair.b, 'mountedDatabases')).toHaveLength(1);
  pair.a.reboot();
  pair.pass(15 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).toHaveLength(2);
});

test('a refusal to mount is explained by the log that the store of the other node still holds', () => {
  const refused: string[] = [];
  const pair = new CcrPair({
    ...WITH_GROUPSHIELD,
    nodeSettings: { otherPublicFolderDatabases: 1 },
    storeTrace: true,
  });
  crashScanner(pair.a);
  pair.world.trace.watch('exchange.mount-refused', ({ causes }) => refused.push(...causes));
  pair.send(FOLDER, 1);
  pair.move(pair.b);
  pair.pass(10 * MINUTE);
  const [cause] = refused.map((id) => pair.world.trace.event(id));
  expect(cause).toMatchObject({ host: 'NODEA', kind: 'file.denied', error: 32 });
  const [held] = (cause?.causes ?? [])
    .map((id) => pair.world.trace.event(id))
    .filter((one) => one?.kind === 'file.held');
  expect(held).toMatchObject({ host: 'NODEA', process: 'store.exe' });
});

test('without its hold on the store a scanner that does not answer changes nothing', () => {
  const { missing, mounted } = handOff('the store hangs', {
    behaviours: { 'exchange-2007/store-waits-for-scanner': false },
    nodeSettings: { otherPublicFolderDatabases: 1 },
  });
  expect([missing(MAILBOX_GROUP), missing(PUBLIC_GROUP)]).toEqual([0, 0]);
  expect(mounted).toHaveLength(2);
});
