import type { EventIdentity, Microseconds, ScheduledStep, World } from '../kernel/index.ts';
import type { ResourceRecord } from './cluster-configuration.ts';
import { CLUSTER_ERROR } from './cluster-error.ts';
import { ResourcePolls } from './resource-polls.ts';
import type { ResourceInstance } from './resource-type.ts';

/** @assumed Windows takes no shorter poll interval: a resource must not stop the clock. */
const SHORTEST_POLL: Microseconds = 100_000;

type Answered = (error: number) => void;

export interface MonitorParts {
  readonly world: World;
  /** Opens a resource; undefined where its type is not known on this node. */
  readonly open: (resource: string) => ResourceInstance | undefined;
  readonly record: (resource: string) => ResourceRecord | undefined;
  /** A poll has found a resource that is not alive. */
  readonly failed: (resource: string, causes: readonly EventIdentity[]) => void;
}

/** A resource that is open on a node. */
interface Hosted {
  readonly instance: ResourceInstance;
  /** It is, or may be, online here. */
  active: boolean;
  /** What it is asked for at the moment: answers to anything else count for nothing. */
  request: object | undefined;
  deadline: ScheduledStep | undefined;
}

/**
 * The resource monitor of a node: asks resources to come online and go offline, with time-outs, and polls those that are
 * online. A request that fails, or is without progress for too long, ends with `terminate`.
 *
 * @source PendingTimeout and DeadlockTimeout: without a report for so long the resource is terminated; the lower counts.
 */
export class ResourceMonitor {
  readonly #parts: MonitorParts;
  readonly #hosted = new Map<string, Hosted>();
  readonly #polls: ResourcePolls;
  #ended = false;

  constructor(parts: MonitorParts) {
    this.#parts = parts;
    this.#polls = new ResourcePolls(parts.world);
  }

  online(resource: string, done: Answered): void {
    const hosted = this.#open(resource);
    if (hosted === undefined) return done(CLUSTER_ERROR.ERROR_CLUSTER_RESOURCE_TYPE_NOT_FOUND);
    hosted.active = true;
    this.#request(resource, hosted, 'online', (error) => {
      if (error === 0) this.#startPolls(resource, hosted);
      done(error);
    });
  }

  offline(resource: string, done: Answered): void {
    const hosted = this.#open(resource);
    if (hosted === undefined) return done(CLUSTER_ERROR.ERROR_SUCCESS);
    this.#request(resource, hosted, 'offline', (error) => {
      hosted.active = false;
      done(error);
    });
  }

  /** At once; what was asked of it before is not answered. */
  terminate(resource: string): void {
    const hosted = this.#hosted.get(resource);
    if (hosted?.active !== true) return;
    this.#forget(hosted);
    hosted.active = false;
    hosted.instance.terminate();
  }

  /** A resource that is offline or has failed is no more. */
  close(resource: string): void {
    this.terminate(resource);
    this.#hosted.delete(resource);
  }

  /** The cluster service has ended. Whatever is online is terminated, the last that came online first. */
  end(): void {
    this.#ended = true;
    for (const resource of [...this.#hosted.keys()].toReversed()) this.terminate(resource);
  }

  /** The host has stopped dead. */
  halt(): void {
    this.#ended = true;
    for (const hosted of this.#hosted.values()) this.#forget(hosted);
    this.#hosted.clear();
  }

  #open(resource: string): Hosted | undefined {
    const present = this.#hosted.get(resource);
    if (present !== undefined) return present;
    const instance = this.#parts.open(resource);
    if (instance === undefined) return undefined;
    const hosted: Hosted = { instance, active: false, request: undefined, deadline: undefined };
    this.#hosted.set(resource, hosted);
    return hosted;
  }

  #request(resource: string, hosted: Hosted, what: 'online' | 'offline', done: Answered): void {
    const { world } = this.#parts;
    this.#forget(hosted);
    const request = {};
    hosted.request = request;
    const settle = (error: number): void => {
      if (hosted.request !== request) return;
      this.#forget(hosted);
      if (error === 0) return done(error);
      const why = hosted.instance.because?.() ?? [];
      this.terminate(resource);
      world.because([...world.causes, ...why], () => done(error));
    };
    const expect = (): void => {
      if (hosted.request !== request) return;
      if (hosted.deadline !== undefined) world.cancel(hosted.deadline);
      hosted.deadline = world.schedule(this.#patience(resource), 'pending time-out', () =>
        settle(CLUSTER_ERROR.ERROR_TIMEOUT),
      );
    };
    expect();
    hosted.instance[what]({
      progress: expect,
      done: () => settle(CLUSTER_ERROR.ERROR_SUCCESS),
      failed: (error) => settle(error === 0 ? CLUSTER_ERROR.ERROR_RESOURCE_FAILED : error),
    });
  }

  #patience(resource: string): Microseconds {
    const record = this.#parts.record(resource);
    if (record === undefined) return 0;
    const { pendingTimeout, deadlockTimeout } = record.properties;
    return Math.min(pendingTimeout, deadlockTimeout) * 1000;
  }

  #startPolls(resource: string, hosted: Hosted): void {
    const record = this.#parts.record(resource);
    if (record === undefined) return;
    const { instance } = hosted;
    const { looksAlivePollInterval, isAlivePollInterval } = record.properties;
    const poll = (ms: number, isAlive: () => boolean): void =>
      this.#polls.add(hosted, Math.max(ms * 1000, SHORTEST_POLL), () => {
        if (this.#ended || !hosted.active || isAlive()) return;
        const causes = instance.because?.() ?? [];
        this.terminate(resource);
        this.#parts.failed(resource, causes);
      });
    poll(looksAlivePollInterval, () => instance.looksAlive() || instance.isAlive());
    poll(isAlivePollInterval, () => instance.isAlive());
  }

  /** Nothing that was begun with it goes on. */
  #forget(hosted: Hosted): void {
    const { world } = this.#parts;
    hosted.request = undefined;
    if (hosted.deadline !== undefined) world.cancel(hosted.deadline);
    hosted.deadline = undefined;
    this.#polls.remove(hosted);
  }
}
