import type { Plain } from '@scanclash/core';
import type { Observable, SimulatedHost } from '@scanclash/simulator';
import { z } from 'zod';
import { type ExchangeHost, exchangeOn } from './exchange-host.ts';
import { databaseName, REGISTRATIONS, type StorageGroup, systemMailboxOf } from './storage-group.ts';

const count = z.int();
const names = z.array(z.string());

const observable = (title: string, schema: z.ZodType<Plain>, look: (exchange: ExchangeHost) => Plain): Observable => ({
  title,
  schema,
  observe: (host: SimulatedHost) => look(exchangeOn(host)),
});

/** The storage groups whose database is mounted on this host. */
const mounted = ({ store, server }: ExchangeHost): readonly StorageGroup[] =>
  server?.groups.filter((group) => store?.isMounted(group) === true) ?? [];

/** The XML documents of the system mailbox of a database that is mounted. */
const documents = ({ store }: ExchangeHost, group: StorageGroup): readonly string[] =>
  (store?.database(group)?.content.itemsOf(systemMailboxOf(group)) ?? []).flatMap(({ attachments }) =>
    attachments.map(({ name }) => name),
  );

/** Mail that a store has taken and that is nowhere any more: in no mounted database, not kept, not waiting. */
export function lostMail(exchange: ExchangeHost): readonly string[] {
  const { organisation, queue, host } = exchange;
  if (queue === undefined) return [];
  const kept = new Set<string>();
  for (const { groups } of organisation.servers) {
    for (const { guid } of groups) for (const mail of queue.keptFor(guid, host.world.now)) kept.add(mail.id);
  }
  const waiting = new Set([...queue.waiting.values()].map(({ id }) => id));
  return [...queue.delivered.values()].flatMap(({ id, mailbox }) => {
    const place = organisation.find(mailbox);
    const holders = (place?.server.nodes ?? []).flatMap(({ store }) =>
      place !== undefined && store?.isMounted(place.group) === true ? [store] : [],
    );
    const isThere = holders.some(
      (store) => place !== undefined && store.database(place.group)?.content.find(mailbox, id) !== undefined,
    );
    const isLost = holders.length > 0 && !isThere && !kept.has(id) && !waiting.has(id);
    return isLost ? [id] : [];
  });
}

export const exchangeObservables: Readonly<Record<string, Observable>> = {
  mountedDatabases: observable('Databases that are mounted on this host', names, (exchange) =>
    mounted(exchange).map(databaseName),
  ),
  storeRunning: observable('store.exe runs on this host', z.boolean(), ({ store }) => store !== undefined),
  scansUnderWay: observable('Items that the scanner in the store has not come back with', count, ({ store }) =>
    store === undefined ? 0 : store.scans,
  ),
  copies: observable(
    'The copies of storage groups on this host, with their queues',
    z.array(z.object({ group: z.string(), status: z.string(), copyQueue: count, replayQueue: count })),
    ({ replication }) =>
      (replication?.copies ?? []).map(({ group, status, counters }) => ({
        group: group.name,
        status,
        copyQueue: Math.max(0, counters.generated - counters.inspected),
        replayQueue: Math.max(0, counters.inspected - counters.replayed),
      })),
  ),
  mountDecisions: observable(
    'What was decided last about the mount of each database on this host, and the logs that were missing',
    z.array(z.object({ group: z.string(), allowed: z.boolean(), missing: z.union([count, z.literal('unknown')]) })),
    ({ decisions }) =>
      [...decisions].map(([{ name }, { allowed, missing }]) => ({
        group: name,
        allowed,
        missing: missing ?? 'unknown',
      })),
  ),
  items: observable(
    'Items in mailboxes of databases that are mounted here, system mailboxes aside',
    count,
    (exchange) =>
      mounted(exchange).reduce((sum, group) => {
        const content = exchange.store?.database(group)?.content;
        const own = content?.itemsOf(systemMailboxOf(group)).length ?? 0;
        return sum + (content?.items ?? 0) - own;
      }, 0),
  ),
  systemDocuments: observable(
    'XML documents in the system mailboxes of databases that are mounted here',
    count,
    (exchange) => mounted(exchange).reduce((sum, group) => sum + documents(exchange, group).length, 0),
  ),
  answersEvents: observable(
    'Every database that is mounted here finds its event registrations',
    z.boolean(),
    (exchange) =>
      !exchange.isOn('system-mailbox-holds-registrations') ||
      mounted(exchange).every((group) => documents(exchange, group).includes(`${REGISTRATIONS}.xml`)),
  ),
  queued: observable('Mail that waits on this Hub Transport server', count, ({ queue }) => queue?.waiting.size ?? 0),
  queuedForOthers: observable(
    'Mail for others that waits on this Hub Transport server',
    count,
    ({ queue }) => queue?.outgoing.size ?? 0,
  ),
  delivered: observable('Mail of this Hub Transport server that stores have taken', count, ({ queue }) =>
    queue === undefined ? 0 : queue.delivered.size,
  ),
  kept: observable('Delivered mail that this Hub Transport server keeps', count, ({ queue, organisation, host }) =>
    queue === undefined
      ? 0
      : organisation.servers
          .flatMap(({ groups }) => groups)
          .reduce((sum, { guid }) => sum + queue.keptFor(guid, host.world.now).length, 0),
  ),
  lost: observable(
    'Mail of this Hub Transport server that stores have taken and that is nowhere any more',
    count,
    (exchange) => lostMail(exchange).length,
  ),
  mailboxOpened: observable(
    'Visits of clients on this host that found their mailbox',
    count,
    ({ visits }) => visits.opened,
  ),
  mailboxFailed: observable('Visits of clients on this host that did not', count, ({ visits }) => visits.failed),
  itemsWithheld: observable(
    'Items that clients on this host were not given because their scan was not over',
    count,
    ({ visits }) => visits.withheld,
  ),
};
