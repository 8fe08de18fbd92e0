import type { ExchangeHost } from '../exchange-host.ts';
import type { MailboxServer, Member } from '../organisation.ts';
import type { RunningCopy } from '../running-services.ts';
import { databaseName, type StorageGroup } from '../storage-group.ts';
import type { Command } from './command-text.ts';
import type { CmdletOutput } from './output.ts';

export type CmdletResult =
  | { readonly kind: 'output'; readonly output: CmdletOutput }
  | { readonly kind: 'error'; readonly text: string }
  /** Nobody is there to answer. */
  | { readonly kind: 'question'; readonly text: string }
  | { readonly kind: 'not-modelled'; readonly what: string };

/** A cmdlet of the Exchange Management Shell, as it runs on one host. */
export type Cmdlet = (exchange: ExchangeHost, command: Command, done: (result: CmdletResult) => void) => void;

export const NOTHING: CmdletResult = { kind: 'output', output: { columns: [], objects: [] } };
export const error = (text: string): CmdletResult => ({ kind: 'error', text });

export const textOf = ({ parameters }: Command, name: string): string | undefined => {
  const value = parameters.get(name);
  return typeof value === 'string' ? value : undefined;
};
export const isSet = ({ parameters }: Command, name: string): boolean => parameters.get(name) === true;

/** What is not explicitly confirmed beforehand is asked for. */
export const isConfirmed = ({ parameters }: Command): boolean => parameters.get('confirm') === false;

export const identityOf = (command: Command): string | undefined =>
  textOf(command, 'identity') ?? command.positional[0];

/** The mailbox servers that a command means: the one named, or all. */
export function serversOf(exchange: ExchangeHost, name: string | undefined): readonly MailboxServer[] {
  if (name === undefined) return exchange.organisation.servers;
  const server = exchange.organisation.server(name);
  return server === undefined ? [] : [server];
}

/** A storage group, or a database, by its name with or without its server: `CMS01\SG1`, `SG1\Database`. */
export function findGroup(
  exchange: ExchangeHost,
  identity: string,
): { readonly server: MailboxServer; readonly group: StorageGroup } | undefined {
  const wanted = identity.toLowerCase();
  for (const server of exchange.organisation.servers) {
    for (const group of server.groups) {
      const names = [group.name, group.database, databaseName(group)];
      const all = [...names, ...names.map((name) => `${server.name}\\${name}`)];
      if (all.some((name) => name.toLowerCase() === wanted)) return { server, group };
    }
  }
  return undefined;
}

/** Whether one host can ask another at the moment. */
export const reaches = ({ host }: ExchangeHost, member: Member): boolean =>
  member.host === host || (member.host.isUp && !host.network.isCut(host.address, member.host.address));

/** The copy of a storage group on the node that does not have it mounted, and that node. */
export function passiveCopy(
  exchange: ExchangeHost,
  server: MailboxServer,
  group: StorageGroup,
  owner: string | undefined,
): { readonly node: Member; readonly copy: RunningCopy | undefined } | undefined {
  const node = server.nodes.find(({ name }) => name !== owner);
  if (node === undefined || !server.isClustered) return undefined;
  return { node, copy: reaches(exchange, node) ? node.replication?.copy(group) : undefined };
}
