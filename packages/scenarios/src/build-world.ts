import type { Plain } from '@scanclash/core';
import {
  BehaviourSwitches,
  type BehaviourValue,
  type ByteStore,
  FileSystem,
  type HostNetwork,
  MapByteStore,
  Network,
  parseCivilTime,
  runCommand,
  SimulatedHost,
  type TcpStack,
  Volume,
  World,
} from '@scanclash/simulator';
import { buildCluster } from './build-cluster.ts';
import { behavioursOf, emulationOf } from './emulation-of.ts';
import { type HostDefinition, productsOf, type WorldDefinition } from './worlds/index.ts';

/** One-way latency of the local network, µs; a model figure. */
const LATENCY = 200;

export interface WorldToBuild {
  readonly definition: WorldDefinition;
  readonly seed: number;
  /** Settings that differ from the world's: host → product → path → value. */
  readonly settings: ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<string, Plain>>>>;
  /** Behaviours that differ: mechanisms switched, assumptions with another value. */
  readonly behaviours: Readonly<Record<string, BehaviourValue>>;
  readonly shuffleTies?: number;
  readonly storeTrace?: boolean;
  /** Makes the store in which the bytes of a volume lie; a map when left out. No trace tells which it was. */
  readonly store?: () => ByteStore;
}

export interface BuiltWorld {
  readonly world: World;
  readonly network: HostNetwork;
  readonly definition: WorldDefinition;
  readonly hosts: ReadonlyMap<string, SimulatedHost>;
}

/** Builds a world up to the moment before its hosts boot: everything is installed, nothing runs. */
export function buildWorld(options: WorldToBuild): BuiltWorld {
  const { definition } = options;
  const world = new World({
    seed: options.seed,
    startsAt: parseCivilTime(definition.startsAt),
    behaviours: new BehaviourSwitches(behavioursOf(definition), options.behaviours),
    ...(options.shuffleTies === undefined ? {} : { shuffleTies: options.shuffleTies }),
    ...(options.storeTrace === undefined ? {} : { storeTrace: options.storeTrace }),
  });
  const network = new Network<TcpStack>(world, { latency: LATENCY });
  const hosts = new Map<string, SimulatedHost>();
  for (const [name, host] of Object.entries(definition.hosts)) {
    hosts.set(name, buildHost(world, network, name, host, options.store ?? (() => new MapByteStore())));
  }
  for (const [name, { user }] of Object.entries(definition.hosts)) {
    if (user !== undefined) hosts.get(name)?.smb.profile(user);
  }
  for (const cluster of definition.clusters ?? []) buildCluster(world, hosts, cluster);
  for (const [domain, host] of Object.entries(definition.mail)) network.exchangeMail(domain, host);
  for (const [name, host] of Object.entries(definition.hosts)) {
    for (const product of productsOf(host)) {
      const settings = host.products[product] ?? {};
      const different = options.settings.get(name)?.get(product) ?? {};
      emulationOf(definition, product).install(hosts.get(name) as SimulatedHost, { ...settings, ...different });
    }
  }
  return { world, network, definition, hosts };
}

function buildHost(
  world: World,
  network: HostNetwork,
  name: string,
  host: HostDefinition,
  store: () => ByteStore,
): SimulatedHost {
  const files = new FileSystem(world, { host: name });
  for (const [i, drive] of (host.drives ?? ['C']).entries()) {
    const device = `\\Device\\HarddiskVolume${i + 1}`;
    files.drives.attach(`${drive}:`, new Volume({ device, store: store(), clock: world }));
  }
  files.makeFolders('C:\\WINDOWS\\Temp');
  const lettered = (host.drives ?? ['C']).length;
  for (const [i, folder] of (host.mounts ?? []).entries()) {
    const device = `\\Device\\HarddiskVolume${lettered + i + 1}`;
    files.makeFolders(folder);
    files.drives.mount(folder, new Volume({ device, store: store(), clock: world }));
  }
  return new SimulatedHost(world, network, {
    name,
    address: host.address,
    windows: host.windows,
    ...(host.wow64 === undefined ? {} : { wow64: host.wow64 }),
    files,
    interpreter: (on, line, done) => runCommand(on, line, ({ exitCode }) => done(exitCode)),
  });
}
