import type { RegistryEditor, RegistryReader } from '@scanclash/core';
import type { SimulatedHost } from '../windows/simulated-host.ts';
import {
  CLUSTER_KEY,
  type ClusterConfiguration,
  copyHive,
  readConfiguration,
  readResource,
  type StoredResource,
} from './cluster-configuration.ts';
import { CLUSTER_ERROR } from './cluster-error.ts';

const CLUSTER_PROGRAM = 'clussvc.exe';

/**
 * The hives of a cluster, one on each node. Members change theirs together; a node that joins gets theirs. Before any
 * node was booted all are set up together.
 *
 * @assumed A node that forms the cluster trusts its own hive, even where another has a newer one.
 */
export class ClusterHives {
  readonly #hosts: readonly SimulatedHost[];
  readonly #members: () => readonly SimulatedHost[];
  #read: { readonly host: SimulatedHost; readonly revision: number; readonly what: ClusterConfiguration } | undefined;
  /** By host and key, resources as they were read last. */
  readonly #resources = new Map<
    SimulatedHost,
    Map<string, { readonly revision: number; readonly what: StoredResource }>
  >();

  constructor(hosts: readonly SimulatedHost[], members: () => readonly SimulatedHost[]) {
    this.#hosts = hosts;
    this.#members = members;
  }

  /** What is configured: by the first member, or the first node where there is none. */
  get configuration(): ClusterConfiguration {
    const host = this.#host;
    const revision = host.registry.revisionOf(CLUSTER_KEY);
    if (this.#read?.host !== host || this.#read.revision !== revision) {
      this.#read = { host, revision, what: readConfiguration(host.registry, this.#resourcesOf(host)) };
    }
    return this.#read.what;
  }

  /** Reads a resource anew where its key has changed. */
  #resourcesOf(host: SimulatedHost): (key: string) => StoredResource {
    const { registry } = host;
    const known = this.#resources.get(host) ?? new Map();
    this.#resources.set(host, known);
    return (key) => {
      const revision = registry.revisionOf(key);
      const last = known.get(key);
      if (last?.revision === revision) return last.what;
      const what = readResource(registry, key);
      known.set(key, { revision, what });
      return what;
    };
  }

  get registry(): RegistryReader {
    return this.#host.registry;
  }

  /** Error 1753 where no cluster service could do it. */
  write(action: (registry: RegistryEditor) => void): number {
    const members = this.#members();
    for (const { registryWrites } of members) action(registryWrites.by(CLUSTER_PROGRAM));
    if (members.length > 0) return CLUSTER_ERROR.ERROR_SUCCESS;
    if (this.#hosts.some(({ state }) => state !== 'never-booted')) return CLUSTER_ERROR.EPT_S_NOT_REGISTERED;
    for (const { registry } of this.#hosts) action(registry);
    return CLUSTER_ERROR.ERROR_SUCCESS;
  }

  copy(from: SimulatedHost, to: SimulatedHost): void {
    if (from !== to) copyHive(from.registry, to.registryWrites.by(CLUSTER_PROGRAM));
  }

  get #host(): SimulatedHost {
    return this.#members()[0] ?? (this.#hosts[0] as SimulatedHost);
  }
}
