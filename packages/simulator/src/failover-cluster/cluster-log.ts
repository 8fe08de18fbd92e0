import { isBeforeVista } from '../windows/console/generation.ts';
import type { EventRecord } from '../windows/event-log.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';

/**
 * What the cluster service writes into the System log of an English Windows: as ClusSvc in Windows Server 2003, as
 * FailoverClustering from 2008 on, which alone tells of members and of generic services.
 *
 * @source Microsoft, failover clustering system log events (1069, 1135, 1177) and generic service resources (1040 to 1042).
 * @assumed The wording of 1069 in Windows Server 2003.
 */
export class ClusterLog {
  readonly #host: SimulatedHost;
  readonly #isBefore2008: boolean;

  constructor(host: SimulatedHost) {
    this.#host = host;
    this.#isBefore2008 = isBeforeVista(host);
  }

  resourceFailed(resource: string, group: string): void {
    const where = this.#isBefore2008 ? `Resource Group '${group}'` : `clustered service or application '${group}'`;
    this.#write(1069, `Cluster resource '${resource}' in ${where} failed.`);
  }

  nodeRemoved(node: string): void {
    if (this.#isBefore2008) return;
    const why =
      'The Cluster service on this node may have stopped. This could also be due to the node having lost communication with other active nodes in the failover cluster.';
    this.#write(1135, `Cluster node '${node}' was removed from the active failover cluster membership. ${why}`);
  }

  quorumLost(): void {
    if (this.#isBefore2008) return;
    const why =
      'This could be due to the loss of network connectivity between some or all nodes in the cluster, or a failover of the witness disk.';
    this.#write(1177, `The Cluster service is shutting down because quorum was lost. ${why}`);
  }

  serviceNotOpened(service: string, error: number): void {
    const why =
      'Possible causes include: the service is either not installed or the specified service name is invalid.';
    this.#serviceOffline(1040, service, error, 'open', why);
  }

  serviceNotStarted(service: string, error: number): void {
    const why = 'Possible cause: the specified service parameters might be invalid.';
    this.#serviceOffline(1041, service, error, 'start', why);
  }

  serviceFailed(service: string, error: number): void {
    if (this.#isBefore2008) return;
    const text = `Cluster generic service '${service}' failed with error '${error}'. Please examine the application event log.`;
    this.#write(1042, text);
  }

  #serviceOffline(id: number, service: string, error: number, attempt: string, why: string): void {
    if (this.#isBefore2008) return;
    const failed = `Cluster generic service '${service}' could not be brought online (with error '${error}')`;
    this.#write(id, `${failed} during an attempt to ${attempt} the service. ${why}`);
  }

  #write(id: number, text: string): void {
    const source = this.#isBefore2008 ? 'ClusSvc' : 'FailoverClustering';
    const level: EventRecord['level'] = 'error';
    this.#host.eventLog.write('System', { source, id, level, text });
  }
}
