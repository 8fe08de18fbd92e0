import { dword, foldName, joinPath, type Plain, sz } from '@scanclash/core';
import { installService, type ServiceContext, type SimulatedHost } from '@scanclash/simulator';
import { z } from 'zod';
import { writeSettings } from '../../write-settings.ts';
import {
  type ExchangeContext,
  type ExchangeRole,
  MAJOR_VERSION,
  ROLE_KEYS,
  ROLES,
  ROLES_KEY,
  SETUP_KEY,
  USUAL_FOLDER,
} from '../context.ts';
import { exchange2007 } from '../product.ts';
import { EXCHANGE_SERVICES, type ExchangeService, type ExchangeServiceName } from '../services.ts';
import { exchangeSettings, storeStart } from '../settings.ts';
import { createClusteredServer } from './cluster/create-server.ts';
import { registerExchangeShell } from './cmdlets/shell.ts';
import { databaseBytes, NEW_DATABASE } from './ese/database-file.ts';
import type { LogRecord } from './ese/log-content.ts';
import { ExchangeHost } from './exchange-host.ts';
import { inspectorFolder } from './replication/inspector.ts';
import { shareOf } from './replication/log-source.ts';
import { runReplication } from './replication/replication-service.ts';
import { REGISTRATIONS, type StorageGroup, systemMailboxOf } from './storage-group.ts';
import { runStore } from './store/store-service.ts';
import { runTransport } from './transport/hub-transport.ts';
import { MailQueue } from './transport/mail-queue.ts';
import { runMailSubmission } from './transport/mail-submission.ts';

const storageGroup = z.strictObject({
  name: z.string(),
  database: z.string(),
  kind: z.enum(['mailbox', 'public-folder']).default('mailbox'),
  addresses: z.array(z.string()).default([]),
});

/** What the setup program is told beside the settings: what Active Directory would know. */
const setup = z.strictObject({
  role: z.enum(ROLES),
  /** Name and address of the clustered mailbox server. */
  server: z.string().optional(),
  address: z.string().optional(),
  storageGroups: z
    .array(storageGroup)
    .default([{ name: 'First Storage Group', database: 'Mailbox Database', kind: 'mailbox', addresses: [] }]),
});
type Setup = z.output<typeof setup>;
const SETUP_VALUES = Object.keys(setup.shape);

/** Leaves a host as the setup program of Exchange does: programs, services, keys, folders, databases, shares, resources. */
export function installExchange(host: SimulatedHost, values: Readonly<Record<string, Plain>>): void {
  const told = setup.parse(Object.fromEntries(Object.entries(values).filter(([path]) => SETUP_VALUES.includes(path))));
  const context: ExchangeContext = { folder: USUAL_FOLDER };
  host.registry.setValue(SETUP_KEY, 'MsiProductMajor', dword(MAJOR_VERSION));
  host.registry.setValue(SETUP_KEY, 'MsiInstallPath', sz(`${context.folder}\\`));
  host.registry.createKey(`${ROLES_KEY}\\${ROLE_KEYS[told.role]}`);

  const exchange = host.keep('exchange-2007', new ExchangeHost(host, context, told.role));
  // The service control manager looks it up by itself.
  if (told.role !== 'hub') host.onBoot(() => host.world.reads.note(`${host.name}:exchange.${storeStart.path}`));
  installServices(exchange, told.role);
  const settings = Object.fromEntries(Object.entries(values).filter(([path]) => !SETUP_VALUES.includes(path)));
  writeSettings(exchange2007.namespace, exchangeSettings, host.registry, context, settings);
  if (told.role === 'hub') exchange.organisation.addHub(exchange);
  else installServer(exchange, told);
  registerExchangeShell(exchange);
}

function installServices(exchange: ExchangeHost, role: ExchangeRole): void {
  const { host, context, settings } = exchange;
  const queue = new MailQueue(settings);
  if (role === 'hub') exchange.queue = queue;
  const programs: Partial<Record<ExchangeServiceName, (service: ServiceContext) => void>> = {
    MSExchangeIS: (service) => runStore(exchange, service),
    MSExchangeRepl: (service) => runReplication(exchange, service),
    MSExchangeMailSubmission: (service) => runMailSubmission(exchange, service),
    MSExchangeTransport: (service) => runTransport(exchange, queue, service),
  };
  for (const [name, service] of Object.entries<ExchangeService>(EXCHANGE_SERVICES)) {
    if (!service.roles.includes(role)) continue;
    const imagePath = joinPath(context.folder, 'Bin', service.program);
    host.files.install(imagePath, 'MZ');
    // Where there is no cluster nobody else starts the store.
    const start = role === 'mailbox' ? 'auto' : service.start;
    const { displayName, dependsOn } = service;
    installService(host.registry, { name, displayName, imagePath, start, dependsOn });
    host.services.registerProgram(imagePath, programs[name as ExchangeServiceName] ?? ((started) => started.running()));
  }
}

function installServer(exchange: ExchangeHost, told: Setup): void {
  const { host, organisation } = exchange;
  const isClustered = told.role === 'clustered-mailbox';
  const name = isClustered ? told.server : host.name;
  if (name === undefined) throw new Error(`${host.name}: a clustered mailbox server needs a name ("server")`);
  const groups = told.storageGroups.map(
    (group, i): StorageGroup => ({
      ...group,
      prefix: `E${i.toString(16).toUpperCase().padStart(2, '0')}`,
      guid: guidOf(name, i),
    }),
  );
  const server = organisation.addServer(exchange, { name, isClustered, groups });
  exchange.server = server;
  for (const group of server.groups) {
    const files = exchange.logsOf(group);
    host.files.installFolder(inspectorFolder(files));
    host.files.install(exchange.databaseOf(group), databaseBytes(systemItems(group), NEW_DATABASE));
    if (isClustered) host.smb.addShare(shareOf(group), files.folder);
  }
  if (!isClustered) return;
  if (told.address === undefined) throw new Error(`${host.name}: ${name} needs an address ("address")`);
  createClusteredServer(host, server, told.address);
}

/**
 * What a new database keeps in its system mailbox.
 * @source SYSTEM-MAILBOX: schema-root and StoreEvents. @assumed HOLE-system-mailbox: as XML documents of these names.
 */
function systemItems(group: StorageGroup): LogRecord[] {
  const mailbox = systemMailboxOf(group);
  return ['schema-root', REGISTRATIONS].map((subject) => ({
    k: 'item',
    mailbox,
    id: `${subject} ${group.guid}`,
    subject,
    size: 2000,
    attachments: [{ name: `${subject}.xml`, content: `<?xml version="1.0"?><${subject}/>` }],
  }));
}

/** A GUID that depends on nothing but the names: the same world has the same. */
function guidOf(server: string, index: number): string {
  let hash = 0x811c9dc5;
  for (const character of foldName(server)) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return `${hash.toString(16).padStart(8, '0')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}
