import { HOUR, MINUTE } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { CcrPair, FOLDER, MAILBOX_GROUP, USER } from './ccr-pair.ts';

const BOTH = ['SG-MBX\\Mailboxes', 'SG-PF\\Public Folders'];

// The Hub Transport server finds out by itself that its connection is dead, and comes again after five minutes.
test('a node that fails takes its open log with it; the other has that mail delivered once more', () => {
  const pair = new CcrPair();
  pair.send(USER, 5);
  pair.a.powerOff();
  pair.pass(15 * MINUTE);
  expect(pair.owner).toBe('NODEB');
  expect(pair.see(pair.b, 'mountDecisions')).toContainEqual({ group: MAILBOX_GROUP, allowed: true, missing: 1 });
  expect(pair.events(pair.b)).toContain('MSExchangeRepl 2099');
  expect(pair.see(pair.b, 'items')).toBe(5);
  pair.a.boot();
  pair.pass(10 * MINUTE);
  expect(pair.see(pair.a, 'copies')).toMatchObject([{ status: 'Healthy' }, { status: 'Healthy' }]);
});

test.for([
  ['without a dumpster', { hubSettings: { 'dumpster.maxSizePerStorageGroup': 0 } }],
  ['with one that keeps nothing for long', { hubSettings: { 'dumpster.maxTime': 0 } }],
  ['where nobody asks for it', { behaviours: { 'exchange-2007/dumpster-delivers-again': false } }],
] as const)('%s that mail is lost', ([, options]) => {
  const pair = new CcrPair(options);
  pair.send(USER, 5);
  pair.a.powerOff();
  pair.pass(5 * MINUTE);
  pair.a.boot();
  pair.pass(10 * MINUTE);
  expect(pair.see(pair.b, 'items')).toBe(0);
  expect(pair.a.eventLog.records('Application').map(({ id }) => id)).not.toContain(2091);
});

