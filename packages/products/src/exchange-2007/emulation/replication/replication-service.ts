import { FailoverCluster, type Microseconds, Program, type ServiceContext } from '@scanclash/simulator';
import { databaseResource, lastMountedOn, ownerOf, rememberMount } from '../cluster/server-resources.ts';
import type { ExchangeHost } from '../exchange-host.ts';
import type { MailboxServer } from '../organisation.ts';
import type { MountDecision, RunningCopy, RunningReplication } from '../running-services.ts';
import { databaseName, type StorageGroup } from '../storage-group.ts';
import { deliveryAsked, lossNoted, mountForced, moved } from './copy-events.ts';
import { askForDelivery } from './dumpster-request.ts';
import { judgeMount } from './mount-decision.ts';
import { type Missing, StorageGroupCopy } from './storage-group-copy.ts';

/** MSExchangeRepl: copies the logs of the other node, and says whether a database may be mounted on this one. */
export class ReplicationService implements RunningReplication {
  readonly #exchange: ExchangeHost;
  readonly #server: MailboxServer;
  readonly #program: Program;
  readonly #copies: ReadonlyMap<StorageGroup, StorageGroupCopy>;
  /** Databases that may not be mounted, since when. */
  readonly #refused = new Map<StorageGroup, Microseconds>();

  constructor(exchange: ExchangeHost, server: MailboxServer, program: Program) {
    this.#exchange = exchange;
    this.#server = server;
    this.#program = program;
    this.#copies = new Map(
      server.groups.map((group) => [group, new StorageGroupCopy(exchange, server, program, group)]),
    );
  }

  get copies(): readonly RunningCopy[] {
    return [...this.#copies.values()];
  }

  copy(group: StorageGroup): StorageGroupCopy | undefined {
    return this.#copies.get(group);
  }

  begin(): void {
    for (const copy of this.#copies.values()) copy.begin();
  }

  allowMount(group: StorageGroup, done: (decision: MountDecision) => void): void {
    const { host } = this.#exchange;
    const copy = this.#copies.get(group);
    const last = lastMountedOn(host, this.#server, group);
    if (copy === undefined || last === undefined || last === host.name) {
      copy?.rest();
      return done(this.#decide(group, 0));
    }
    copy.takeLastLogs((missing) => {
      const decision = this.#decide(group, missing);
      if (decision.allowed) copy.rest();
      done(decision);
    });
  }

  mounted(group: StorageGroup, { missing }: MountDecision): void {
    this.#copies.get(group)?.activated();
    rememberMount(this.#exchange.host, this.#server, group);
    if (missing === 0 || !this.#exchange.isOn('dumpster-delivers-again')) return;
    deliveryAsked(this.#exchange, this.#server, group);
    for (const hub of this.#exchange.organisation.hubs) askForDelivery(this.#exchange, this.#program, hub, group);
  }

  handedOver(seconds: number): void {
    moved(this.#exchange, this.#server, seconds);
  }

  released(group: StorageGroup): void {
    this.#refused.delete(group);
    this.#copies.get(group)?.begin();
  }

  #decide(group: StorageGroup, missing: Missing): MountDecision {
    const decision = this.#judge(group, missing);
    this.#exchange.decisions.set(group, decision);
    return decision;
  }

  #judge(group: StorageGroup, missing: Missing): MountDecision {
    const { host } = this.#exchange;
    const since = this.#refused.get(group);
    const verdict = missing === undefined ? 'refused' : judgeMount(this.#exchange, this.#server, group, missing, since);
    const details = { missing: missing ?? 'unknown' };
    if (verdict === 'refused') {
      const event = host.emit('exchange/repl', 'exchange.mount-refused', databaseName(group), details);
      host.world.because(event, () => {
        lossNoted(this.#exchange, group, 2094, missing ?? 0);
        if (since !== undefined) return;
        this.#refused.set(group, host.world.now);
        this.#lookAgain(group);
      });
      return { allowed: false, missing, event };
    }
    this.#refused.delete(group);
    const event = host.emit('exchange/repl', 'exchange.mount-allowed', databaseName(group), details);
    host.world.because(event, () => {
      if (verdict === 'forced') mountForced(this.#exchange, group, missing as number);
      else if (missing !== 0) lossNoted(this.#exchange, group, 2092, missing as number);
    });
    return { allowed: true, missing, event };
  }

  /**
   * What is missing may come, or the time be over after which it does not count.
   * @source MSXFAQ#2: the database was started once its log could be copied.
   */
  #lookAgain(group: StorageGroup): void {
    const { host } = this.#exchange;
    const pause = this.#exchange.assume<number>('copy-retry') * 1_000_000;
    this.#program.after(pause, 'missing logs', () => {
      const since = this.#refused.get(group);
      if (since === undefined) return;
      if (ownerOf(host, this.#server) !== host.name) return void this.#refused.delete(group);
      this.#copies.get(group)?.takeLastLogs((missing) => {
        const isStill =
          missing === undefined || judgeMount(this.#exchange, this.#server, group, missing, since) === 'refused';
        if (isStill) return this.#lookAgain(group);
        FailoverCluster.of(host)?.onlineResource(databaseResource(this.#server, group));
      });
    });
  }
}

/** @source CCR-HELP: the service runs on both nodes; the passive one pulls. */
export function runReplication(exchange: ExchangeHost, service: ServiceContext): void {
  const { host, server } = exchange;
  service.running();
  if (server === undefined || !server.isClustered) return;
  const replication = new ReplicationService(exchange, server, new Program(host, service.process));
  exchange.replication = replication;
  host.processes.onExit(service.process, () => {
    if (exchange.replication === replication) exchange.replication = undefined;
  });
  replication.begin();
}
