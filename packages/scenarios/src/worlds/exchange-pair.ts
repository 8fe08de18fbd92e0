import { hubTransport, MAILBOX_FOLDER } from './exchange-mailbox-server.ts';
import { excluded } from './parts.ts';
import type { HostDefinition, WorldDefinition } from './world-definition.ts';

const node = (address: string): HostDefinition => ({
  windows: '2003',
  address,
  products: {
    'windows-cluster': {},
    'mcafee-virusscan': { version: '8.5i', 'onAccess.default.exclusions': [excluded(MAILBOX_FOLDER)] },
    'exchange-2007': {
      role: 'clustered-mailbox',
      server: 'CMS01',
      address: '192.0.2.41',
      storageGroups: [{ name: 'SG1', database: 'Mailboxes', addresses: ['user@example.com'] }],
    },
    // As it should be on a cluster: it starts no store.
    'mcafee-groupshield': { 'service.dependsOn': [] },
  },
});

/** Cluster continuous replication: two nodes, each with a copy of the database, VirusScan and GroupShield. */
export const exchangePair: WorldDefinition = {
  id: 'exchange-pair',
  title: 'An Exchange 2007 CCR pair with VirusScan 8.5i, the right exclusions and GroupShield 7.0 on both nodes',
  subject: 'NODEB',
  startsAt: '2008-03-03T08:00:00',
  hosts: {
    HUB01: hubTransport('192.0.2.20'),
    NODEA: node('192.0.2.11'),
    NODEB: node('192.0.2.12'),
  },
  clusters: [{ name: 'CLU01', address: '192.0.2.40', nodes: ['NODEA', 'NODEB'], witness: 'HUB01' }],
  mail: { 'example.com': 'HUB01' },
};
