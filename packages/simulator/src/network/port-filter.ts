import type { Microseconds } from '../kernel/index.ts';
import type { Process } from '../windows/process-table.ts';
import type { WinsockError } from './winsock-error.ts';

/** A connection attempt as a port filter of the connecting or the accepting host sees it. */
export interface ConnectionAttempt {
  readonly direction: 'outbound' | 'inbound';
  /** Who connects when outbound; when inbound who listens, or the System process where nobody does. */
  readonly process: Process;
  readonly remoteAddress: string;
  /** The port that is connected to: remote when outbound, local when inbound. */
  readonly port: number;
}

export type PortVerdict =
  | { readonly kind: 'pass' }
  /** The connecting process gets `error` after `after` µs; `by` names the rule. */
  | { readonly kind: 'refuse'; readonly error: WinsockError; readonly after: Microseconds; readonly by: string };

/**
 * Something that watches the connections of a host: a firewall, the port rules of an anti-virus. It is asked once for
 * each attempt; one that begins to refuse an address aborts what is established itself (`TcpStack.abort`).
 */
export interface PortFilter {
  /** Unlike that of any other port filter of the host. */
  readonly name: string;
  check(attempt: ConnectionAttempt): PortVerdict;
}
