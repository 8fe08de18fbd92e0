import { MINUTE } from '@scanclash/simulator';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CcrPair, FOLDER, type PairOptions, USER } from './ccr-pair.ts';
import { DIAL, mostMissing, places, settle, watchQuorums } from './conservation.ts';

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

/** Plays a schedule to its end, with the most quorums that there were at a time. */
function play(steps: readonly Step[], options: PairOptions): { readonly pair: CcrPair; readonly quorums: number } {
  const pair = new CcrPair(options);
  const quorums = watchQuorums(pair);
  for (const step of steps) act(pair, step);
  settle(pair);
  return { pair, quorums: quorums() };
}

test('whatever fails: no message is in two mailboxes, and what a mounted database lacks is kept or in a lost log', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(...calm, ...faults), { minLength: 3, maxLength: 12 }),
      fc.constantFrom(0, 1024, 18 * 1024),
      fc.constantFrom(...(Object.keys(DIAL) as (keyof typeof DIAL)[])),
      (steps, kilobytes, dial) => {
        const { pair, quorums } = play(steps, {
          hubSettings: { 'dumpster.maxSizePerStorageGroup': kilobytes },
          nodeSettings: { autoDatabaseMountDial: dial },
        });
        const { inDatabases, kept, inLostLogs, delivered } = places(pair);
        expect(inDatabases.length, 'twice').toBe(new Set(inDatabases).size);
        const there = new Set(inDatabases);
        const gone = delivered.filter((id) => !there.has(id) && !kept.has(id) && !inLostLogs.has(id));
        expect(gone, 'nowhere').toEqual([]);
        expect(mostMissing(pair)).toBeLessThanOrEqual(DIAL[dial]);
        expect(quorums, 'quorums at a time').toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 1600 },
  );
}, 600_000);

test('moves alone lose nothing, without a dumpster and on any dial', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(...calm), { minLength: 3, maxLength: 12 }), (steps) => {
      const { pair, quorums } = play(steps, { hubSettings: { 'dumpster.maxSizePerStorageGroup': 0 } });
      const { inDatabases, inLostLogs, delivered } = places(pair);
      expect([...inDatabases].sort()).toEqual([...delivered].sort());
      expect(inLostLogs.size).toBe(0);
      expect(mostMissing(pair)).toBe(0);
      expect(pair.see(pair.hub, 'queued')).toBe(0);
      expect(quorums).toBe(1);
    }),
    { numRuns: 400 },
  );
}, 600_000);
