import { excluded } from './parts.ts';
import type { HostDefinition, WorldDefinition } from './world-definition.ts';

/** The folder below which setup puts databases and logs. */
export const MAILBOX_FOLDER = 'C:\\Program Files\\Microsoft\\Exchange Server\\Mailbox\\';

/** A Hub Transport server: mail for mailboxes comes through it. */
export const hubTransport = (address: string): HostDefinition => ({
  windows: '2003',
  address,
  products: { 'exchange-2007': { role: 'hub' } },
});

/**
 * A mailbox server of its own, without a cluster, whose databases lie where setup puts them. It has what MSXFAQ wants on
 * each server: a scanner of files that leaves the databases alone, and one of mail.
 */
export const exchangeMailboxServer: WorldDefinition = {
  id: 'exchange-mailbox-server',
  title:
    'An Exchange 2007 mailbox server with VirusScan 8.5i, the right exclusions and GroupShield 7.0, and a Hub Transport server',
  subject: 'MBX01',
  startsAt: '2008-03-03T08:00:00',
  hosts: {
    MBX01: {
      windows: '2003',
      address: '192.0.2.10',
      products: {
        'mcafee-virusscan': { version: '8.5i', 'onAccess.default.exclusions': [excluded(MAILBOX_FOLDER)] },
        'exchange-2007': {
          role: 'mailbox',
          storageGroups: [
            { name: 'First Storage Group', database: 'Mailbox Database', addresses: ['user@example.com'] },
          ],
        },
        'mcafee-groupshield': {},
      },
    },
    HUB01: hubTransport('192.0.2.20'),
  },
  mail: { 'example.com': 'HUB01' },
};
