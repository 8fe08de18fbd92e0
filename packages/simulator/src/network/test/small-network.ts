import { type Microseconds, type TraceEvent, World } from '../../kernel/index.ts';
import { type FileFilter, FileSystem, MapByteStore, pass, Volume } from '../../windows/files/index.ts';
import { installService, type ServiceToInstall } from '../../windows/services/service-configuration.ts';
import type { ServiceProgram } from '../../windows/services/service-control-manager.ts';
import { type HostOptions, SimulatedHost } from '../../windows/simulated-host.ts';
import { Network } from '../network.ts';
import type { HostNetwork } from '../tcp-stack.ts';

export const LATENCY = 200;
export const SECOND = 1_000_000;

/** A network with a mail server and a workstation, both booted. */
export interface SmallNetwork {
  readonly world: World;
  readonly network: HostNetwork;
  /** C: and D:, with an empty spool on the latter. */
  readonly server: SimulatedHost;
  readonly station: SimulatedHost;
  /** The trace so far; of one kind where it is given. */
  events(kind?: string): TraceEvent[];
  /** Lets some time pass. */
  pass(us: Microseconds): void;
}

export function emptyNetwork(shuffleTies?: number): Pick<SmallNetwork, 'world' | 'network' | 'events' | 'pass'> {
  const world = new World({
    seed: 1,
    startsAt: { year: 2004, month: 11, day: 15, hour: 8, minute: 0, second: 0, microsecond: 0 },
    storeTrace: true,
    ...(shuffleTies === undefined ? {} : { shuffleTies }),
  });
  const events = (kind?: string): TraceEvent[] =>
    [...world.trace.lines()]
      .map((line) => JSON.parse(line) as TraceEvent)
      .filter((event) => kind === undefined || event.kind === kind);
  return {
    world,
    network: new Network(world, { latency: LATENCY }),
    events,
    pass: (us) => world.runUntil(world.now + us),
  };
}

export function newHost(
  { world, network }: Pick<SmallNetwork, 'world' | 'network'>,
  options: Partial<HostOptions> & Pick<HostOptions, 'name' | 'address'>,
  drives: readonly string[] = ['C:'],
): SimulatedHost {
  const files = new FileSystem(world, { host: options.name });
  for (const [i, drive] of drives.entries()) {
    const device = `\\Device\\HarddiskVolume${i + 1}`;
    files.drives.attach(drive, new Volume({ device, store: new MapByteStore(), clock: world }));
  }
  files.makeFolders('C:\\WINDOWS\\Temp');
  return new SimulatedHost(world, network, { windows: '2003', files, ...options });
}

/** @param prepare - Installs things before the hosts boot. */
export function smallNetwork(
  prepare: (hosts: Pick<SmallNetwork, 'server' | 'station'>) => void = () => {},
  shuffleTies?: number,
): SmallNetwork {
  const empty = emptyNetwork(shuffleTies);
  const server = newHost(empty, { name: 'MAIL01', address: '192.0.2.10' }, ['C:', 'D:']);
  const station = newHost(empty, { name: 'WS01', address: '192.0.2.101', windows: '2000' });
  server.files.makeFolders('D:\\Spool\\Invirus');
  server.files.makeFolders('D:\\Spool\\Incoming');
  prepare({ server, station });
  server.boot();
  station.boot();
  return { ...empty, server, station };
}

/** Installs a service whose program reports that it runs, unless another is given. */
export function addService(
  host: SimulatedHost,
  name: string,
  options: Partial<ServiceToInstall> & { readonly program?: ServiceProgram } = {},
): void {
  const { program = ({ running }) => running(), ...service } = options;
  const imagePath = options.imagePath ?? `C:\\Services\\${name}.exe`;
  host.files.install(imagePath, 'MZ');
  installService(host.registry, { name, displayName: `${name} service`, imagePath, start: 'demand', ...service });
  host.services.registerProgram(imagePath, program);
}

/** A file filter that keeps every open waiting. */
export function slowFilter(by: Microseconds): FileFilter {
  // oxlint-disable-next-line unicorn/no-thenable -- nothing awaits a verdict
  return { name: 'slow', altitude: 320_000, beforeOpen: () => ({ kind: 'delay', by, then: () => pass }) };
}
