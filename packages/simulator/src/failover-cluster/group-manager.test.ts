import { expect, test } from 'vitest';
import { SECOND } from '../network/test/small-network.ts';
import { addGroup, addProbe, type Probe, type SmallCluster, smallCluster } from './test/small-cluster.ts';

const MINUTE = 60 * SECOND;

/** IP, a name on it, a store on that. */
function withStore(options: Parameters<typeof smallCluster>[0] = {}): SmallCluster & { probe: Probe } {
  let probe: Probe | undefined;
  const made = smallCluster({
    ...options,
    prepare: (cluster) => {
      probe = addProbe(cluster);
      addGroup(cluster, 'Store<Name', 'Name<IP', 'IP');
    },
  });
  made.pass(SECOND);
  return { ...made, probe: probe as unknown as Probe };
}

test('what a resource depends on comes online before it and goes offline after it', () => {
  const { cluster, probe, pass } = withStore();
  expect(probe.texts()).toEqual(['online IP (NODEA)', 'online Name (NODEA)', 'online Store (NODEA)']);
  expect(cluster.group('G')).toEqual({ name: 'G', node: 'NODEA', state: 'online' });
  probe.calls.length = 0;
  const answers: number[] = [];
  cluster.moveGroup('G', 'NODEB', (error) => answers.push(error));
  pass(SECOND);
  expect(probe.texts()).toEqual([
    'offline Store (NODEA)',
    'offline Name (NODEA)',
    'offline IP (NODEA)',
    'online IP (NODEB)',
    'online Name (NODEB)',
    'online Store (NODEB)',
  ]);
  expect([answers, cluster.group('G')?.node]).toEqual([[0], 'NODEB']);
});

test('a resource that is asked for brings what it depends on with it; one that goes takes its dependents along', () => {
  const { cluster, probe, pass } = withStore();
  cluster.offlineGroup('G');
  probe.calls.length = 0;
  cluster.onlineResource('Name');
  expect(probe.texts()).toEqual(['online IP (NODEA)', 'online Name (NODEA)']);
  expect(cluster.group('G')?.state).toBe('partially-online');
  cluster.onlineResource('Store');
  probe.calls.length = 0;
  const answers: number[] = [];
  cluster.offlineResource('Name', (error) => answers.push(error));
  expect(probe.texts()).toEqual(['offline Store (NODEA)', 'offline Name (NODEA)']);
  expect(answers).toEqual([0]);
  expect(cluster.resource('IP')?.state).toBe('online');
  cluster.moveGroup('G');
  pass(SECOND);
  expect(cluster.group('G')).toEqual({ name: 'G', node: 'NODEB', state: 'offline' });
});

test('a request without progress for 180 s is terminated; each sign of progress counts anew, above 300 s or not', () => {
  const made = withStore();
  const { cluster, probe, pass, events } = made;
  probe.slow.add('Store');
  const answers: number[] = [];
  cluster.offlineResource('Store', (error) => answers.push(error));
  const { request } = probe.calls.at(-1) ?? {};
  for (let i = 0; i < 4; i++) {
    pass(170 * SECOND);
    request?.progress();
  }
  pass(179 * SECOND);
  expect(cluster.resource('Store')?.state).toBe('offline-pending');
  pass(2 * SECOND);
  expect([cluster.resource('Store')?.state, probe.texts().at(-1)]).toEqual(['failed', 'terminate Store (NODEA)']);
  expect(events('cluster.resource-failed')).toMatchObject([
    { subject: 'Store', error: 1460, during: 'offline-pending', group: 'G' },
  ]);
  // Who asked for it to be offline is told that it is not online: it does not matter how.
  expect(answers).toEqual([0]);
  request?.done();
  expect(cluster.resource('Store')?.state).toBe('failed');
});

test('a DeadlockTimeout below the PendingTimeout counts', () => {
  const { cluster, probe, pass } = withStore();
  cluster.setProperties('Store', { pendingTimeout: 180_000, deadlockTimeout: 60_000 });
  probe.slow.add('Store');
  cluster.offlineResource('Store');
  pass(61 * SECOND);
  expect(cluster.resource('Store')?.state).toBe('failed');
});

test('a group moves although one of its resources does not stop', () => {
  const { cluster, probe, pass } = withStore();
  probe.slow.add('Store');
  const answers: number[] = [];
  cluster.moveGroup('G', 'NODEB', (error) => answers.push(error));
  pass(100 * SECOND);
  expect(cluster.group('G')).toEqual({ name: 'G', node: 'NODEA', state: 'pending' });
  probe.slow.delete('Store');
  pass(100 * SECOND);
  expect(cluster.group('G')).toEqual({ name: 'G', node: 'NODEB', state: 'online' });
  expect(answers).toEqual([0]);
  expect(probe.texts().slice(3, 5)).toEqual(['offline Store (NODEA)', 'terminate Store (NODEA)']);
});

