import type { HostDefinition } from './world-definition.ts';

/** The exclusion that KB1258 asks for: a folder with its subfolders, reading and writing. */
export const excluded = (folder: string) => ({
  type: 'path',
  value: folder,
  onRead: true,
  onWrite: true,
  subfolders: true,
});

export const MODUS_MAIL = 'C:\\Program Files\\Vircom\\ModusMail\\';
export const MODUS_GATE = 'C:\\Program Files\\Vircom\\ModusGate\\';

/** A mail server elsewhere that takes and sends mail. */
export const farServer = (address: string): HostDefinition => ({
  windows: '2003',
  address,
  products: { 'internet-mail': {} },
});

/** VirusScan with the exclusions that a Modus server needs. */
export const wellExcluded = (version: string, ...folders: string[]) => ({
  version,
  'onAccess.default.exclusions': folders.map(excluded),
});
