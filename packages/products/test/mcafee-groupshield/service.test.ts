import { MINUTE, SECOND, type SimulatedHost } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { mcafeeGroupshieldEmulation } from '../../src/mcafee-groupshield/emulation/index.ts';
import { CcrPair, type PairOptions, USER } from '../exchange-2007/ccr-pair.ts';
import { crashScanner, WITH_GROUPSHIELD } from '../exchange-2007/with-groupshield.ts';

const pairWith = (options: PairOptions = {}) => new CcrPair({ ...WITH_GROUPSHIELD, ...options });

const see = (node: SimulatedHost, name: string) => mcafeeGroupshieldEmulation.observables[name]?.observe(node);
const update = (node: SimulatedHost) =>
  mcafeeGroupshieldEmulation.stimuli['update']?.run(node, { to: '7.0.1' } as never);
const system = (node: SimulatedHost, id: number) =>
  node.eventLog
    .records('System')
    .filter((record) => record.id === id)
    .map(({ text }) => text);

test('as it was installed it starts the store of the passive node, where nothing is mounted and all is well', () => {
  const pair = pairWith();
  expect(pair.owner).toBe('NODEA');
  expect(pair.see(pair.b, 'storeRunning')).toBe(true);
  expect(pair.see(pair.b, 'mountedDatabases')).toEqual([]);
  pair.send(USER, 2);
  expect(pair.see(pair.a, 'items')).toBe(2);
  expect(pair.see(pair.b, 'copies')).toMatchObject([{ status: 'Healthy' }, { status: 'Healthy' }]);
  const started = system(pair.b, 7036).filter((text) => text.includes('Information Store'));
  expect(started).toEqual(['The Microsoft Exchange Information Store service entered the running state.']);
});

test('an update that meets a running store cannot replace the library that it has loaded', () => {
  const pair = pairWith();
  update(pair.b);
  pair.pass(MINUTE);
  expect(see(pair.b, 'versions')).toEqual(['7.0.1', '7.0']);
  expect(see(pair.b, 'running')).toBe(true);
});

test('an update of a node whose store is stopped is finished, and starts the store', () => {
  const pair = pairWith();
  pair.b.services.stop('GroupShield');
  pair.pass(SECOND);
  pair.b.services.stop('MSExchangeIS');
  pair.b.services.configure('GroupShield', { start: 'demand' });
  pair.pass(SECOND);
  update(pair.b);
  pair.pass(MINUTE);
  expect(see(pair.b, 'versions')).toEqual(['7.0.1', '7.0.1']);
  expect(pair.see(pair.b, 'storeRunning')).toBe(true);
  expect(system(pair.b, 7040)).toEqual([
    'The start type of the McAfee GroupShield for Exchange service was changed from auto start to demand start.',
    'The start type of the McAfee GroupShield for Exchange service was changed from demand start to auto start.',
  ]);
});

test('a scan that its service has not come back with is asked anew when the service runs again', () => {
  const pair = pairWith();
  crashScanner(pair.a);
  pair.send(USER, 2);
  expect(pair.see(pair.a, 'scansUnderWay')).toBe(2);
  pair.a.services.start('GroupShield');
  pair.pass(10 * SECOND);
  expect(pair.see(pair.a, 'scansUnderWay')).toBe(0);
});

test('told to stop, the service finishes what it has been given', () => {
  const pair = pairWith();
  pair.do(pair.hub, 'deliver', { to: USER, count: 9, every: 1 });
  pair.pass(SECOND / 2);
  expect(pair.see(pair.a, 'scansUnderWay')).toBeGreaterThan(3);
  pair.a.services.stop('GroupShield');
  pair.pass(5 * SECOND);
  expect([pair.see(pair.a, 'scansUnderWay'), see(pair.a, 'running')]).toEqual([0, false]);
});

test('a service that ignores the stop says so in the System log, and the store goes on running', () => {
  const pair = pairWith({ behaviours: { 'mcafee-groupshield/service-ignores-stop': true } });
  pair.move(pair.b);
  pair.pass(10 * MINUTE);
  expect(system(pair.a, 7011)).toHaveLength(1);
  expect(pair.type(pair.a, 'sc enumdepend MSExchangeIS')).toMatch(/SERVICE_NAME: GroupShield[\s\S]*: 4 {2}RUNNING/);
  expect(pair.see(pair.a, 'storeRunning')).toBe(true);
});

test('without a cluster that takes dependent services along the store is not stopped either', () => {
  const pair = pairWith({ behaviours: { 'exchange-2007/store-stop-takes-dependents': false } });
  pair.send(USER, 2);
  pair.move(pair.b);
  pair.pass(10 * MINUTE);
  expect(pair.see(pair.a, 'storeRunning')).toBe(true);
  expect(pair.see(pair.b, 'mountedDatabases')).toHaveLength(2);
  expect(pair.see(pair.b, 'items')).toBe(2);
});

test('a watchdog brings the store back on the node that has become passive', () => {
  const pair = pairWith({ behaviours: { 'mcafee-groupshield/watchdog-starts-service': true } });
  pair.move(pair.b);
  pair.pass(10 * MINUTE);
  const states = system(pair.a, 7036).filter((text) => text.includes('Information Store'));
  expect(states.map((text) => /(running|stopped) state/.exec(text)?.[1])).toEqual(['running', 'stopped', 'running']);
});
