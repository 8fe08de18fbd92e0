import { farServer, MODUS_MAIL, wellExcluded } from './parts.ts';
import type { WorldDefinition } from './world-definition.ts';

/** A server that mails all sorts of things by itself, a workstation that does not, and a mail server with a queue. */
export const utilityServer: WorldDefinition = {
  id: 'utility-server',
  title: 'A server with scripts, web pages and a monitor that send mail; beside it a workstation and a queueing sender',
  subject: 'APP01',
  startsAt: '2004-11-15T08:00:00',
  hosts: {
    APP01: {
      windows: '2003',
      address: '192.0.2.30',
      products: {
        'mcafee-virusscan': { version: '8.0i' },
        blat: { server: 'MAIL01' },
        iis: { mailServer: 'MAIL01' },
        monitoring: { watchedServer: 'MAIL01', alertServer: 'MAIL01' },
      },
    },
    MAIL01: farServer('192.0.2.11'),
    RELAY01: {
      windows: '2003',
      address: '192.0.2.10',
      products: {
        'mcafee-virusscan': wellExcluded('8.0i', MODUS_MAIL),
        'vircom-modus': { localDomains: 'example.org' },
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
  mail: { 'example.com': 'MAIL01', 'example.net': 'MX.EXAMPLE.NET', 'example.org': 'RELAY01' },
};
