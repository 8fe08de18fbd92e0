import { emptyNetwork, newHost, type SmallNetwork } from '../../network/test/small-network.ts';
import type { SimulatedHost } from '../../windows/simulated-host.ts';
import type { WindowsVersion } from '../../windows/windows-version.ts';
import { FailoverCluster } from '../failover-cluster.ts';
import type { PendingRequest, ResourceContext, ResourceType } from '../resource-type.ts';

export interface SmallCluster extends Pick<SmallNetwork, 'world' | 'network' | 'events' | 'pass'> {
  readonly cluster: FailoverCluster;
  readonly a: SimulatedHost;
  readonly b: SimulatedHost;
  readonly nodes: readonly SimulatedHost[];
  /** Holds the file share witness. */
  readonly hub: SimulatedHost;
}

export interface SmallClusterOptions {
  readonly windows?: WindowsVersion;
  readonly nodes?: number;
  readonly witness?: boolean;
  readonly shuffleTies?: number;
  /** Installs things before the hosts boot. */
  readonly prepare?: (made: SmallCluster) => void;
  /** False: nothing is booted. */
  readonly boot?: boolean;
}

/** Two nodes, NODEA and NODEB, and a witness on HUB01, booted. */
export function smallCluster(options: SmallClusterOptions = {}): SmallCluster {
  const { windows = '2008', nodes: count = 2, witness = true, prepare, boot = true } = options;
  const net = emptyNetwork(options.shuffleTies);
  const hub = newHost(net, { name: 'HUB01', address: '192.0.2.30', windows });
  hub.files.makeFolders('C:\\FSW');
  hub.smb.addShare('FSW', 'C:\\FSW');
  const nodes = ['NODEA', 'NODEB', 'NODEC']
    .slice(0, count)
    .map((name, i) => newHost(net, { name, address: `192.0.2.${11 + i}`, windows }));
  const [a, b] = nodes as [SimulatedHost, SimulatedHost];
  const cluster = new FailoverCluster(net.world, {
    name: 'CLU01',
    address: '192.0.2.40',
    nodes,
    ...(witness ? { witness: '\\\\HUB01\\FSW' } : {}),
  });
  const made = { ...net, cluster, a, b, nodes, hub };
  prepare?.(made);
  if (boot) for (const host of [hub, ...nodes]) host.boot();
  return made;
}

/** What a resource of the type `Probe` was asked. */
export interface ProbeCall {
  readonly what: 'online' | 'offline' | 'terminate';
  readonly resource: string;
  readonly node: string;
  /** Which boot of the node it was. */
  readonly boot: number;
  readonly request?: PendingRequest;
}

export interface Probe {
  readonly calls: ProbeCall[];
  /** `online S (NODEA)`, in order. */
  texts(): readonly string[];
  /** Resources that do not answer requests by themselves. */
  readonly slow: Set<string>;
  /** Resources that refuse to come online, with error 31. */
  readonly broken: Set<string>;
  /** Resources that are not alive. */
  readonly dead: Set<string>;
}

/** A resource type whose resources do what a test says; otherwise they do at once what they are asked for. */
export function addProbe({ cluster, nodes }: SmallCluster): Probe {
  const calls: ProbeCall[] = [];
  const probe: Probe = {
    calls,
    texts: () => calls.map(({ what, resource, node }) => `${what} ${resource} (${node})`),
    slow: new Set(),
    broken: new Set(),
    dead: new Set(),
  };
  const asked = (what: ProbeCall['what'], { resource, node }: ResourceContext, request?: PendingRequest) => {
    calls.push({ what, resource, node: node.name, boot: node.boots, ...(request === undefined ? {} : { request }) });
    if (request === undefined || probe.slow.has(resource)) return;
    if (what === 'online' && probe.broken.has(resource)) request.failed(31);
    else request.done();
  };
  const type: ResourceType = {
    name: 'Probe',
    open: (context) => ({
      online: (request) => asked('online', context, request),
      offline: (request) => asked('offline', context, request),
      terminate: () => asked('terminate', context),
      looksAlive: () => !probe.dead.has(context.resource),
      isAlive: () => !probe.dead.has(context.resource),
    }),
  };
  for (const node of nodes) cluster.registerType(node, type);
  return probe;
}

/** A group `G` of probes: `name` or `name<dependency`. */
export function addGroup({ cluster }: SmallCluster, ...resources: readonly string[]): void {
  cluster.createGroup({ name: 'G' });
  const parsed = resources.map((text) => text.split('<') as [string, ...string[]]);
  for (const [name] of parsed) cluster.createResource({ name, type: 'Probe', group: 'G' });
  for (const [name, ...dependsOn] of parsed) for (const on of dependsOn) cluster.addDependency(name, on);
}
