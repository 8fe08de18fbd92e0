import { foldName } from '@scanclash/core';
import type { HostNetwork, HostSettings, SimulatedHost } from '@scanclash/simulator';
import type { ExchangeContext } from '../context.ts';
import type { RunningReplication, RunningStore } from './running-services.ts';
import type { StorageGroup } from './storage-group.ts';

/** A host with Exchange, as the directory knows it. */
export interface Member {
  readonly name: string;
  readonly host: SimulatedHost;
  readonly settings: HostSettings<ExchangeContext>;
  readonly store: RunningStore | undefined;
  readonly replication: RunningReplication | undefined;
}

/** A server with mailboxes: one host, or a clustered mailbox server that is on one of two nodes. */
export interface MailboxServer {
  /** What clients and Hub Transport servers connect to. */
  readonly name: string;
  readonly isClustered: boolean;
  readonly groups: readonly StorageGroup[];
  /** Its node, or its two nodes; the first keeps what the directory says of the server. */
  readonly nodes: readonly Member[];
}

interface GrowingServer extends MailboxServer {
  readonly nodes: Member[];
}

/**
 * What Active Directory knows of the Exchange servers of one network.
 * @assumed HOLE-exchange-directory: it can always be reached, and every server sees the same.
 */
export class Organisation {
  readonly #servers = new Map<string, GrowingServer>();
  readonly #addresses = new Map<string, { readonly server: MailboxServer; readonly group: StorageGroup }>();
  readonly #hubs: Member[] = [];

  static of(network: HostNetwork): Organisation {
    return network.shared('exchange organisation', () => new Organisation());
  }

  /** Adds a server; a second node joins the one of that name, whose storage groups stay. */
  addServer(node: Member, server: Omit<MailboxServer, 'nodes'>): MailboxServer {
    const known = this.#servers.get(foldName(server.name));
    if (known !== undefined) {
      known.nodes.push(node);
      return known;
    }
    const added: GrowingServer = { ...server, nodes: [node] };
    this.#servers.set(foldName(server.name), added);
    for (const group of server.groups) {
      for (const address of group.addresses) this.#addresses.set(foldName(address), { server: added, group });
    }
    return added;
  }

  addHub(hub: Member): void {
    this.#hubs.push(hub);
  }

  get servers(): readonly MailboxServer[] {
    return [...this.#servers.values()];
  }

  get hubs(): readonly Member[] {
    return this.#hubs;
  }

  server(name: string): MailboxServer | undefined {
    return this.#servers.get(foldName(name));
  }

  /** Where the mailbox of an address is. */
  find(address: string): { readonly server: MailboxServer; readonly group: StorageGroup } | undefined {
    return this.#addresses.get(foldName(address));
  }
}
