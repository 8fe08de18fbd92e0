import { EMULATIONS } from '@scanclash/products/emulations';
import type { SimulatedHost, TraceEvent } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { type Arm, playArm, scenarioById } from '../src/index.ts';
import { SEED } from './lie-detectors/broken-run.ts';

const scenario = scenarioById('ccr/handoff-store-not-stopped');

function played(arm: string) {
  const { built } = playArm(scenario, scenario.arms.find(({ id }) => id === arm) as Arm, {
    seed: SEED,
    storeTrace: true,
  });
  const { trace } = built.world;
  const events = [...trace.lines()].map((line) => JSON.parse(line) as TraceEvent);
  /** The first event of a kind whose subject ends so, from a time on. */
  const find = (kind: string, subject: string, since = 0): TraceEvent => {
    const found = events.find((e) => e.kind === kind && e.at >= since && e.subject.endsWith(subject));
    if (found === undefined) throw new Error(`${kind} ${subject} did not happen`);
    return found;
  };
  const follows = (later: TraceEvent, earlier: TraceEvent): boolean =>
    trace.ancestorsOf(later.id).some(({ id }) => id === earlier.id);
  return { built, events, find, follows };
}

/** The story that MSXFAQ tells, step by step; each is caused by the one before it. */
test('from the store that does not stop to the public folders that come back, each step is caused by the one before', () => {
  const { find, follows } = played('recovery-end-store');
  const moved = find('cluster.group-moved', 'CMS01');
  const ended = find('timeline.step', 'exchange.end-store');
  const steps: readonly (readonly [story: string, event: TraceEvent])[] = [
    ['the scanner is gone', find('service.stopped', 'GroupShield')],
    ['the store does not stop: its databases wait for scans', find('exchange.dismount-waits', 'Public Folders')],
    ['the cluster gives up', find('cluster.resource-failed', 'SG2/Public Folders (CMS01)')],
    ['the store is told to stop, and hangs', find('service.stop-pending', 'MSExchangeIS')],
    ['the server moves all the same', moved],
    ['the last log is not to be had', find('file.denied', 'E01.log', moved.at)],
    ['the public folder database stays down', find('exchange.mount-refused', 'Public Folders')],
    ['store.exe ends, its log is free', find('file.released', 'E01.log', ended.at)],
    ['the log is copied', find('file.renamed', 'E0100000001.log', ended.at)],
    ['that database is mounted', find('exchange.database-mounted', 'Public Folders', ended.at)],
  ];
  const unexplained = steps.slice(1).flatMap(([story, event], i) => {
    const before = steps[i]?.[1] ?? event;
    // The cluster moves the server once it has waited for the store; the log is held since it was mounted.
    const isParallel = before === moved || event.kind === 'file.released';
    return isParallel || follows(event, before) ? [] : [story];
  });
  expect(unexplained).toEqual([]);
  expect(follows(find('file.released', 'E01.log', ended.at), ended)).toBe(true);
  expect(steps.map(([, { at }]) => at)).toEqual(steps.map(([, { at }]) => at).toSorted((a, b) => a - b));
});

test('one log of each storage group is missing; mailboxes are mounted without theirs', () => {
  const { find, follows, events } = played('broken');
  for (const [group, log] of [
    ['SG1', 'E00.log'],
    ['SG2', 'E01.log'],
  ] as const) {
    expect(find('exchange.log-not-copied', log)).toMatchObject({ host: 'NODEB', group, error: 32 });
  }
  const allowed = events.find((e) => e.kind === 'exchange.mount-allowed' && e['missing'] === 1) as TraceEvent;
  expect(allowed.subject).toBe('SG1\\Mailboxes');
  expect(follows(allowed, find('file.denied', 'E00.log'))).toBe(true);
  expect(find('exchange.dumpster-opened', '').at).toBeGreaterThanOrEqual(allowed.at);
});

test('ending store.exe heals the public folders alone: the mailboxes have diverged, and the dumpster makes up for it', () => {
  const { built, find } = played('recovery-end-store');
  expect(find('exchange.logs-diverged', 'SG1')).toMatchObject({ host: 'NODEA', records: 3 });
  expect(() => find('exchange.logs-diverged', 'SG2')).toThrow('did not happen');
  built.world.runUntil(built.world.now + 300_000_000);
  const exchange = EMULATIONS.find(({ product }) => product.id === 'exchange-2007');
  expect(exchange?.observables['lost']?.observe(built.hosts.get('HUB01') as SimulatedHost)).toBe(0);
});
