import { expect, test } from 'vitest';
import { SECOND } from '../network/test/small-network.ts';
import { addGroup, addProbe, type SmallCluster, smallCluster } from './test/small-cluster.ts';

const MINUTE = 60 * SECOND;

const states = ({ cluster }: SmallCluster) => cluster.nodes().map(({ state }) => state);
const quorum = ({ cluster }: SmallCluster) => cluster.quorumOwners().map(({ node }) => node);

function withGroup(options: Parameters<typeof smallCluster>[0] = {}): SmallCluster {
  const made = smallCluster({
    ...options,
    prepare: (cluster) => {
      addProbe(cluster);
      addGroup(cluster, 'S');
    },
  });
  made.pass(SECOND);
  return made;
}

test('two nodes that boot together form a cluster, without the vote of the witness', () => {
  const made = withGroup();
  expect([states(made), quorum(made)]).toEqual([
    ['up', 'up'],
    ['NODEA', 'NODEB'],
  ]);
  expect(made.cluster.groups().map(({ name, node, state }) => `${name} ${node} ${state}`)).toEqual([
    'Cluster Group NODEA online',
    'G NODEA online',
  ]);
  expect(made.hub.smb.server.openFiles()).toEqual([]);
});

test('a node alone forms the cluster with the witness, in less than two minutes; the other joins', () => {
  const made = smallCluster({ boot: false });
  made.hub.boot();
  made.b.boot();
  made.pass(2 * MINUTE);
  expect([states(made), quorum(made)]).toEqual([['down', 'up'], ['NODEB']]);
  expect(made.hub.smb.server.openFiles().map(({ computer }) => computer)).toEqual(['NODEB']);
  made.a.boot();
  made.pass(MINUTE);
  expect([states(made), quorum(made)]).toEqual([
    ['up', 'up'],
    ['NODEA', 'NODEB'],
  ]);
  expect(made.cluster.group('Cluster Group')?.node).toBe('NODEB');
  expect(made.hub.smb.server.openFiles()).toEqual([]);
});

test('without the witness, or where there is none, a node alone waits for the other', () => {
  for (const witness of [true, false]) {
    const made = smallCluster({ boot: false, witness });
    made.a.boot();
    made.pass(10 * MINUTE);
    expect(states(made)).toEqual(['joining', 'down']);
    made.b.boot();
    made.pass(MINUTE);
    expect(states(made)).toEqual(['up', 'up']);
  }
});

test('a node that crashes is removed, and its groups come online elsewhere: caused by the crash', () => {
  const made = withGroup();
  made.a.powerOff();
  made.pass(MINUTE);
  expect([states(made), quorum(made)]).toEqual([['down', 'up'], ['NODEB']]);
  expect(made.cluster.group('G')).toEqual({ name: 'G', node: 'NODEB', state: 'online' });
  const moved = made.events('cluster.group-moved').at(-1);
  const causes = made.world.trace.ancestorsOf(moved?.id ?? '').map(({ kind }) => kind);
  expect(causes).toContain('host.powered-off');
  expect(made.b.eventLog.records('System').map(({ id }) => id)).toContain(1135);
  made.a.boot();
  made.pass(MINUTE);
  expect([states(made), made.cluster.group('G')?.node]).toEqual([['up', 'up'], 'NODEB']);
});

test('of two nodes that are cut off from each other the owner of the quorum resource stays, the other ends', () => {
  const made = withGroup();
  made.cluster.moveGroup('G', 'NODEB');
  made.pass(SECOND);
  made.network.partition('NODEA', 'NODEB', true);
  made.pass(MINUTE);
  expect([states(made), quorum(made)]).toEqual([['up', 'down'], ['NODEA']]);
  expect(made.cluster.group('G')).toEqual({ name: 'G', node: 'NODEA', state: 'online' });
  expect(made.b.eventLog.records('System').map(({ id }) => id)).toContain(1177);
  const [lost] = made.events('cluster.quorum-lost');
  expect(lost).toMatchObject({ host: 'NODEB', votes: 1 });
  const why = made.world.trace.ancestorsOf(lost?.id ?? '');
  expect(why.map(({ kind }) => kind)).toContain('network.cut');
  // The lock that NODEA holds on the witness.
  expect(why).toContainEqual(expect.objectContaining({ host: 'HUB01', kind: 'file.denied', holderClient: 'NODEA' }));
  made.pass(10 * MINUTE);
  expect(states(made)).toEqual(['up', 'joining']);
  made.network.partition('NODEA', 'NODEB', false);
  made.pass(MINUTE);
  expect([states(made), quorum(made)]).toEqual([
    ['up', 'up'],
    ['NODEA', 'NODEB'],
  ]);
});

test('a cut that heals within seconds changes nothing', () => {
  const made = withGroup();
  made.network.partition('NODEA', 'NODEB', true);
  made.pass(4 * SECOND);
  made.network.partition('NODEA', 'NODEB', false);
  made.pass(MINUTE);
  expect([states(made), made.events('cluster.node-missing')]).toEqual([['up', 'up'], []]);
});

test('the owner that cannot reach the witness loses to the node that can', () => {
  const made = withGroup();
  made.network.partition('NODEA', 'NODEB', true);
  made.network.partition('NODEA', 'HUB01', true);
  made.pass(MINUTE);
  expect([states(made)[1], quorum(made)]).toEqual(['up', ['NODEB']]);
  expect(made.cluster.group('G')?.node).toBe('NODEB');
});

