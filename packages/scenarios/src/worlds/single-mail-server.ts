import type { WorldDefinition } from './world-definition.ts';

/** One Windows 2003 server with ModusMail and VirusScan; mail servers elsewhere. Documentation names and addresses. */
export const singleMailServer: WorldDefinition = {
  id: 'single-mail-server',
  title: 'One ModusMail server with VirusScan, and the mail servers of others',
  subject: 'MAIL01',
  startsAt: '2004-11-15T08:00:00',
  hosts: {
    MAIL01: {
      windows: '2003',
      address: '192.0.2.10',
      products: { 'mcafee-virusscan': { version: '8.0i' }, 'vircom-modus': { localDomains: 'example.com' } },
    },
    CLIENT01: { windows: '2003', address: '192.0.2.50', products: { 'internet-mail': {} } },
    'MX.EXAMPLE.NET': { windows: '2003', address: '198.51.100.25', products: { 'internet-mail': {} } },
  },
  mail: { 'example.com': 'MAIL01', 'example.net': 'MX.EXAMPLE.NET' },
};
