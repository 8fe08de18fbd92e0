import type { ExchangeRole } from './context.ts';

/** What a file scanner is to leave alone, as a list of the vendor says. */
interface FileExclusions {
  readonly source: string;
  /** When the list was read: such advice changes, and has been taken back in parts. */
  readonly asOf: string;
  /** Below the folder of the installation, by role. Databases, logs and checkpoints are where the directory says. */
  readonly folders: readonly { readonly roles: readonly ExchangeRole[]; readonly path: string }[];
  /** Programs whose file operations are to be left alone. */
  readonly processes: readonly string[];
  /** As a second line of defence where folders are missed. */
  readonly extensions: readonly string[];
}

const NODES: readonly ExchangeRole[] = ['mailbox', 'clustered-mailbox'];

/**
 * The list for Exchange 2007. Folders of anti-virus products for mail, of `eseutil`, of the witness share on its host,
 * of the quorum disk, and below that of Windows (`Cluster`, `System32\Inetsrv`) are left out: no question tells where they
 * are.
 *
 * @source AV-EXCLUSIONS-2007 (folders, extensions). @assumed HOLE-exclusion-processes: the programs.
 */
export const FILE_EXCLUSIONS_2007: FileExclusions = {
  source: 'AV-EXCLUSIONS-2007',
  asOf: '2026-04',
  folders: [
    { roles: NODES, path: 'Mailbox\\MDBTEMP' },
    { roles: NODES, path: 'Logging' },
    { roles: NODES, path: 'ExchangeOAB' },
    { roles: ['mailbox', 'clustered-mailbox', 'hub'], path: 'TransportRoles\\Logs' },
    { roles: ['hub'], path: 'TransportRoles\\Pickup' },
    { roles: ['hub'], path: 'TransportRoles\\Replay' },
    { roles: ['hub'], path: 'TransportRoles\\Data\\Queue' },
    { roles: ['hub'], path: 'TransportRoles\\Data\\SenderReputation' },
    { roles: ['hub'], path: 'TransportRoles\\Data\\IpFilter' },
  ],
  processes: [
    'store.exe', 'mad.exe', 'clussvc.exe', 'inetinfo.exe', 'w3wp.exe', 'EdgeTransport.exe', 'MSExchangeTransport.exe',
    'Microsoft.Exchange.Cluster.ReplayService.exe', 'Microsoft.Exchange.Search.ExSearch.exe',
    'Microsoft.Exchange.ServiceHost.exe', 'MSExchangeADTopologyService.exe', 'MSExchangeMailboxAssistants.exe',
    'MSExchangeMailSubmission.exe', 'MSExchangeTransportLogSearch.exe', 'msftesql.exe', 'msftefd.exe',
  ], // biome-ignore format: a list of names
  extensions: [
    'config', 'dia', 'wsb', 'chk', 'log', 'edb', 'jrs', 'que', 'lzx', 'ci', 'wid', 'dir', '000', '001', '002', 'cfg',
    'grxml', 'dsc',
  ], // biome-ignore format: a list of types
};
