import type { Plain } from '@scanclash/core';
import {
  BehaviourSwitches,
  FileSystem,
  MapByteStore,
  Network,
  SECOND,
  SimulatedHost,
  serveSmtp,
  type TcpStack,
  Volume,
  WINSOCK,
  World,
} from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { blatEmulation } from './emulation.ts';
import { blat } from './product.ts';

/** The exit code of Blat against a server that answers with `reply`, or does not listen, behind a filter that may refuse. */
function exitCode(settings: Readonly<Record<string, Plain>>, reply?: number, refusal?: keyof typeof WINSOCK) {
  const world = new World({
    seed: 1,
    startsAt: { year: 2004, month: 11, day: 15, hour: 8, minute: 0, second: 0, microsecond: 0 },
    behaviours: new BehaviourSwitches(blat.behaviours, {}),
  });
  const network = new Network<TcpStack>(world, { latency: 200 });
  const [script, server] = ['APP01', 'MAIL01'].map((name, i) => {
    const files = new FileSystem(world, { host: name });
    const store = new MapByteStore();
    files.drives.attach('C:', new Volume({ device: '\\Device\\HarddiskVolume1', store, clock: world }));
    return new SimulatedHost(world, network, { name, address: `192.0.2.${i + 1}`, windows: '2003', files });
  }) as [SimulatedHost, SimulatedHost];
  blatEmulation.install(script, settings);
  for (const host of [script, server]) host.boot();
  if (reply !== undefined) {
    serveSmtp(server.tcp, server.run('C:\\mta.exe'), 25, 'MAIL01', (_, _client, answer) =>
      answer({ code: reply, text: '' }),
    );
  }
  let attempts = 0;
  script.tcp.addFilter({
    name: 'rule',
    check: () => {
      attempts += 1;
      return refusal === undefined
        ? { kind: 'pass' }
        : { kind: 'refuse', error: WINSOCK[refusal], after: 0, by: 'rule' };
    },
  });
  let code: number | undefined;
  script.execute('blat C:\\Scripts\\report.txt -to admin@example.com -subject Report', (ended) => {
    code = ended;
  });
  world.runUntil(120 * SECOND);
  return { code, attempts, lost: blatEmulation.observables['lost']?.observe(script) };
}

test.each<[string, Parameters<typeof exitCode>, number]>([
  ['0 when the server has taken the message', [{ server: 'MAIL01' }, 250], 0],
  ['1 when the server has not', [{ server: 'MAIL01' }, 550], 1],
  ['1 when the socket is denied, as by a port rule', [{ server: 'MAIL01' }, 250, 'WSAEACCES'], 1],
  ['1 when nobody answers', [{ server: 'MAIL01' }, 250, 'WSAETIMEDOUT'], 1],
  ['2 when the connection is refused', [{ server: 'MAIL01' }], 2],
  ['12 when no server was installed', [{ server: '' }, 250], 12],
])('Blat ends with %s', (_, parameters, code) => {
  expect(exitCode(...parameters).code).toBe(code);
});

test('Blat tries as often as it was told to, and then the message is gone', () => {
  expect(exitCode({ server: 'MAIL01', tries: 3 }, 250, 'WSAEACCES')).toEqual({ code: 1, attempts: 3, lost: 1 });
});
