import { joinPath } from '@scanclash/core';
import { FailoverCluster, type SimulatedHost, type World } from '@scanclash/simulator';
import type { ClusterDefinition } from './worlds/index.ts';

/** Makes hosts the nodes of a cluster, and offers the witness, before products are installed and anything boots. */
export function buildCluster(
  world: World,
  hosts: ReadonlyMap<string, SimulatedHost>,
  { name, address, nodes, witness }: ClusterDefinition,
): FailoverCluster {
  const named = (host: string): SimulatedHost => {
    const found = hosts.get(host);
    if (found === undefined) throw new Error(`cluster ${name}: the world has no host ${host}`);
    return found;
  };
  const share = `FSW_${name}`;
  if (witness !== undefined) {
    const host = named(witness);
    const folder = joinPath('C:\\', share);
    host.files.makeFolders(folder);
    host.smb.addShare(share, folder);
  }
  return new FailoverCluster(world, {
    name,
    address,
    nodes: nodes.map(named),
    ...(witness === undefined ? {} : { witness: `\\\\${witness}\\${share}` }),
  });
}
