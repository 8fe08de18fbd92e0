import { assumed, documented, flag, inferred, joinPath, number, text, word } from '@scanclash/core';
import { type ExchangeContext, SERVICES_KEY } from './context.ts';

const VSAPI_KEY = `${SERVICES_KEY}\\MSExchangeIS\\VirusScan`;
/** A stand-in of ours: simulated hosts have no domain controller to ask. */
const DIRECTORY_KEY = 'HKLM\\SOFTWARE\\scanclash\\Simulated Active Directory\\Exchange';

const service = (value: string) => ({ key: () => `${SERVICES_KEY}\\MSExchangeIS`, value });
const vsapi = (value: string) => ({ key: () => VSAPI_KEY, value });
const directory = (value: string) => ({ key: () => DIRECTORY_KEY, value });

/** Exchange keeps this in Active Directory: no question of ours reads it on a real host. */
const inDirectory = (cmdlet: string) => ({
  evidence: assumed('HOLE-exchange-directory'),
  takesEffect: 'at-use' as const,
  undecodable: () => `kept in Active Directory: ${cmdlet} shows it, a check does not ask`,
});

export const storeStart = word<'auto' | 'demand' | 'disabled', ExchangeContext>(
  {
    path: 'informationStore.start',
    title: 'How the service MSExchangeIS is started; on a cluster node by the cluster alone, so on demand',
    evidence: documented('CCR-HELP: the store of the passive node is stopped; bb123629: manual on cluster nodes'),
    takesEffect: 'boot',
    default: undefined,
  },
  service('Start'),
  { auto: 2, demand: 3, disabled: 4 },
);

export const vsapiEnabled = flag<ExchangeContext>(
  {
    path: 'vsapi.enabled',
    title: 'The store loads a virus scanner and asks it',
    evidence: documented('VSAPI-KEYS: Enabled'),
    takesEffect: 'service-start',
    default: false,
  },
  vsapi('Enabled'),
);

export const vsapiLibrary = text<ExchangeContext>(
  {
    path: 'vsapi.library',
    title: 'The library that the store loads to scan items',
    evidence: inferred('MSME86: VSAPI settings; the value name is general knowledge'),
    takesEffect: 'service-start',
    default: '',
  },
  vsapi('Library'),
  ['', 'C:\\Scanner\\scan.dll'],
);

export const vsapiProactive = flag<ExchangeContext>(
  {
    path: 'vsapi.proactiveScanning',
    title: 'Items are scanned when they come into the store, before anybody opens them',
    evidence: documented('VSAPI-KEYS: ProactiveScanning'),
    takesEffect: 'service-start',
    default: false,
  },
  vsapi('ProactiveScanning'),
);

export const vsapiBackground = flag<ExchangeContext>(
  {
    path: 'vsapi.backgroundScanning',
    title: 'The store has all of its items scanned in the background',
    evidence: documented('VSAPI-KEYS: BackgroundScanning; advised against'),
    takesEffect: 'service-start',
    default: false,
  },
  vsapi('BackgroundScanning'),
);

export const vsapiScanTimeout = number<ExchangeContext>(
  {
    path: 'vsapi.scanTimeout',
    title: 'Seconds after which a client no longer waits for the scan of an item',
    evidence: documented('MSME86: scan time-out of 180 s'),
    takesEffect: 'service-start',
    default: 180,
  },
  vsapi('ScanTimeout'),
  [180, 60],
);

/** How many lost logs a database may be mounted with after a move, by the word of the dial. */
export const MOUNT_DIAL = { lossless: 0, 'good-availability': 3, 'best-availability': 6 } as const;
export type MountDial = keyof typeof MOUNT_DIAL;

export const autoDatabaseMountDial = word<MountDial, ExchangeContext>(
  {
    path: 'autoDatabaseMountDial',
    title: 'How many lost logs a database is mounted with: none, 3 or 6',
    default: 'best-availability',
    ...inDirectory('Get-MailboxServer'),
  },
  directory('AutoDatabaseMountDial'),
  { lossless: 0, 'good-availability': 1, 'best-availability': 2 },
);

export const forcedDatabaseMountAfter = number<ExchangeContext>(
  {
    path: 'forcedDatabaseMountAfter',
    title: 'Hours after which a database is mounted whatever is lost; 0 is never',
    default: 0,
    ...inDirectory('Get-MailboxServer'),
  },
  directory('ForcedDatabaseMountAfter'),
  [0, 12],
);

export const otherPublicFolderDatabases = number<ExchangeContext>(
  {
    path: 'otherPublicFolderDatabases',
    title: 'Public folder databases of the organisation on other servers than this clustered mailbox server',
    default: 0,
    ...inDirectory('Get-PublicFolderDatabase'),
  },
  directory('OtherPublicFolderDatabases'),
  [0, 1],
);

export const dumpsterSize = number<ExchangeContext>(
  {
    path: 'dumpster.maxSizePerStorageGroup',
    title: 'Kilobytes of delivered mail that a Hub Transport server keeps for each storage group; 0 keeps none',
    default: 18 * 1024,
    ...inDirectory('Get-TransportConfig'),
  },
  directory('MaxDumpsterSizePerStorageGroup'),
  [18 * 1024, 0, 1024],
);

export const dumpsterTime = number<ExchangeContext>(
  {
    path: 'dumpster.maxTime',
    title: 'Hours that a Hub Transport server keeps delivered mail; 0 keeps none',
    default: 7 * 24,
    ...inDirectory('Get-TransportConfig'),
  },
  directory('MaxDumpsterTime'),
  [7 * 24, 0],
);

export const sendConnectorPort = number<ExchangeContext>(
  {
    path: 'sendConnector.port',
    title: 'The port to which a Hub Transport server hands mail for others',
    default: 25,
    ...inDirectory('Get-SendConnector'),
  },
  directory('SendConnectorPort'),
  [25, 2525],
);

const folder = (path: string, title: string, value: string, cmdlet: string, fallback: (folder: string) => string) =>
  text<ExchangeContext>(
    { path, title, default: ({ folder: root }) => fallback(root), ...inDirectory(cmdlet) },
    directory(value),
    ['D:\\Exchange', 'L:\\Exchange'],
  );

/** Folder that holds a folder of logs for each storage group. */
export const logFolder = folder(
  'logFolder',
  'Folder of the transaction logs; each storage group has its own folder in it',
  'LogFolder',
  'Get-StorageGroup',
  (root) => joinPath(root, 'Mailbox', 'Logs'),
);

export const databaseFolder = folder(
  'databaseFolder',
  'Folder of the databases; each storage group has its own folder in it',
  'DatabaseFolder',
  'Get-MailboxDatabase',
  (root) => joinPath(root, 'Mailbox', 'Databases'),
);

export const exchangeSettings = [
  storeStart,
  vsapiEnabled,
  vsapiLibrary,
  vsapiProactive,
  vsapiBackground,
  vsapiScanTimeout,
  autoDatabaseMountDial,
  forcedDatabaseMountAfter,
  otherPublicFolderDatabases,
  dumpsterSize,
  dumpsterTime,
  sendConnectorPort,
  logFolder,
  databaseFolder,
];
