import { farServer } from './parts.ts';
import type { WorldDefinition } from './world-definition.ts';

/** Two servers with a service that has an update, and with the tools of their administrators. */
export const applicationServers: WorldDefinition = {
  id: 'application-servers',
  title: 'A 32-bit and a 64-bit server with a service of the site, tools of administrators, and VirusScan',
  subject: 'APP01',
  startsAt: '2004-11-15T08:00:00',
  hosts: {
    APP01: {
      windows: '2003',
      address: '192.0.2.30',
      products: { 'mcafee-virusscan': { version: '8.0i' }, 'site-software': {} },
    },
    APP64: {
      windows: '2003',
      wow64: true,
      address: '192.0.2.31',
      products: { 'mcafee-virusscan': { version: '8.5i' }, 'site-software': {} },
    },
    'MX.EXAMPLE.NET': farServer('198.51.100.25'),
  },
  mail: { 'example.net': 'MX.EXAMPLE.NET' },
};
