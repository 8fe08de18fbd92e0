import { applyRegFile } from '@scanclash/core';
import type { ContractHost } from '@scanclash/core/test';
import { parseCivilTime, World } from '../../kernel/index.ts';
import { Network } from '../../network/network.ts';
import type { TcpStack } from '../../network/tcp-stack.ts';
import { FileSystem, MapByteStore, Volume } from '../../windows/files/index.ts';
import { SimulatedHost } from '../../windows/simulated-host.ts';

/** A simulated host that holds what the contract of transports wants, and nothing else. */
export function contractHost({ name, registry, file }: ContractHost): SimulatedHost {
  const world = new World({ seed: 1, startsAt: parseCivilTime('2009-03-02T08:00:00') });
  const files = new FileSystem(world, { host: name });
  const drive = new Volume({ device: '\\Device\\HarddiskVolume1', store: new MapByteStore(), clock: world });
  files.drives.attach('C:', drive);
  const network = new Network<TcpStack>(world, { latency: 200 });
  const host = new SimulatedHost(world, network, { name, address: '192.0.2.10', windows: '2003', files });
  applyRegFile({ entries: registry }, host.registry);
  files.install(file.path, file.bytes);
  return host;
}
