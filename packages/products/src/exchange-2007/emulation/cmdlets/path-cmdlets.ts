import { joinPath } from '@scanclash/core';
import { databaseFolder, logFolder } from '../../settings.ts';
import type { MailboxServer } from '../organisation.ts';
import { databaseName, type StorageGroup } from '../storage-group.ts';
import { type Cmdlet, serversOf, textOf } from './cmdlet.ts';

/** Where the directory says that the logs of a storage group are. */
function logFolderOf(server: MailboxServer, { name }: StorageGroup): string {
  const [first] = server.nodes;
  return first === undefined ? '' : joinPath(first.settings.get(logFolder), name);
}

/** Where the directory says that the database of a storage group is. */
export function databaseFileOf(server: MailboxServer, { name, database }: StorageGroup): string {
  const [first] = server.nodes;
  return first === undefined ? '' : joinPath(first.settings.get(databaseFolder), name, `${database}.edb`);
}

/** @assumed The checkpoint lies with the logs, as setup leaves it. */
export const getStorageGroup: Cmdlet = (exchange, command, done) => {
  const objects = serversOf(exchange, textOf(command, 'server')).flatMap((server) =>
    server.groups.map((group) => ({
      Name: group.name,
      Server: server.name,
      LogFolderPath: logFolderOf(server, group),
      SystemFolderPath: logFolderOf(server, group),
      LogFilePrefix: group.prefix,
      Guid: group.guid,
    })),
  );
  done({ kind: 'output', output: { columns: ['Name', 'Server'], objects } });
};

export const getPublicFolderDatabase: Cmdlet = (exchange, command, done) => {
  const objects = serversOf(exchange, textOf(command, 'server')).flatMap((server) =>
    server.groups
      .filter(({ kind }) => kind === 'public-folder')
      .map((group) => ({
        Name: group.database,
        Server: server.name,
        StorageGroup: group.name,
        Identity: `${server.name}\\${databaseName(group)}`,
        EdbFilePath: databaseFileOf(server, group),
      })),
  );
  done({ kind: 'output', output: { columns: ['Name', 'Server', 'StorageGroup'], objects } });
};
