import { MINUTE, runCommand, SECOND } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { CcrPair, FOLDER, USER } from './ccr-pair.ts';
import { DIAL, mostMissing, places, quorums, settle } from './conservation.ts';

const MEGABYTE = 1024 * 1024;
const CAPACITY = 48 * MEGABYTE;
const FILLER = 'C:\\filler.bin';
const MOVE =
  'powershell -PSConsoleFile exshell.psc1 -Command "Move-ClusteredMailboxServer -Identity CMS01 -TargetMachine NODEB -MoveComment test -Confirm:$false"';

/** How many steps of the world a handoff takes at least: something happens before and after each. */
const POINTS = 17;

type Fault =
  | 'the old node crashes'
  | 'the new node crashes'
  | 'the nodes are cut off'
  | 'the witness is lost'
  | 'a disk fills';
const FAULTS: readonly Fault[] = [
  'the old node crashes',
  'the new node crashes',
  'the nodes are cut off',
  'the witness is lost',
  'a disk fills',
];

function happen(pair: CcrPair, fault: Fault): void {
  switch (fault) {
    case 'the old node crashes':
      return pair.a.powerOff();
    case 'the new node crashes':
      return pair.b.powerOff();
    case 'the nodes are cut off':
      return pair.network.partition('NODEA', 'NODEB', true);
    case 'the witness is lost':
      for (const node of ['NODEA', 'NODEB']) pair.network.partition('HUB01', node, true);
      return;
    case 'a disk fills':
      for (const host of [pair.a, pair.b])
        host.files.install(FILLER, new Uint8Array(pair.volumes.get(host.name)?.freeBytes ?? 0));
  }
}

function mend(pair: CcrPair): void {
  for (const node of ['NODEA', 'NODEB']) pair.network.partition('HUB01', node, false);
  for (const host of [pair.a, pair.b]) if (host.isUp && host.files.exists(FILLER)) pair.type(host, `del ${FILLER}`);
}

/** A pair in which a move to NODEB has been asked for. */
function moving(): { readonly pair: CcrPair; readonly isDone: () => boolean } {
  const pair = new CcrPair({ capacity: CAPACITY });
  pair.send(USER, 3);
  pair.send(FOLDER, 3);
  pair.pass(MINUTE);
  let done = false;
  runCommand(pair.a, MOVE, () => {
    done = true;
  });
  return { pair, isDone: () => done };
}

/** How many steps of the world a handoff takes in which nothing fails. */
function stepsOfHandoff(): number {
  const { pair, isDone } = moving();
  let steps = 0;
  while (!isDone()) steps += pair.world.runSteps(1);
  return steps;
}

const mountedOn = (pair: CcrPair, host: CcrPair['a']) =>
  host.isUp ? (pair.see(host, 'mountedDatabases') as string[]) : [];

const total = stepsOfHandoff();
const points = Array.from({ length: total + 1 }, (_, steps) => steps);

test.each(FAULTS)(
  '%s, at any step of a handoff: nothing hangs, nothing is decided twice, no mail vanishes',
  (fault) => {
    for (const steps of points) {
      const { pair } = moving();
      pair.world.runSteps(steps);
      happen(pair, fault);
      for (let minute = 0; minute < 20; minute++) {
        pair.pass(MINUTE);
        expect(quorums(pair), `quorum, step ${steps}`).toBeLessThanOrEqual(1);
        const both = mountedOn(pair, pair.a).filter((database) => mountedOn(pair, pair.b).includes(database));
        expect(both, `mounted twice, step ${steps}`).toEqual([]);
      }
      mend(pair);
      settle(pair);
      pair.pass(10 * SECOND);
      expect(pair.cluster.group('CMS01')?.state, `at rest, step ${steps}`).not.toBe('pending');
      const { inDatabases, kept, inLostLogs, delivered } = places(pair);
      expect(inDatabases.length, `twice, step ${steps}`).toBe(new Set(inDatabases).size);
      const gone = delivered.filter((id) => !inDatabases.includes(id) && !kept.has(id) && !inLostLogs.has(id));
      expect(gone, `nowhere, step ${steps}`).toEqual([]);
      expect(mostMissing(pair)).toBeLessThanOrEqual(DIAL['best-availability']);
    }
  },
  120_000,
);

test('a handoff is made of many steps', () => {
  expect(total).toBeGreaterThanOrEqual(POINTS);
});
