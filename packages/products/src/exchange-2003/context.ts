import { asDword, asText, baseName, type HostEvidence, joinPath, parentOf, type Reading } from '@scanclash/core';

export const SETUP_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup';
export const SERVICES_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';

/** What setup stores as the version of the services. @assumed HOLE-exchange-2003-keys */
export const SERVICES_VERSION = { 2000: 60, 2003: 65 } as const;
export const VERSIONS = ['2000', '2003'] as const;
export type Exchange2003Version = (typeof VERSIONS)[number];

/** What Exchange 2000 or 2003 must know of itself to find its settings. */
export interface Exchange2003Context {
  readonly version: Exchange2003Version;
  /** Folder of the installation: `C:\Program Files\Exchsrvr`. */
  readonly folder: string;
}

export const USUAL_FOLDER = 'C:\\Program Files\\Exchsrvr';

/** Finds Exchange 2000 and 2003 by what their setup leaves behind; a version in between or beside is unreadable. */
export function detectExchange2003({ registry }: Pick<HostEvidence, 'registry'>): Reading<Exchange2003Context> {
  const stored = registry.value(SETUP_KEY, 'Services Version');
  if (stored.kind !== 'known') return stored;
  const number = asDword(stored.value);
  const version = VERSIONS.find((one) => SERVICES_VERSION[one] === number);
  if (version === undefined) {
    return { kind: 'unreadable', reason: `services of version ${number ?? '?'} are outside of what this model knows` };
  }
  const folder = registry.value(SETUP_KEY, 'Services');
  const text = folder.kind === 'known' ? asText(folder.value) : undefined;
  return { kind: 'known', value: { version, folder: text?.replace(/\\+$/, '') ?? USUAL_FOLDER } };
}

/** The folder of the Internet services, by the program of one of them; undefined where it is none of theirs. */
export function inetsrvFolder({ registry }: Pick<HostEvidence, 'registry'>): string | undefined {
  const image = registry.value(`${SERVICES_KEY}\\SMTPSVC`, 'ImagePath');
  const program = image.kind === 'known' ? asText(image.value)?.replaceAll('"', '') : undefined;
  if (program === undefined || baseName(program).toLowerCase() !== 'inetinfo.exe') return undefined;
  return parentOf(joinPath(program));
}
