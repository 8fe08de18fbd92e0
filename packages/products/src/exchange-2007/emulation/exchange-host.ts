import { joinPath } from '@scanclash/core';
import { HostSettings, type SimulatedHost, type SmtpTransaction } from '@scanclash/simulator';
import type { ExchangeContext, ExchangeRole } from '../context.ts';
import { databaseFolder, exchangeSettings, logFolder } from '../settings.ts';
import { LogFiles } from './ese/log-files.ts';
import { type MailboxServer, Organisation } from './organisation.ts';
import type { MountDecision, RunningHub, RunningReplication, RunningStore } from './running-services.ts';
import type { StorageGroup } from './storage-group.ts';
import type { MailQueue } from './transport/mail-queue.ts';

/** What the services of Exchange on one host share. */
export class ExchangeHost {
  readonly host: SimulatedHost;
  readonly context: ExchangeContext;
  readonly role: ExchangeRole;
  readonly settings: HostSettings<ExchangeContext>;
  readonly organisation: Organisation;
  /** The mailbox server that this host is, or is a node of. */
  server: MailboxServer | undefined;
  /** The running store.exe. */
  store: RunningStore | undefined;
  /** The running replication service. */
  replication: RunningReplication | undefined;
  /** Copies that an administrator has suspended; that outlives the service. */
  readonly suspendedCopies = new Set<StorageGroup>();
  /** Items of logs of this node that the active node did not have when it took over. */
  readonly lostItems = new Set<string>();
  /** What clients have written and no Hub Transport server has taken yet. */
  readonly outbox: SmtpTransaction[] = [];
  /** The running mail submission service. */
  submission: { readonly wake: () => void } | undefined;
  /** What was decided last about the mount of each database here. */
  readonly decisions = new Map<StorageGroup, MountDecision>();
  /** What clients on this host have met. */
  readonly visits = { opened: 0, failed: 0, withheld: 0 };
  /** The queue database, of a Hub Transport server. */
  queue: MailQueue | undefined;
  /** The running transport. */
  hub: RunningHub | undefined;

  constructor(host: SimulatedHost, context: ExchangeContext, role: ExchangeRole) {
    this.host = host;
    this.context = context;
    this.role = role;
    this.organisation = Organisation.of(host.network);
    this.settings = new HostSettings(host.world, {
      host: host.name,
      namespace: 'exchange',
      registry: host.registry,
      settings: exchangeSettings,
      context,
    });
  }

  get name(): string {
    return this.host.name;
  }

  /** The settings of the mailbox server as the directory has them: on each node the same. */
  get serverSettings(): HostSettings<ExchangeContext> {
    return this.server?.nodes[0]?.settings ?? this.settings;
  }

  /** The logs of a storage group on this host. */
  logsOf(group: StorageGroup): LogFiles {
    return new LogFiles(joinPath(this.serverSettings.get(logFolder), group.name), group.prefix);
  }

  /** The database of a storage group on this host. */
  databaseOf(group: StorageGroup): string {
    return joinPath(this.serverSettings.get(databaseFolder), group.name, `${group.database}.edb`);
  }

  isOn(mechanism: string): boolean {
    return this.host.world.behaviours.on(`exchange-2007/${mechanism}`);
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the declaration decides, the caller knows it
  assume<T extends number | boolean>(name: string): T {
    return this.host.world.behaviours.value<T>(`exchange-2007/${name}`);
  }
}

export const exchangeOn = (host: SimulatedHost): ExchangeHost => host.part<ExchangeHost>('exchange-2007');
