import { exchangeMailboxServer, MAILBOX_FOLDER } from './exchange-mailbox-server.ts';
import { excluded } from './parts.ts';
import type { HostDefinition, WorldDefinition } from './world-definition.ts';

const { MBX01 } = exchangeMailboxServer.hosts as { readonly MBX01: HostDefinition };

/** Each storage group has a volume for its logs, as is usual on large servers; the drive above them is excluded. */
export const exchangeWithMountedLogs: WorldDefinition = {
  ...exchangeMailboxServer,
  id: 'exchange-with-mounted-logs',
  title: 'An Exchange 2007 mailbox server whose logs lie on a volume that is mounted in a folder of an excluded drive',
  hosts: {
    ...exchangeMailboxServer.hosts,
    MBX01: {
      ...MBX01,
      drives: ['C', 'L'],
      mounts: ['L:\\Logs'],
      products: {
        'mcafee-virusscan': {
          version: '8.5i',
          'onAccess.default.exclusions': [excluded(MAILBOX_FOLDER), excluded('L:\\')],
        },
        'exchange-2007': { ...MBX01.products['exchange-2007'], logFolder: 'L:\\Logs' },
        'mcafee-groupshield': {},
      },
    },
  },
};