test('a dead resource is restarted three times, with what depends on it; then its group moves', () => {
  const { cluster, probe, pass, events, a } = withStore();
  probe.dead.add('Name');
  probe.calls.length = 0;
  pass(6 * SECOND);
  expect(probe.texts().slice(0, 4)).toEqual([
    'terminate Name (NODEA)',
    'offline Store (NODEA)',
    'online Name (NODEA)',
    'online Store (NODEA)',
  ]);
  pass(12 * SECOND);
  expect(cluster.group('G')?.node).toBe('NODEA');
  pass(6 * SECOND);
  expect(cluster.group('G')?.node).toBe('NODEB');
  expect(events('cluster.resource-failed').length).toBe(4);
  expect(
    a.eventLog
      .records('System')
      .filter(({ id }) => id === 1069)
      .map(({ source, text }) => `${source}: ${text}`)[0],
  ).toBe("FailoverClustering: Cluster resource 'Name' in clustered service or application 'G' failed.");
});

test('what depends on a failed resource by any way goes offline before that is restarted', () => {
  const { probe, pass } = withStore();
  probe.calls.length = 0;
  probe.dead.add('IP');
  pass(5 * SECOND);
  probe.dead.delete('IP');
  pass(SECOND);
  expect(probe.texts()).toEqual([
    'terminate IP (NODEA)',
    'offline Store (NODEA)',
    'offline Name (NODEA)',
    'online IP (NODEA)',
    'online Name (NODEA)',
    'online Store (NODEA)',
  ]);
});

test('a resource that nobody can bring online comes to rest after ten moves in six hours', () => {
  const { cluster, probe, pass, events } = withStore();
  cluster.offlineGroup('G');
  probe.broken.add('Store');
  cluster.onlineGroup('G');
  pass(10 * MINUTE);
  expect(events('cluster.group-moving').length).toBe(10);
  expect(events('cluster.group-stays')).toMatchObject([{ subject: 'G', why: 'failover threshold' }]);
  expect(cluster.group('G')?.state).toBe('partially-online');
  const { count } = cluster.world.trace;
  pass(12 * 60 * MINUTE);
  expect(cluster.world.trace.count).toBe(count);
});

test.each([
  [0, 1, 'NODEA', 'failed'],
  [1, 4, 'NODEA', 'failed'],
  [2, 4, 'NODEB', 'online'],
] as const)('RestartAction %i: %i failures, then it is on %s, %s', (restartAction, failures, node, state) => {
  const { cluster, probe, pass, events } = withStore();
  cluster.setProperties('Store', { restartAction });
  probe.dead.add('Store');
  pass(30 * SECOND);
  probe.dead.delete('Store');
  pass(5 * MINUTE);
  const failed = events('cluster.resource-failed').filter(({ host }) => host === 'NODEA');
  expect([failed.length, cluster.group('G')?.node, cluster.resource('Store')?.state]).toEqual([failures, node, state]);
});

test('failures that are further apart than the restart period never add up', () => {
  const { cluster, probe, pass, events } = withStore();
  for (let i = 0; i < 6; i++) {
    probe.dead.add('Store');
    pass(5 * SECOND);
    probe.dead.delete('Store');
    pass(10 * MINUTE);
  }
  expect(events('cluster.resource-failed').length).toBe(6);
  expect(cluster.group('G')).toEqual({ name: 'G', node: 'NODEA', state: 'online' });
});

test('a group that its resources cannot follow to another node stays', () => {
  const { cluster, probe, pass } = smallWithOwner();
  expect(cluster.group('G')?.node).toBe('NODEA');
  const answers: number[] = [];
  cluster.moveGroup('G', 'NODEB', (error) => answers.push(error));
  cluster.moveGroup('G', undefined, (error) => answers.push(error));
  cluster.moveGroup('G', 'NODEX', (error) => answers.push(error));
  cluster.moveGroup('H', 'NODEB', (error) => answers.push(error));
  expect(answers).toEqual([5005, 5005, 5042, 5013]);
  probe.dead.add('S');
  pass(5 * MINUTE);
  expect([cluster.group('G')?.node, cluster.resource('S')?.state]).toEqual(['NODEA', 'failed']);
});

function smallWithOwner(): SmallCluster & { probe: Probe } {
  let probe: Probe | undefined;
  const made = smallCluster({
    prepare: (cluster) => {
      probe = addProbe(cluster);
      cluster.cluster.createGroup({ name: 'G' });
      cluster.cluster.createResource({ name: 'S', type: 'Probe', group: 'G', possibleOwners: ['NODEA'] });
    },
  });
  made.pass(SECOND);
  return { ...made, probe: probe as unknown as Probe };
}
