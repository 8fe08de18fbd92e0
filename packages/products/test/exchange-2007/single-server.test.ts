import {
  BehaviourSwitches,
  FileSystem,
  MapByteStore,
  MINUTE,
  Network,
  parseCivilTime,
  SimulatedHost,
  type TcpStack,
  Volume,
  World,
} from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { exchange2007Emulation } from '../../src/exchange-2007/emulation/index.ts';
import { exchange2007 } from '../../src/exchange-2007/product.ts';
import { USER } from './ccr-pair.ts';

test('a mailbox server without a cluster mounts its databases by itself, and again after a reboot', () => {
  const world = new World({
    seed: 1,
    startsAt: parseCivilTime('2008-03-03T08:00:00'),
    behaviours: new BehaviourSwitches(exchange2007.behaviours),
  });
  const network = new Network<TcpStack>(world, { latency: 200 });
  const [mailbox, hub] = ['MBX01', 'HUB01'].map((name, i) => {
    const files = new FileSystem(world, { host: name });
    const volume = new Volume({ device: '\\Device\\HarddiskVolume1', store: new MapByteStore(), clock: world });
    files.drives.attach('C:', volume);
    return new SimulatedHost(world, network, { name, address: `192.0.2.${i + 10}`, windows: '2003', files });
  }) as [SimulatedHost, SimulatedHost];
  const { stimuli, observables } = exchange2007Emulation;
  const storageGroups = [{ name: 'First Storage Group', database: 'Mailbox Database', addresses: [USER] }];
  exchange2007Emulation.install(mailbox, { role: 'mailbox', storageGroups });
  exchange2007Emulation.install(hub, { role: 'hub' });
  for (const host of [mailbox, hub]) host.boot();
  const deliver = stimuli['deliver'];
  deliver?.run(hub, deliver.schema.parse({ to: USER, count: 3 }) as never);
  world.runUntil(MINUTE);
  expect(observables['items']?.observe(mailbox)).toBe(3);
  mailbox.reboot();
  world.runUntil(10 * MINUTE);
  expect(observables['mountedDatabases']?.observe(mailbox)).toEqual(['First Storage Group\\Mailbox Database']);
  expect(observables['items']?.observe(mailbox)).toBe(3);
});