test('a public folder database waits for the failed node where there is another one', () => {
  const pair = new CcrPair({ nodeSettings: { otherPublicFolderDatabases: 1 } });
  pair.send(FOLDER, 2);
  pair.a.powerOff();
  pair.pass(5 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual(['SG-MBX\\Mailboxes']);
  pair.a.boot();
  pair.pass(10 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual(BOTH);
  expect(pair.see(pair.b, 'items')).toBe(2);
});

test('a lossless dial waits as well, until it is to be mounted by force', () => {
  const pair = new CcrPair({ nodeSettings: { autoDatabaseMountDial: 'lossless', forcedDatabaseMountAfter: 2 } });
  pair.send(USER, 2);
  pair.a.powerOff();
  pair.pass(HOUR);
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual([]);
  pair.pass(HOUR + 10 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual(BOTH);
  expect(pair.events(pair.b)).toContain('MSExchangeRepl 2093');
});

test('a store that is killed starts again on its node and has all that it had written', () => {
  const pair = new CcrPair({ hubSettings: { 'dumpster.maxSizePerStorageGroup': 0 } });
  pair.send(USER, 40, 100_000);
  pair.do(pair.a, 'end-store', {});
  pair.pass(5 * MINUTE);
  expect(pair.owner).toBe('NODEA');
  expect(pair.see(pair.a, 'mountedDatabases')).toEqual(BOTH);
  expect(pair.see(pair.a, 'items')).toBe(40);
  expect(pair.events(pair.a, 'System').some((event) => event.endsWith(' 1069'))).toBe(true);
});

test('more logs are missing than the dial allows while the copy was suspended', () => {
  const pair = new CcrPair();
  pair.shell(pair.b, `Suspend-StorageGroupCopy ${MAILBOX_GROUP}`);
  pair.send(USER, 60, 200_000);
  pair.a.powerOff();
  pair.pass(10 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual(['SG-PF\\Public Folders']);
  pair.a.boot();
  pair.pass(15 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual(BOTH);
  expect(pair.see(pair.b, 'items')).toBe(60);
});

test('a copy whose database holds what the other node lost is of no use until it is seeded', () => {
  // Without the lag of the database file everything that is closed is in it.
  const pair = new CcrPair({
    behaviours: { 'exchange-2007/lost-log-depth': 0 },
    nodeSettings: { autoDatabaseMountDial: 'best-availability' },
  });
  pair.network.partition('NODEA', 'NODEB', true);
  pair.pass(MINUTE);
  pair.network.partition('NODEA', 'NODEB', false);
  pair.pass(10 * MINUTE);
  const active = pair.owner === 'NODEA' ? pair.a : pair.b;
  const passive = active === pair.a ? pair.b : pair.a;
  pair.shell(passive, `Suspend-StorageGroupCopy ${MAILBOX_GROUP}`);
  pair.send(USER, 12, 300_000);
  active.powerOff();
  pair.pass(5 * MINUTE);
  active.boot();
  pair.pass(10 * MINUTE);
  const status = () => (pair.see(active, 'copies') as { status: string }[])[0]?.status;
  expect(status()).toBe('Failed');
  expect(pair.shell(passive, `Update-StorageGroupCopy ${MAILBOX_GROUP} -DeleteExistingFiles`)).toBe('');
  pair.send(USER, 8, 300_000);
  expect(status()).toBe('Healthy');
  pair.move(active);
  pair.pass(5 * MINUTE);
  expect(pair.see(active, 'items')).toBe(20);
});

test('a seed of a copy that is not suspended is refused', () => {
  const pair = new CcrPair();
  expect(pair.shell(pair.b, `Update-StorageGroupCopy ${MAILBOX_GROUP} -DeleteExistingFiles`)).toContain('suspended');
});

test('a move by its own cmdlet is refused where the copy is not healthy; the tools of the cluster do not look', () => {
  const pair = new CcrPair();
  pair.shell(pair.b, `Suspend-StorageGroupCopy ${MAILBOX_GROUP}`);
  expect(pair.move(pair.b)).toContain('not healthy: Suspended');
  expect(pair.owner).toBe('NODEA');
  pair.cluster.moveGroup('CMS01', 'NODEB');
  pair.pass(5 * MINUTE);
  expect(pair.owner).toBe('NODEB');
});

test('without the replication service of the new node nothing is mounted there', () => {
  const pair = new CcrPair();
  pair.b.services.stop('MSExchangeRepl');
  pair.pass(MINUTE);
  expect(pair.shell(pair.a, 'Get-StorageGroupCopyStatus')).toContain('ServiceDown');
  pair.cluster.moveGroup('CMS01', 'NODEB');
  pair.pass(5 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual([]);
});

test('a store that somebody starts on the passive node mounts nothing and harms nothing', () => {
  const pair = new CcrPair({ nodeSettings: { 'informationStore.start': 'auto' } });
  expect(pair.see(pair.b, 'storeRunning')).toBe(true);
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual([]);
  pair.send(USER, 3);
  expect(pair.see(pair.a, 'items')).toBe(3);
  expect(pair.see(pair.b, 'copies')).toMatchObject([{ status: 'Healthy' }, { status: 'Healthy' }]);
});

test('the same seed tells the same tale; another order at equal instants ends alike', () => {
  const tale = (shuffleTies?: number) => {
    const pair = new CcrPair(shuffleTies === undefined ? {} : { shuffleTies });
    pair.send(USER, 20, 200_000);
    pair.a.powerOff();
    pair.pass(10 * MINUTE);
    return {
      hash: pair.world.trace.hash(),
      items: pair.see(pair.b, 'items'),
      mounted: pair.see(pair.b, 'mountedDatabases'),
    };
  };
  const first = tale();
  expect(tale().hash).toBe(first.hash);
  for (const ties of [1, 2, 3]) expect(tale(ties)).toMatchObject({ items: first.items, mounted: first.mounted });
});