test('a node that crashes while the witness is away takes the cluster down', () => {
  const made = withGroup();
  made.hub.powerOff();
  made.pass(10 * MINUTE);
  expect([states(made), quorum(made)]).toEqual([
    ['up', 'up'],
    ['NODEA', 'NODEB'],
  ]);
  made.a.powerOff();
  made.pass(MINUTE);
  expect(quorum(made)).toEqual([]);
  expect(made.cluster.group('G')?.state).toBe('offline');
  made.hub.boot();
  made.pass(5 * MINUTE);
  expect(quorum(made)).toEqual(['NODEB']);
  expect(made.cluster.group('G')).toEqual({ name: 'G', node: 'NODEB', state: 'online' });
});

test('a node that lives by the witness ends soon after it has lost it', () => {
  const made = withGroup();
  made.b.powerOff();
  made.pass(MINUTE);
  expect(quorum(made)).toEqual(['NODEA']);
  made.hub.powerOff();
  made.pass(10 * SECOND);
  expect(quorum(made)).toEqual([]);
  expect(made.events('cluster.quorum-lost')).toMatchObject([{ host: 'NODEA' }]);
});

test('a cluster service that is stopped hands its groups over first', () => {
  const made = withGroup();
  const answers: number[] = [];
  made.a.services.stop('ClusSvc', (error) => answers.push(error));
  made.pass(MINUTE);
  expect([answers, states(made), quorum(made)]).toEqual([[0], ['down', 'up'], ['NODEB']]);
  expect(made.events('cluster.group-moving').map(({ subject, reason }) => `${subject}: ${String(reason)}`)).toEqual([
    'Cluster Group: node-leaves',
    'G: node-leaves',
  ]);
  made.b.services.stop('ClusSvc', (error) => answers.push(error));
  made.pass(MINUTE);
  expect([answers, states(made)]).toEqual([
    [0, 0],
    ['down', 'down'],
  ]);
});

test('a cluster service that is killed is restarted by its recovery and joins again', () => {
  const made = withGroup();
  const { process } = made.a.services.status('ClusSvc');
  if (process !== undefined) made.a.processes.exit(process, 1);
  made.pass(30 * SECOND);
  expect([states(made), made.cluster.group('G')?.node]).toEqual([['down', 'up'], 'NODEB']);
  made.pass(2 * MINUTE);
  expect(states(made)).toEqual(['up', 'up']);
});

test('a host that shuts down in order leaves in order', () => {
  const made = withGroup();
  made.a.reboot();
  made.pass(30 * SECOND);
  expect([made.a.state, states(made), made.cluster.group('G')?.node]).toEqual(['down', ['down', 'up'], 'NODEB']);
  made.pass(10 * MINUTE);
  expect(states(made)).toEqual(['up', 'up']);
});

test('three nodes need no witness: two of them go on', () => {
  const made = withGroup({ nodes: 3, witness: false });
  made.network.partition('NODEA', 'NODEB', true);
  made.network.partition('NODEA', 'NODEC', true);
  made.pass(MINUTE);
  expect([states(made), quorum(made)]).toEqual([
    ['down', 'up', 'up'],
    ['NODEB', 'NODEC'],
  ]);
  expect(made.cluster.group('G')?.node).toBe('NODEB');
});

test('a node that is cut off bit by bit has given up before the others go on without it', () => {
  const made = withGroup({ nodes: 3, witness: false });
  made.network.partition('NODEA', 'NODEB', true);
  made.pass(12 * SECOND);
  made.network.partition('NODEB', 'NODEC', true);
  for (let i = 0; i < 60; i++) {
    made.pass(SECOND);
    const partitions = new Set(made.cluster.quorumOwners().map(({ members }) => members.join(' ')));
    expect(partitions.size).toBe(1);
  }
  expect([states(made), quorum(made)]).toEqual([
    ['up', 'down', 'up'],
    ['NODEA', 'NODEC'],
  ]);
});

test('two of three nodes with a witness need its vote: one of them takes it for both', () => {
  const made = withGroup({ nodes: 3 });
  made.a.powerOff();
  made.pass(MINUTE);
  expect([states(made), quorum(made)]).toEqual([
    ['down', 'up', 'up'],
    ['NODEB', 'NODEC'],
  ]);
  expect(made.hub.smb.server.openFiles().length).toBe(1);
});

test('Windows Server 2003 logs a failed resource as ClusSvc, and nothing of members', () => {
  const made = smallCluster({ windows: '2003' });
  made.pass(SECOND);
  made.cluster.failResource('Cluster Name');
  const failed = made.a.eventLog.records('System').filter(({ source }) => source === 'ClusSvc');
  expect(failed.map(({ id, text }) => `${id} ${text}`)).toEqual([
    "1069 Cluster resource 'Cluster Name' in Resource Group 'Cluster Group' failed.",
  ]);
  made.pass(SECOND);
  expect(made.cluster.resources().map(({ name, type }) => `${name}: ${type}`)).toContain(
    'Majority Node Set: Majority Node Set',
  );
  made.a.powerOff();
  made.pass(MINUTE);
  expect(made.b.eventLog.records('System').filter(({ source }) => source !== 'Service Control Manager')).toMatchObject([
    { id: 6005 },
  ]);
});
