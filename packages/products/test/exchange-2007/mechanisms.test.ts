import { collectHost, plainOf, productFacts } from '@scanclash/core';
import { MINUTE, SimulatedTransport } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { exchange2007 } from '../../src/exchange-2007/product.ts';
import { CcrPair, FOLDER, USER } from './ccr-pair.ts';

const off = (name: string) => ({ behaviours: { [`exchange-2007/${name}`]: false } });

test('an open log that were not locked could be copied', () => {
  const lostWith = (options: ConstructorParameters<typeof CcrPair>[0]) => {
    const pair = new CcrPair({
      ...options,
      behaviours: {
        ...options?.behaviours,
        'exchange-2007/dismount-skipped': true,
        'exchange-2007/store-stop-takes-dependents': false,
      },
    });
    pair.send(USER, 3);
    // Nothing is dismounted and the store runs on: its stop is refused by the service that depends on it.
    pair.a.services.configure('MSExchangeSearch', { dependsOn: ['MSExchangeIS'] });
    pair.move(pair.b);
    pair.pass(5 * MINUTE);
    return pair.see(pair.b, 'mountDecisions');
  };
  expect(lostWith({})).toMatchObject([{ missing: 1 }, { missing: 1 }]);
  expect(lostWith(off('open-log-is-locked'))).toMatchObject([{ missing: 0 }, { missing: 0 }]);
});

test('logs that never roll leave the other node without any', () => {
  const pair = new CcrPair(off('logs-roll-by-renaming'));
  pair.send(USER, 12, 200_000);
  expect(pair.see(pair.a, 'items')).toBe(12);
  expect(
    pair.b.files.tree('C:\\Program Files\\Microsoft').filter(({ name }) => /^E00[0-9A-F]{8}\.log$/.test(name)),
  ).toEqual([]);
});

