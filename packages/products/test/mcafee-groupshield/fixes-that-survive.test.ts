import type { Plain } from '@scanclash/core';
import { FailoverCluster, MINUTE, runCommand, SECOND, type SimulatedHost } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { mcafeeGroupshieldEmulation } from '../../src/mcafee-groupshield/emulation/index.ts';
import { CcrPair, type PairOptions, USER } from '../exchange-2007/ccr-pair.ts';
import { crashScanner, WITH_GROUPSHIELD } from '../exchange-2007/with-groupshield.ts';

/** GroupShield on both nodes with these settings and, on the first, these commands, all before anything boots. */
function fixedPair(settings: Readonly<Record<string, Plain>>, commands: readonly string[] = []): CcrPair {
  const prepare: PairOptions['prepare'] = (node) => {
    mcafeeGroupshieldEmulation.install(node, settings);
    const isLast = node.name === 'NODEB';
    for (const command of isLast ? commands : []) {
      runCommand(node, command, ({ exitCode, stderr }) =>
        expect([command, exitCode, stderr]).toEqual([command, 0, '']),
      );
    }
  };
  return new CcrPair({ ...WITH_GROUPSHIELD, prepare });
}

const RESOURCE = 'cluster res "McAfee GroupShield"';
const AS_RESOURCE = [
  `${RESOURCE} /create /group:"CMS01" /type:"Generic Service"`,
  `${RESOURCE} /priv ServiceName="GroupShield"`,
  `${RESOURCE} /prop RestartAction=1`,
  `${RESOURCE} /adddep:"Exchange Information Store Instance (CMS01)"`,
  `${RESOURCE} /online`,
];

const FIXES = {
  'without the dependency': () => fixedPair({ 'service.dependsOn': [] }),
  'on demand, as a resource of the cluster': () => fixedPair({ 'service.start': 'demand' }, AS_RESOURCE),
} as const;
type FixName = keyof typeof FIXES;

const passiveOf = (pair: CcrPair): SimulatedHost => (pair.owner === 'NODEA' ? pair.b : pair.a);
const activeOf = (pair: CcrPair): SimulatedHost => (pair.owner === 'NODEA' ? pair.a : pair.b);
const handOff = (pair: CcrPair): void => {
  expect(pair.move(passiveOf(pair))).toContain('Online');
  pair.pass(5 * MINUTE);
};

/** What happens to a cluster in the course of time. */
const EVENTS: Readonly<Record<string, (pair: CcrPair) => void>> = {
  'the passive node is restarted': (pair) => passiveOf(pair).reboot(MINUTE),
  'the active node is restarted': (pair) => activeOf(pair).reboot(MINUTE),
  'the server is moved there and back': (pair) => {
    handOff(pair);
    handOff(pair);
  },
  'the server is moved, and the old node restarted': (pair) => {
    handOff(pair);
    passiveOf(pair).reboot(MINUTE);
  },
  'the scanner crashes on the active node': (pair) => crashScanner(activeOf(pair)),
  'the scanner crashes on the passive node': (pair) => crashScanner(passiveOf(pair)),
};

const storeOnPassive = (pair: CcrPair) => pair.see(passiveOf(pair), 'storeRunning');
const scans = (node: SimulatedHost) => mcafeeGroupshieldEmulation.observables['running']?.observe(node);

test.each(Object.keys(FIXES).flatMap((fix) => Object.keys(EVENTS).map((event) => [fix, event] as const)))(
  '%s: the store stays off the passive node when %s',
  (fix, event) => {
    const pair = FIXES[fix as FixName]();
    expect(storeOnPassive(pair)).toBe(false);
    EVENTS[event]?.(pair);
    pair.pass(10 * MINUTE);
    expect(storeOnPassive(pair)).toBe(false);
    expect(pair.see(activeOf(pair), 'mountedDatabases')).toHaveLength(2);
    pair.send(USER, 1);
    expect(pair.see(pair.hub, 'lost')).toBe(0);
  },
);

test('a scanner that crashes is started again by the cluster, and by nobody without it; the server stays where it is', () => {
  const restarted = Object.values(FIXES).map((make) => {
    const pair = make();
    for (let i = 0; i < 5; i++) {
      crashScanner(pair.a);
      pair.pass(20 * SECOND);
    }
    expect(pair.owner).toBe('NODEA');
    return scans(pair.a);
  });
  expect(restarted).toEqual([false, false]);
  const pair = FIXES['on demand, as a resource of the cluster']();
  crashScanner(pair.a);
  pair.pass(20 * SECOND);
  expect(scans(pair.a)).toBe(true);
});

test('a resource that may affect its group moves the mailbox server when the scanner crashes again and again', () => {
  const pair = fixedPair({ 'service.start': 'demand' }, AS_RESOURCE);
  FailoverCluster.of(pair.a)?.setProperties('McAfee GroupShield', { restartAction: 2 });
  for (let i = 0; i < 5; i++) {
    crashScanner(activeOf(pair));
    pair.pass(20 * SECOND);
  }
  expect(pair.owner).toBe('NODEB');
});

test('an update of the passive node undoes the fix that rests on the start type, and not the other', () => {
  const started = Object.values(FIXES).map((make) => {
    const pair = make();
    mcafeeGroupshieldEmulation.stimuli['update']?.run(pair.b, { to: '7.0.1' } as never);
    pair.pass(MINUTE);
    return storeOnPassive(pair);
  });
  expect(started).toEqual([false, true]);
});
