import { asDword, asText, type HostEvidence, type Reading } from '@scanclash/core';

export const SETUP_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup';
export const ROLES_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\v8.0';
export const SERVICES_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';

/** The major version of Exchange 2007. */
export const MAJOR_VERSION = 8;

/** Server roles that are told apart here, by the key that setup leaves for each. @assumed HOLE-exchange-setup-keys */
export const ROLE_KEYS = {
  mailbox: 'MailboxRole',
  'clustered-mailbox': 'ClusteredMailboxRole',
  hub: 'HubTransportRole',
} as const;
export type ExchangeRole = keyof typeof ROLE_KEYS;
export const ROLES = Object.keys(ROLE_KEYS) as [ExchangeRole, ...ExchangeRole[]];

/** What Exchange must know of itself to find its settings. */
export interface ExchangeContext {
  /** Folder of the installation: `C:\Program Files\Microsoft\Exchange Server`. */
  readonly folder: string;
}

export const USUAL_FOLDER = 'C:\\Program Files\\Microsoft\\Exchange Server';

/** Finds Exchange 2007 by what its setup program leaves behind. */
export function detectExchange({ registry }: Pick<HostEvidence, 'registry'>): Reading<ExchangeContext> {
  const major = registry.value(SETUP_KEY, 'MsiProductMajor');
  if (major.kind !== 'known') return major;
  if (asDword(major.value) !== MAJOR_VERSION) return { kind: 'absent' };
  const folder = registry.value(SETUP_KEY, 'MsiInstallPath');
  const stored = folder.kind === 'known' ? asText(folder.value) : undefined;
  return { kind: 'known', value: { folder: stored?.replace(/\\+$/, '') ?? USUAL_FOLDER } };
}
