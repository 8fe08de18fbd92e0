import { MINUTE } from '@scanclash/simulator';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exchangeOn } from '../../src/exchange-2007/emulation/exchange-host.ts';
import { CcrPair, FOLDER, type PairOptions, USER } from './ccr-pair.ts';

const DIAL = { lossless: 0, 'good-availability': 3, 'best-availability': 6 } as const;

type Step =
  | { readonly do: 'mail'; readonly to: string; readonly count: number; readonly size: number }
  | { readonly do: 'power-off' | 'boot' | 'end-store' | 'move' | 'end-replication'; readonly node: 'a' | 'b' }
  | { readonly do: 'cut' | 'mend' }
  | { readonly do: 'wait'; readonly minutes: number };

const node = fc.constantFrom('a', 'b');
const calm: fc.Arbitrary<Step>[] = [
  fc.record({
    do: fc.constant('mail'),
    to: fc.constantFrom(USER, FOLDER),
    count: fc.integer({ min: 1, max: 20 }),
    size: fc.constantFrom(2000, 150_000, 600_000),
  }),
  fc.record({ do: fc.constant('wait'), minutes: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ do: fc.constant('move'), node }),
];
const faults: fc.Arbitrary<Step>[] = [
  fc.record({ do: fc.constantFrom('power-off', 'boot', 'end-store', 'end-replication'), node }),
  fc.record({ do: fc.constantFrom('cut', 'mend') }),
];

function act(pair: CcrPair, step: Step): void {
  switch (step.do) {
    case 'mail':
      return pair.send(step.to, step.count, step.size);
    case 'wait':
      return pair.pass(step.minutes * MINUTE);
    case 'cut':
    case 'mend':
      return pair.network.partition('NODEA', 'NODEB', step.do === 'cut');
    case 'power-off':
      return pair[step.node].powerOff();
    case 'boot':
      if (pair[step.node].state === 'down') pair[step.node].boot();
      return;
    case 'move':
      if (pair[step.node].isUp) pair.move(pair[step.node]);
      return;
    case 'end-store':
      for (const process of pair[step.node].processes.named('store.exe')) pair[step.node].processes.exit(process, 1);
      return;
    case 'end-replication': {
      const program = 'Microsoft.Exchange.Cluster.ReplayService.exe';
      for (const process of pair[step.node].processes.named(program)) pair[step.node].processes.exit(process, 1);
    }
  }
}

/** Everything is mended and started, and has had time. */
function settle(pair: CcrPair): void {
  pair.network.partition('NODEA', 'NODEB', false);
  for (const host of [pair.a, pair.b]) if (host.state === 'down') host.boot();
  pair.pass(30 * MINUTE);
  for (const host of [pair.a, pair.b]) host.services.start('MSExchangeRepl');
  pair.pass(10 * MINUTE);
  for (const { name, state } of pair.cluster.resources()) if (state === 'failed') pair.cluster.onlineResource(name);
  pair.pass(60 * MINUTE);
}

/** Where the messages are that stores have taken, by id. */
function places(pair: CcrPair) {
  const hub = exchangeOn(pair.hub);
  const nodes = [pair.a, pair.b].map(exchangeOn);
  const groups = hub.organisation.servers.flatMap((server) => server.groups);
  const inDatabases = nodes.flatMap(({ store }) =>
    groups.flatMap((group) => {
      const content = store?.isMounted(group) === true ? store.database(group)?.content : undefined;
      return (content?.mailboxes ?? []).flatMap((mailbox) => content?.itemsOf(mailbox).map(({ id }) => id) ?? []);
    }),
  );
  const kept = groups.flatMap(({ guid }) => hub.queue?.keptFor(guid, pair.world.now).map(({ id }) => id) ?? []);
  const mounted = new Set(groups.filter((group) => nodes.some(({ store }) => store?.isMounted(group) === true)));
  const delivered = [...(hub.queue?.delivered.values() ?? [])].filter(({ mailbox }) => {
    const place = hub.organisation.find(mailbox);
    return place !== undefined && mounted.has(place.group);
  });
  return {
    inDatabases: inDatabases.filter((id) => id.startsWith('HUB01-')),
    kept: new Set(kept),
    inLostLogs: new Set(nodes.flatMap(({ lostItems }) => [...lostItems])),
    delivered: delivered.map(({ id }) => id),
  };
}

/** The most logs that a database was mounted without. */
const mostMissing = ({ allowed }: CcrPair): number => Math.max(0, ...allowed.map(({ missing }) => missing));

function play(steps: readonly Step[], options: PairOptions): CcrPair {
  const pair = new CcrPair(options);
  for (const step of steps) act(pair, step);
  settle(pair);
  return pair;
}

test('whatever fails: no message is in two mailboxes, and what a mounted database lacks is kept or in a lost log', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(...calm, ...faults), { minLength: 3, maxLength: 12 }),
      fc.constantFrom(0, 1024, 18 * 1024),
      fc.constantFrom(...(Object.keys(DIAL) as (keyof typeof DIAL)[])),
      (steps, kilobytes, dial) => {
        const pair = play(steps, {
          hubSettings: { 'dumpster.maxSizePerStorageGroup': kilobytes },
          nodeSettings: { autoDatabaseMountDial: dial },
        });
        const { inDatabases, kept, inLostLogs, delivered } = places(pair);
        expect(inDatabases.length, 'twice').toBe(new Set(inDatabases).size);
        const there = new Set(inDatabases);
        const gone = delivered.filter((id) => !there.has(id) && !kept.has(id) && !inLostLogs.has(id));
        expect(gone, 'nowhere').toEqual([]);
        expect(mostMissing(pair)).toBeLessThanOrEqual(DIAL[dial]);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

test('moves alone lose nothing, without a dumpster and on any dial', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(...calm), { minLength: 3, maxLength: 12 }), (steps) => {
      const pair = play(steps, { hubSettings: { 'dumpster.maxSizePerStorageGroup': 0 } });
      const { inDatabases, inLostLogs, delivered } = places(pair);
      expect([...inDatabases].sort()).toEqual([...delivered].sort());
      expect(inLostLogs.size).toBe(0);
      expect(mostMissing(pair)).toBe(0);
      expect(pair.see(pair.hub, 'queued')).toBe(0);
    }),
    { numRuns: 10 },
  );
}, 60_000);
