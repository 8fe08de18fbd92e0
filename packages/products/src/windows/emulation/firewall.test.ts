import type { Plain } from '@scanclash/core';
import {
  BehaviourSwitches,
  FileSystem,
  MapByteStore,
  Network,
  runCommand,
  SECOND,
  SimulatedHost,
  type TcpStack,
  Volume,
  World,
} from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { windowsEmulation } from '../emulation.ts';
import { windows } from '../product.ts';

const ADDRESS = '192.0.2.10';
const OUTSIDE = '198.51.100.25';

/** A server with these settings and somebody outside; both listen on ports 25 and 110. */
function neighbours(settings: Readonly<Record<string, Plain>>) {
  const world = new World({
    seed: 1,
    startsAt: { year: 2004, month: 11, day: 15, hour: 8, minute: 0, second: 0, microsecond: 0 },
    behaviours: new BehaviourSwitches(windows.behaviours, {}),
  });
  const network = new Network<TcpStack>(world, { latency: 200 });
  const hostNamed = (name: string, address: string) => {
    const files = new FileSystem(world, { host: name });
    files.drives.attach(
      'C:',
      new Volume({ device: '\\Device\\HarddiskVolume1', store: new MapByteStore(), clock: world }),
    );
    const interpreter = (on: SimulatedHost, line: string, done: (exitCode: number) => void) =>
      runCommand(on, line, ({ exitCode }) => done(exitCode));
    const host = new SimulatedHost(world, network, { name, address, windows: '2003', files, interpreter });
    windowsEmulation.install(host, name === 'MAIL01' ? settings : {});
    host.boot();
    for (const port of [25, 110]) host.tcp.listen(host.run(`C:\\server${port}.exe`), port, () => {});
    return host;
  };
  const server = hostNamed('MAIL01', ADDRESS);
  const outside = hostNamed('MX.EXAMPLE.NET', OUTSIDE);
  const connects = (from: SimulatedHost, to: string, port: number): boolean | undefined => {
    let connected: boolean | undefined;
    from.tcp.connect(from.run('C:\\client.exe'), to, port, (result) => {
      connected = result.ok;
    });
    world.runUntil(world.now + 30 * SECOND);
    return connected;
  };
  world.runUntil(SECOND);
  return { server, outside, connects };
}

test('it drops what comes in to a port that is not open, and lets everything out', () => {
  const { server, outside, connects } = neighbours({ 'firewall.startsWithSystem': true, 'firewall.openPorts': [25] });
  expect(connects(outside, ADDRESS, 25)).toBe(true);
  expect(connects(outside, ADDRESS, 110)).toBe(false);
  expect(connects(server, OUTSIDE, 110)).toBe(true);
});

test.each([
  ['its service does not start, as on a server', {}],
  ['its policy is off', { 'firewall.startsWithSystem': true, 'firewall.enabled': false }],
])('it drops nothing where %s', (_, settings) => {
  const { outside, connects } = neighbours(settings);
  expect(connects(outside, ADDRESS, 110)).toBe(true);
});

test('it drops nothing once its service was stopped', () => {
  const { server, outside, connects } = neighbours({ 'firewall.startsWithSystem': true });
  expect(connects(outside, ADDRESS, 110)).toBe(false);
  runCommand(server, 'net stop SharedAccess', () => {});
  expect(connects(outside, ADDRESS, 25)).toBe(true);
  expect(connects(outside, ADDRESS, 110)).toBe(true);
});
