import { farServer } from './parts.ts';
import type { HostDefinition, WorldDefinition } from './world-definition.ts';

const node = (address: string): HostDefinition => ({
  windows: '2003',
  address,
  products: {
    'windows-cluster': {},
    'mcafee-virusscan': { version: '8.0i' },
    'exchange-2003': { server: 'EVS01', address: '192.0.2.41' },
  },
});

/** A clustered Exchange 2003 server, and one of its own beside it, which holds the witness. VirusScan is on all three. */
export const exchange2003Cluster: WorldDefinition = {
  id: 'exchange-2003-cluster',
  title: 'An Exchange 2003 server on a cluster of two nodes, and one without a cluster, all with VirusScan 8.0i',
  subject: 'NODEB',
  startsAt: '2005-11-14T08:00:00',
  hosts: {
    NODEA: node('192.0.2.11'),
    NODEB: node('192.0.2.12'),
    EX02: {
      windows: '2003',
      address: '192.0.2.20',
      products: { 'mcafee-virusscan': { version: '8.0i' }, 'exchange-2003': {} },
    },
    'MX.EXAMPLE.NET': farServer('198.51.100.25'),
  },
  clusters: [{ name: 'CLU01', address: '192.0.2.40', nodes: ['NODEA', 'NODEB'], witness: 'EX02' }],
  mail: { 'example.com': 'EVS01', 'example.net': 'MX.EXAMPLE.NET' },
};
