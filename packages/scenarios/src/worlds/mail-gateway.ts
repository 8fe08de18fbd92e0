import { farServer, MODUS_GATE, wellExcluded } from './parts.ts';
import type { WorldDefinition } from './world-definition.ts';

/** A gateway in front of the real mail server: every accepted message is handed on by SMTP. */
export const mailGateway: WorldDefinition = {
  id: 'mail-gateway',
  title: 'A ModusGate server with VirusScan 8.0i in front of an inner mail server',
  subject: 'GATE01',
  startsAt: '2004-11-15T08:00:00',
  hosts: {
    GATE01: {
      windows: '2003',
      address: '192.0.2.10',
      products: {
        'mcafee-virusscan': wellExcluded('8.0i', MODUS_GATE),
        'vircom-modus': { edition: 'gate', localDomains: 'example.com', gateTarget: 'INNER01' },
      },
    },
    INNER01: farServer('192.0.2.11'),
    'MX.EXAMPLE.NET': farServer('198.51.100.25'),
  },
  mail: { 'example.com': 'GATE01', 'example.net': 'MX.EXAMPLE.NET' },
};
