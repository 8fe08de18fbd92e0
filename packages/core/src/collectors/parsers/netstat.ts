import type { Reading } from '../../windows/registry-reader.ts';
import { consoleLines, type Listing } from './listing.ts';

export interface SocketAddress {
  /** As it was written, without the brackets of IPv6. */
  readonly address: string;
  readonly port: number;
}

export interface SocketRow {
  readonly protocol: 'TCP' | 'UDP';
  readonly local: SocketAddress;
  /** Undefined for UDP, which has no other end. */
  readonly remote: SocketAddress | undefined;
  /** A TCP socket that waits for connections. */
  readonly listening: boolean;
  /** Undefined without `-o`. 0 for connections whose process is gone (TIME_WAIT). */
  readonly pid: number | undefined;
}

const row = /^\s*(TCP|UDP)\s+(\S+)\s+(\S+)(?:\s+(\S.*))?$/;

/**
 * The TCP and UDP sockets in the output of `netstat -an` or `netstat -ano`.
 *
 * The states are translated (`ABHÖREN`) and never looked at: what listens has port 0 at its other end.
 * Addresses must be numbers: rows of a `netstat` without `-n`, which names hosts and ports, are `unread`.
 */
export function parseNetstat(output: string): Reading<Listing<SocketRow>> {
  const rows: SocketRow[] = [];
  const unread: string[] = [];
  for (const line of consoleLines(output)) {
    const [, protocol, local = '', remote = '', rest = ''] = row.exec(line) ?? [];
    if (protocol === undefined) continue;
    const socket = socketRow(protocol as 'TCP' | 'UDP', local, remote, rest);
    if (socket === undefined) unread.push(line);
    else rows.push(socket);
  }
  if (rows.length + unread.length === 0) return { kind: 'unreadable', reason: 'the answer holds no TCP or UDP row' };
  return { kind: 'known', value: { rows, unread } };
}

function socketRow(protocol: 'TCP' | 'UDP', local: string, remote: string, rest: string): SocketRow | undefined {
  const here = socketAddress(local);
  const there = socketAddress(remote);
  if (here === undefined || (there === undefined && remote !== '*:*')) return undefined;
  const pid = /(?:^|\s)(\d+)$/.exec(rest)?.[1];
  return {
    protocol,
    local: here,
    remote: protocol === 'TCP' ? there : undefined,
    listening: protocol === 'TCP' && there?.port === 0,
    pid: pid === undefined ? undefined : Number(pid),
  };
}

function socketAddress(written: string): SocketAddress | undefined {
  const [, address, port] = /^(\[[0-9a-f:.%]+\]|[0-9.]+):(\d+)$/i.exec(written) ?? [];
  if (address === undefined || port === undefined) return undefined;
  return { address: address.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}
