import { farServer, MODUS_MAIL, wellExcluded } from './parts.ts';
import type { WorldDefinition } from './world-definition.ts';

/** A mail server whose folder is shared, and a workstation with a desktop VirusScan. */
export const mailServerAndWorkstation: WorldDefinition = {
  id: 'mail-server-and-workstation',
  title: 'A ModusMail server with the right exclusions, and a workstation with VirusScan on the same network',
  subject: 'MAIL01',
  startsAt: '2004-11-15T08:00:00',
  hosts: {
    MAIL01: {
      windows: '2003',
      address: '192.0.2.10',
      drives: ['C', 'D'],
      products: {
        'mcafee-virusscan': wellExcluded('8.0i', MODUS_MAIL, 'D:\\Spool\\'),
        'vircom-modus': { localDomains: 'example.com', spoolDirectory: 'D:\\Spool' },
      },
    },
    WS01: {
      windows: '2000',
      address: '192.0.2.101',
      user: 'trainee',
      products: { 'mcafee-virusscan': { version: '8.0i' } },
    },
    'MX.EXAMPLE.NET': farServer('198.51.100.25'),
  },
  mail: { 'example.com': 'MAIL01', 'example.net': 'MX.EXAMPLE.NET' },
};