test('without a lossy mount every database waits for all of its logs', () => {
  const pair = new CcrPair(off('lossy-mount'));
  pair.a.powerOff();
  pair.pass(5 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual([]);
});

test('public folders that need no more than others are mounted with a loss', () => {
  const pair = new CcrPair({
    ...off('public-folders-need-every-log'),
    nodeSettings: { otherPublicFolderDatabases: 1 },
  });
  pair.send(FOLDER, 1);
  pair.a.powerOff();
  pair.pass(5 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).toHaveLength(2);
});

test('without the need of a permission a database comes up without the replication service', () => {
  const pair = new CcrPair(off('mount-needs-permission'));
  pair.b.services.stop('MSExchangeRepl');
  pair.pass(MINUTE);
  pair.cluster.moveGroup('CMS01', 'NODEB');
  pair.pass(5 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).toHaveLength(2);
});

test('a store that does not discard duplicates has mail twice after a lossy failover', () => {
  const pair = new CcrPair(off('store-discards-duplicates'));
  pair.send(USER, 30, 100_000);
  pair.a.powerOff();
  pair.pass(20 * MINUTE);
  expect(pair.see(pair.b, 'items')).toBeGreaterThan(30);
});

test('a database that was in use does not mount without its current log, and says so', () => {
  const pair = new CcrPair({ behaviours: { 'exchange-2007/lost-log-depth': 3 } });
  pair.send(USER, 3);
  pair.a.services.configure('MSExchangeIS', { start: 'disabled' });
  pair.do(pair.a, 'end-store', {});
  const [log = ''] = pair.a.files
    .tree('C:\\Program Files\\Microsoft')
    .filter(({ name }) => name === 'E00.log')
    .map(({ path }) => path);
  expect(pair.type(pair.a, `del "${log}"`)).toBe('');
  pair.a.services.configure('MSExchangeIS', { start: 'demand' });
  pair.pass(5 * MINUTE);
  expect(pair.see(pair.a, 'mountedDatabases')).not.toContain('SG-MBX\\Mailboxes');
  expect(pair.events(pair.a)).toEqual(expect.arrayContaining(['ESE 455', 'MSExchangeIS 9518']));
});

test('what a client submits comes to its recipient, also when the Hub Transport server was down', () => {
  const pair = new CcrPair();
  pair.hub.services.stop('MSExchangeTransport');
  pair.pass(MINUTE);
  pair.do(pair.a, 'submit', { from: USER, to: FOLDER });
  pair.pass(MINUTE);
  expect(pair.see(pair.a, 'items')).toBe(0);
  pair.hub.services.start('MSExchangeTransport');
  pair.pass(10 * MINUTE);
  expect(pair.see(pair.a, 'items')).toBe(1);
});

test('a check reads from the console what is installed, and leaves what only the directory knows unread', async () => {
  const pair = new CcrPair();
  const evidence = await collectHost(new SimulatedTransport(pair.b), [exchange2007]);
  const read = productFacts(exchange2007, evidence);
  const fields = read.kind === 'record' ? Object.entries(read.fields) : [];
  const facts = Object.fromEntries(fields.map(([name, fact]) => [name, plainOf(fact)]));
  expect(facts).toMatchObject({
    folder: 'C:\\Program Files\\Microsoft\\Exchange Server',
    roles: ['clustered-mailbox'],
    storeState: 'stopped',
    clusteredServer: { group: 'CMS01', storeResource: 'Exchange Information Store Instance (CMS01)' },
    copyErrors: [],
    attendantRunning: false,
    replicationRunning: true,
    informationStore: { start: 'demand' },
    sharedLogFolders: [expect.stringMatching(/\\SG-MBX$/), expect.stringMatching(/\\SG-PF$/)],
  });
  expect(facts['autoDatabaseMountDial']).toBeUndefined();
  expect(JSON.stringify(read)).toContain('kept in Active Directory');
});

test('events whose meaning is a guess are written only where somebody asks for the guess', () => {
  const ids = (shown: boolean) => {
    const pair = new CcrPair({ behaviours: { 'exchange-2007/show-loss-events': shown } });
    pair.a.powerOff();
    pair.pass(5 * MINUTE);
    return pair.events(pair.b).filter((event) => /209[124]/.test(event));
  };
  expect(ids(false)).toEqual([]);
  expect(ids(true)).toEqual(['MSExchangeRepl 2092', 'MSExchangeRepl 2092']);
});

test('as many logs as a timeline asks for are filled, copied and replayed', () => {
  const pair = new CcrPair();
  pair.do(pair.hub, 'log-traffic', { to: USER, logs: 5 });
  pair.pass(MINUTE);
  const list = pair.shell(pair.a, 'Get-StorageGroupCopyStatus SG-MBX | fl LastLogReplayed');
  expect(Number(/: (\d+)/.exec(list)?.[1])).toBeGreaterThanOrEqual(5);
});

test('a mount that somebody was in the way of succeeds later', () => {
  const pair = new CcrPair();
  pair.send(USER, 12, 200_000);
  const path = 'C:\\Program Files\\Microsoft\\Exchange Server\\Mailbox\\Logs\\SG-MBX\\E00.log';
  const process = pair.b.run('C:\\Tools\\holder.exe');
  pair.b.files.open({ process, path, access: 'write', share: {}, disposition: 'create-always' }, () => {});
  pair.b.services.stop('MSExchangeRepl');
  pair.pass(MINUTE);
  pair.b.services.start('MSExchangeRepl');
  pair.cluster.moveGroup('CMS01', 'NODEB');
  pair.pass(5 * MINUTE);
  expect(pair.see(pair.b, 'mountedDatabases')).not.toContain('SG-MBX\\Mailboxes');
  pair.b.processes.exit(process);
  pair.type(pair.b, `del "${path}"`);
  pair.pass(5 * MINUTE);
  pair.shell(pair.b, "Mount-Database 'SG-MBX\\Mailboxes'");
  pair.pass(5 * MINUTE);
  expect(pair.see(pair.b, 'items')).toBe(12);
});
