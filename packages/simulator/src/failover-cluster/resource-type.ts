import type { EventIdentity } from '../kernel/index.ts';
import type { Process } from '../windows/process-table.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';

/** A request to a resource that takes its time. Exactly one of `done` and `failed` is called, once. */
export interface PendingRequest {
  /** Progress: the pending time-out starts anew. A resource that never calls it is terminated at `PendingTimeout`. */
  readonly progress: () => void;
  readonly done: () => void;
  /** @param error - Win32 error code. */
  readonly failed: (error: number) => void;
}

/** What a resource DLL does with one resource on one node: the entry points of the Resource API, in the words of Windows. */
export interface ResourceInstance {
  online(request: PendingRequest): void;
  offline(request: PendingRequest): void;
  /** At once and without asking: after a failure, or when a request did not come to an end in time. */
  terminate(): void;
  /** The quick test, every `LooksAlivePollInterval`. */
  looksAlive(): boolean;
  /** The thorough test, every `IsAlivePollInterval`, and when the quick one fails. */
  isAlive(): boolean;
  /** The events that explain why it is not alive, or does not come to rest; asked right after a test or a request has failed. */
  because?(): readonly EventIdentity[];
}

/** What a resource DLL is told of the resource that it handles. */
export interface ResourceContext {
  readonly node: SimulatedHost;
  /** The resource monitor of the node, `resrcmon.exe` or `rhs.exe`: in its name the resource reads files and connects. */
  readonly monitor: Process;
  /** Name of the resource: `Exchange Information Store Instance (CMS01)`. */
  readonly resource: string;
  readonly group: string;
  /** A private property, as it is now; undefined where it was never set. */
  readonly privateProperty: (name: string) => string | number | undefined;
}

/**
 * A resource type: `Generic Service`, `Network Name`, or one that a product brings. It is registered on each node that can
 * own resources of this type.
 */
export interface ResourceType {
  readonly name: string;
  /** Opens a resource on a node; the instance lives until the cluster service of the node ends. */
  open(context: ResourceContext): ResourceInstance;
}
