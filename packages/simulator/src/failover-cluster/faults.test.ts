import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SECOND } from '../network/test/small-network.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';
import { addGroup, addProbe, type Probe, type SmallCluster, smallCluster } from './test/small-cluster.ts';

const MINUTE = 60 * SECOND;

/** Something that goes wrong, or is done, so long after what came before. */
interface Fault {
  readonly after: number;
  readonly kind: (typeof KINDS)[number];
  readonly first: number;
  readonly second: number;
}

const KINDS = [
  'crash',
  'boot',
  'cut',
  'heal',
  'kill-service',
  'kill-monitor',
  'stop-service',
  'start-service',
  'move',
  'offline',
  'online',
  'resource-dies',
  'resource-hangs',
  'resource-heals',
] as const;

const faults = fc.array(
  fc.record({
    after: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 200_000 })).map((ms) => ms * 1000),
    kind: fc.constantFrom(...KINDS),
    first: fc.nat({ max: 3 }),
    second: fc.nat({ max: 3 }),
  }),
  { maxLength: 14 },
);

interface Play extends SmallCluster {
  readonly probe: Probe;
}

function play(nodes: number, witness: boolean, shuffleTies?: number): Play {
  let probe: Probe | undefined;
  const made = smallCluster({
    nodes,
    witness,
    ...(shuffleTies === undefined ? {} : { shuffleTies }),
    prepare: (cluster) => {
      probe = addProbe(cluster);
      addGroup(cluster, 'Store<Name', 'Name<IP', 'IP');
    },
  });
  return { ...made, probe: probe as unknown as Probe };
}

function pick<T>(list: readonly T[], number: number): T {
  const [found] = list.slice(number % list.length);
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

function strike({ cluster, nodes, hub, network, probe }: Play, { kind, first, second }: Fault): void {
  const hosts = [...nodes, hub];
  const one = pick(hosts, first);
  const other = pick(hosts, second);
  const name = pick(['Store', 'Name', 'IP'], first);
  const kill = (image: string): void => {
    for (const process of one.processes.named(image)) one.processes.exit(process, 1);
  };
  switch (kind) {
    case 'crash':
      return one.powerOff();
    case 'boot':
      return one.state === 'down' ? one.boot() : undefined;
    case 'cut':
      return one === other ? undefined : network.partition(one.name, other.name, true);
    case 'heal':
      return one === other ? undefined : network.partition(one.name, other.name, false);
    case 'kill-service':
      return kill('clussvc.exe');
    case 'kill-monitor':
      return kill('rhs.exe');
    case 'stop-service':
      return one.services.stop('ClusSvc');
    case 'start-service':
      return one.isUp ? one.services.start('ClusSvc') : undefined;
    case 'move':
      return cluster.moveGroup(second % 2 === 0 ? 'G' : 'Cluster Group', one === hub ? undefined : one.name);
    case 'offline':
      return cluster.offlineResource(name);
    case 'online':
      return cluster.onlineResource(name);
    case 'resource-dies':
      return void probe.dead.add(name);
    case 'resource-hangs':
      return void probe.slow.add(name);
    case 'resource-heals':
      probe.dead.clear();
      return probe.slow.clear();
  }
}

/** Heals and boots everything, and asks for everything to be online. */
function recover({ cluster, nodes, hub, network, probe, pass }: Play): void {
  probe.dead.clear();
  probe.slow.clear();
  const hosts = [...nodes, hub];
  for (const one of hosts) {
    for (const other of hosts) if (one !== other) network.partition(one.name, other.name, false);
  }
  for (const host of hosts) if (host.state === 'down') host.boot();
  pass(5 * MINUTE);
  for (const node of nodes) node.services.start('ClusSvc');
  pass(10 * MINUTE);
  cluster.onlineGroup('G');
  cluster.onlineGroup('Cluster Group');
  pass(10 * MINUTE);
}

/** Holds at every instant. */
function check({ cluster, probe, world, nodes }: Play): void {
  const owners = cluster.quorumOwners();
  const partitions = new Set(owners.map(({ members }) => members.join(' ')));
  expect(partitions.size, `${world.now}: ${[...partitions].join(' | ')}`).toBeLessThanOrEqual(1);
  const quorate = owners.map(({ node }) => node);
  const active = nodes.filter((node) => quorate.includes(node.name) && isActive(probe, node)).map(({ name }) => name);
  expect(active.length, `${world.now}: online on ${active.join(' and ')}`).toBeLessThanOrEqual(1);
}

/** Whether the resource `Store` may be online on a node: it was asked to come online, and since then nothing else. */
function isActive({ calls }: Probe, { name, isUp, boots }: SimulatedHost): boolean {
  const last = calls.findLast(({ node, resource }) => node === name && resource === 'Store');
  return isUp && last?.what === 'online' && last.boot === boots;
}

test.each([
  [2, true],
  [3, false],
  [3, true],
] as const)(
  '%i nodes, witness %s: whatever fails, one partition decides, and all is well in the end',
  (nodes, witness) => {
    fc.assert(
      fc.property(faults, fc.option(fc.nat({ max: 1000 }), { nil: undefined }), (list, shuffleTies) => {
        const made = play(nodes, witness, shuffleTies);
        const stop = made.world.trace.watch('*', () => check(made));
        made.pass(2 * SECOND);
        for (const fault of list) {
          for (let left = fault.after; left > 0; left -= SECOND) {
            made.pass(Math.min(left, SECOND));
            check(made);
          }
          strike(made, fault);
        }
        for (let i = 0; i < 600; i++) {
          made.pass(SECOND);
          check(made);
        }
        recover(made);
        stop();
        const { cluster, world } = made;
        expect(cluster.nodes().map(({ state }) => state)).toEqual(made.nodes.map(() => 'up'));
        expect(cluster.groups().map(({ state }) => state)).toEqual(['online', 'online']);
        const { count } = world.trace;
        made.pass(60 * MINUTE);
        expect(world.trace.count).toBe(count);
      }),
      { numRuns: 40 },
    );
  },
  120_000,
);

test('the same faults give the same trace', () => {
  fc.assert(
    fc.property(faults, (list) => {
      const hash = (): string => {
        const made = play(2, true);
        for (const fault of list) {
          made.pass(fault.after);
          strike(made, fault);
        }
        made.pass(10 * MINUTE);
        return made.world.trace.hash();
      };
      expect(hash()).toBe(hash());
    }),
    { numRuns: 20 },
  );
}, 60_000);
