import { farServer } from './parts.ts';
import type { WorldDefinition } from './world-definition.ts';

/** A server that watches a mail server, and tells people outside by mail and in a channel. */
export const monitoringServer: WorldDefinition = {
  id: 'monitoring-server',
  title: 'A server with VirusScan and a monitor that watches a mail server',
  subject: 'APP01',
  startsAt: '2004-11-15T08:00:00',
  hosts: {
    APP01: {
      windows: '2003',
      address: '192.0.2.30',
      products: {
        'mcafee-virusscan': { version: '8.0i' },
        monitoring: { watchedServer: 'MAIL01', alertServer: 'MAIL01' },
      },
    },
    MAIL01: farServer('192.0.2.11'),
    'MX.EXAMPLE.NET': farServer('198.51.100.25'),
  },
  mail: { 'example.com': 'MAIL01', 'example.net': 'MX.EXAMPLE.NET' },
};
