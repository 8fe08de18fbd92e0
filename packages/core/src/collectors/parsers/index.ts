// What console programs of Windows print, by program. Pure, in every language of Windows, and never a throw.
export { type ClusterRow, parseClusterList } from './cluster-list.ts';
export { type ClusterLogEntry, parseClusterLog } from './cluster-log.ts';
export { parseDirBare } from './dir-bare.ts';
export { type EventRow, parseEventCsv, parseEventXml } from './event-list.ts';
export { type FilterRow, parseFltmc } from './fltmc.ts';
export { type ListedObject, parseFormatList } from './format-list.ts';
export type { Listing } from './listing.ts';
export { type MountedVolume, parseMountvol } from './mountvol.ts';
export { type OpenFileRow, parseNetFile } from './net-file.ts';
export { parseNetSession, type SessionRow } from './net-session.ts';
export { parseNetstat, type SocketAddress, type SocketRow } from './netstat.ts';
export { type FailureKind, type FailureReport, parseScFailure } from './sc-failure.ts';
export { parseScList } from './sc-list.ts';
export { parseScQuery, SERVICE_STATES, type ServiceReport } from './sc-query.ts';
export { type ProcessRow, parseTasklistCsv } from './tasklist-csv.ts';
export { parseWmicValue } from './wmic-value.ts';
