import { farServer } from './parts.ts';
import type { WorldDefinition } from './world-definition.ts';

/** A server with a service that has an update, and with the tools of its administrators. */
export const applicationServer: WorldDefinition = {
  id: 'application-server',
  title: 'A 32-bit server with a service of the site, tools of administrators, and VirusScan',
  subject: 'APP01',
  startsAt: '2004-11-15T08:00:00',
  hosts: {
    APP01: {
      windows: '2003',
      address: '192.0.2.30',
      products: { 'mcafee-virusscan': { version: '8.0i' }, 'site-software': {} },
    },
    // What an unknown program would send mail to.
    'MX.EXAMPLE.NET': farServer('198.51.100.25'),
  },
  mail: { 'example.net': 'MX.EXAMPLE.NET' },
};

/** Beside it a 64-bit one, with the same service. */
export const applicationServers: WorldDefinition = {
  ...applicationServer,
  id: 'application-servers',
  title: 'A 32-bit and a 64-bit server with a service of the site, tools of administrators, and VirusScan',
  hosts: {
    ...applicationServer.hosts,
    APP64: {
      windows: '2003',
      wow64: true,
      address: '192.0.2.31',
      products: { 'mcafee-virusscan': { version: '8.5i' }, 'site-software': {} },
    },
  },
};
