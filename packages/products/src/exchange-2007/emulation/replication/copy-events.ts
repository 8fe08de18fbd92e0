import { baseName } from '@scanclash/core';
import type { Refused } from '@scanclash/simulator';
import type { LogRecord } from '../ese/log-content.ts';
import type { ExchangeHost } from '../exchange-host.ts';
import type { MailboxServer } from '../organisation.ts';
import type { StorageGroup } from '../storage-group.ts';

/** The ids are genuine. @assumed the words of all texts, but for what a source shows. */
const SOURCE = 'MSExchangeRepl';

/**
 * Event 2104: a log could not be copied. Written once for each reason.
 * @source COPY-EVENTS: id, and that the reason shows the call with its Win32 code.
 */
export function copyFailed(
  { host }: ExchangeHost,
  server: MailboxServer,
  group: StorageGroup,
  path: string,
  { error, event }: Refused,
): void {
  const text = `Log file action LogCopy failed for storage group ${server.name}\\${group.name}. Reason: CreateFile(${path}) = ${error.code}`;
  const last = host.eventLog.records('Application').findLast(({ source }) => source === SOURCE);
  if (last?.id === 2104 && last.text === text) return;
  host.emit(
    'exchange/repl',
    'exchange.log-not-copied',
    baseName(path),
    { group: group.name, error: error.code },
    event,
  );
  host.eventLog.write('Application', { source: SOURCE, id: 2104, level: 'error', text });
}

/** Remembers what was in logs of this node that the active one does not have. */
export function noteLost({ host, lostItems }: ExchangeHost, group: StorageGroup, records: readonly LogRecord[]): void {
  if (records.length === 0) return;
  for (const record of records) if (record.k === 'item') lostItems.add(record.id);
  host.emit('exchange/repl', 'exchange.logs-diverged', group.name, { records: records.length });
}

/** Event 100: the mailbox server has come to this node. @source CCR-EVENTS: id, and the time that it took. */
export function moved({ host }: ExchangeHost, server: MailboxServer, seconds: number): void {
  const text = `Scheduled handoff of clustered mailbox server ${server.name} to ${host.name} completed in ${seconds} seconds.`;
  host.eventLog.write('Application', { source: SOURCE, id: 100, level: 'information', text });
}

/** Event 2093: mounted whatever is lost. @source CCR-EVENTS */
export function mountForced({ host }: ExchangeHost, group: StorageGroup, missing: number): void {
  const text = `The database of storage group ${group.name} was mounted by force: ForcedDatabaseMountAfter has passed, ${missing} log files are lost.`;
  host.eventLog.write('Application', { source: SOURCE, id: 2093, level: 'warning', text });
}

/** Event 2099: Hub Transport servers are asked to deliver again. @source DUMPSTER-EVENTS */
export function deliveryAsked({ host }: ExchangeHost, server: MailboxServer, group: StorageGroup): void {
  const text = `Messages were requested from the transport dumpster for storage group ${server.name}\\${group.name}.`;
  host.eventLog.write('Application', { source: SOURCE, id: 2099, level: 'information', text });
}

/** @assumed HOLE-loss-events: which of the three ids says what. Written only where that assumption is on. */
export function lossNoted(exchange: ExchangeHost, group: StorageGroup, id: 2092 | 2094, missing: number): void {
  if (!exchange.assume<boolean>('show-loss-events')) return;
  const text = `Failover of storage group ${group.name} with data loss: ${missing} log files are missing.`;
  exchange.host.eventLog.write('Application', { source: SOURCE, id, level: 'warning', text });
}
