import { farServer, MODUS_MAIL, wellExcluded } from './parts.ts';
import type { WorldDefinition } from './world-definition.ts';

/** One Windows 2003 server with ModusMail and VirusScan; a mail server elsewhere. Documentation names and addresses. */
export const singleMailServer: WorldDefinition = {
  id: 'single-mail-server',
  title: 'A ModusMail server with VirusScan 8.0i and the right exclusions; the spool is on a drive of its own',
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
    'MX.EXAMPLE.NET': farServer('198.51.100.25'),
  },
  mail: { 'example.com': 'MAIL01', 'example.net': 'MX.EXAMPLE.NET' },
};
