import { farServer, MODUS_MAIL, wellExcluded } from './parts.ts';
import type { WorldDefinition } from './world-definition.ts';

/** A mail server whose database is on another computer. Both run VirusScan, both share a folder. */
export const mailServerAndDatabase: WorldDefinition = {
  id: 'mail-server-and-database',
  title: 'A ModusMail server and its database server, both with VirusScan',
  subject: 'MAIL01',
  startsAt: '2004-11-15T08:00:00',
  hosts: {
    MAIL01: {
      windows: '2003',
      address: '192.0.2.10',
      products: {
        'mcafee-virusscan': wellExcluded('8.0i', MODUS_MAIL),
        'vircom-modus': { localDomains: 'example.com', 'database.server': 'SQL01' },
      },
    },
    SQL01: {
      windows: '2003',
      address: '192.0.2.20',
      products: { 'mcafee-virusscan': { version: '8.0i' }, 'sql-server': {} },
    },
    'MX.EXAMPLE.NET': farServer('198.51.100.25'),
  },
  mail: { 'example.com': 'MAIL01', 'example.net': 'MX.EXAMPLE.NET' },
};
