import type { Plain } from '@scanclash/core';
import {
  BehaviourSwitches,
  type BehaviourValue,
  FileSystem,
  MapByteStore,
  Network,
  SECOND,
  SimulatedHost,
  type TcpStack,
  Volume,
  World,
} from '@scanclash/simulator';
import { mcafeeVirusscanEmulation } from '../../src/mcafee-virusscan/emulation/index.ts';
import { mcafeeVirusscan } from '../../src/mcafee-virusscan/product.ts';

interface Options {
  readonly wow64?: boolean;
  /** Mechanisms switched, assumptions with another value. */
  readonly behaviours?: Readonly<Record<string, BehaviourValue>>;
}

/** A host with VirusScan that has booted, to be asked what it lets programs do. */
export function guardedHost(settings: Readonly<Record<string, Plain>>, { behaviours = {}, ...options }: Options = {}) {
  const world = new World({
    seed: 1,
    startsAt: { year: 2004, month: 11, day: 15, hour: 8, minute: 0, second: 0, microsecond: 0 },
    behaviours: new BehaviourSwitches(mcafeeVirusscan.behaviours, behaviours),
  });
  const files = new FileSystem(world, { host: 'APP01' });
  files.drives.attach(
    'C:',
    new Volume({ device: '\\Device\\HarddiskVolume1', store: new MapByteStore(), clock: world }),
  );
  const network = new Network<TcpStack>(world, { latency: 200 });
  const host = new SimulatedHost(world, network, {
    name: 'APP01',
    address: '192.0.2.30',
    windows: '2003',
    files,
    ...options,
  });
  mcafeeVirusscanEmulation.install(host, settings);
  host.boot();
  const pass = (us: number) => world.runUntil(world.now + us);
  pass(SECOND);
  /** Windows' answer to one program that starts another; 0 is success. */
  const starting = (path: string, starter = 'C:\\WINDOWS\\explorer.exe'): number | undefined => {
    let code: number | undefined;
    host.startProgram(path, host.run(starter), (started) => {
      code = started.ok ? 0 : started.error.code;
    });
    pass(2 * SECOND);
    return code;
  };
  return { host, starting };
}
