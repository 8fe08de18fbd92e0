import { hubTransport, MAILBOX_FOLDER } from './exchange-mailbox-server.ts';
import type { HostDefinition, WorldDefinition } from './world-definition.ts';

const withGroupshield = (host: HostDefinition, isInstalled = true): HostDefinition => ({
  ...host,
  products: { ...host.products, 'mcafee-groupshield': isInstalled ? {} : { isInstalled } },
});

const node = (address: string): HostDefinition => ({
  windows: '2003',
  address,
  products: {
    'windows-cluster': {},
    'exchange-2007': {
      role: 'clustered-mailbox',
      server: 'CMS01',
      address: '192.0.2.41',
      otherPublicFolderDatabases: 1,
      storageGroups: [
        { name: 'SG1', database: 'Mailboxes', addresses: ['user@example.com'] },
        { name: 'SG2', database: 'Public Folders', kind: 'public-folder', addresses: ['folder@example.com'] },
      ],
    },
  },
});

const witnessed = [{ name: 'CLU01', address: '192.0.2.40', nodes: ['NODEA', 'NODEB'], witness: 'HUB01' }];

/** Cluster continuous replication as setup programs leave it: GroupShield automatic, and depending on the store. */
export const ccrWithGroupshield: WorldDefinition = {
  id: 'ccr-with-groupshield',
  title: 'An Exchange 2007 CCR pair with mailboxes and public folders, and GroupShield 7.0 on both nodes as installed',
  subject: 'NODEB',
  startsAt: '2008-03-03T08:00:00',
  hosts: {
    HUB01: hubTransport('192.0.2.20'),
    NODEA: withGroupshield(node('192.0.2.11')),
    NODEB: withGroupshield(node('192.0.2.12')),
  },
  clusters: witnessed,
  mail: { 'example.com': 'HUB01' },
};

/** The same pair before GroupShield comes onto it. */
export const ccrBeforeGroupshield: WorldDefinition = {
  ...ccrWithGroupshield,
  id: 'ccr-before-groupshield',
  title:
    'An Exchange 2007 CCR pair with mailboxes and public folders, on which GroupShield 7.0 is about to be installed',
  hosts: {
    HUB01: hubTransport('192.0.2.20'),
    NODEA: withGroupshield(node('192.0.2.11'), false),
    NODEB: withGroupshield(node('192.0.2.12'), false),
  },
};

const mailboxServer: HostDefinition = {
  windows: '2003',
  address: '192.0.2.10',
  products: {
    'exchange-2007': {
      role: 'mailbox',
      storageGroups: [{ name: 'First Storage Group', database: 'Mailbox Database', addresses: ['user@example.com'] }],
    },
  },
};

/** A mailbox server of its own and a Hub Transport server, both guarded by GroupShield. */
export const exchangeWithGroupshield: WorldDefinition = {
  id: 'exchange-with-groupshield',
  title: 'An Exchange 2007 mailbox server and a Hub Transport server, each with GroupShield 7.0',
  subject: 'MBX01',
  startsAt: '2008-03-03T08:00:00',
  hosts: { MBX01: withGroupshield(mailboxServer), HUB01: withGroupshield(hubTransport('192.0.2.20')) },
  mail: { 'example.com': 'HUB01' },
};

/** The same, with a scanner of another vendor in the store. */
export const exchangeWithOtherScanner: WorldDefinition = {
  ...exchangeWithGroupshield,
  id: 'exchange-with-other-scanner',
  title:
    'An Exchange 2007 mailbox server with an anti-virus of another vendor, in its store as well, and a Hub Transport server with GroupShield 7.0',
  hosts: {
    MBX01: {
      ...mailboxServer,
      products: {
        ...mailboxServer.products,
        'generic-antivirus': { scansStore: true, excludedFolders: [MAILBOX_FOLDER] },
      },
    },
    HUB01: withGroupshield(hubTransport('192.0.2.20')),
  },
};
