import { hubTransport } from './exchange-mailbox-server.ts';
import { farServer } from './parts.ts';
import type { WorldDefinition } from './world-definition.ts';

const hub = hubTransport('192.0.2.20');

/** Mail goes out through a Hub Transport server, on which VirusScan is as it came out of the box. */
export const exchangeToTheInternet: WorldDefinition = {
  id: 'exchange-to-the-internet',
  title: 'An Exchange 2007 mailbox server, a Hub Transport server with VirusScan 8.0i, and a mail server elsewhere',
  subject: 'HUB01',
  startsAt: '2008-03-03T08:00:00',
  hosts: {
    MBX01: {
      windows: '2003',
      address: '192.0.2.10',
      products: {
        'exchange-2007': {
          role: 'mailbox',
          storageGroups: [
            { name: 'First Storage Group', database: 'Mailbox Database', addresses: ['user@example.com'] },
          ],
        },
      },
    },
    HUB01: { ...hub, products: { 'mcafee-virusscan': { version: '8.0i' }, ...hub.products } },
    'MX.EXAMPLE.NET': farServer('198.51.100.25'),
  },
  mail: { 'example.com': 'HUB01', 'example.net': 'MX.EXAMPLE.NET' },
};
