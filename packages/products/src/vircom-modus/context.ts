import { asText, baseName, type HostEvidence, parentOf, type Reading, type RegistryReader } from '@scanclash/core';

export const EDITIONS = ['mail', 'gate'] as const;
export type ModusEdition = (typeof EDITIONS)[number];

/** What Modus must know of itself to find its settings. */
export interface ModusContext {
  readonly edition: ModusEdition;
  /** Folder of the programs: `…\Vircom\ModusMail`. */
  readonly root: string;
  /** Key of its own settings. @assumed HOLE-modus-registry: names below `HKLM\SOFTWARE\Vircom` are not public. */
  readonly key: string;
}

export const SERVICES_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';
export const VIRCOM_KEYS = ['HKLM\\SOFTWARE\\Vircom', 'HKLM\\SOFTWARE\\Wow6432Node\\Vircom'] as const;
export const EDITION_KEY = { mail: 'ModusMail', gate: 'ModusGate' } as const;

/**
 * Finds Modus by a service whose program lies below a folder `Vircom`, because service names and keys are not public;
 * the folder of that program is the root. HOLE-modus-services.
 */
export function detectModus({ registry }: Pick<HostEvidence, 'registry'>): Reading<ModusContext> {
  const services = registry.subkeys(SERVICES_KEY);
  if (services.kind !== 'known') return services;
  for (const service of services.value) {
    const image = registry.value(`${SERVICES_KEY}\\${service}`, 'ImagePath');
    const path = image.kind === 'known' ? asText(image.value)?.replaceAll('"', '') : undefined;
    if (path === undefined || !/\\vircom\\/i.test(path)) continue;
    const root = parentOf(path.replace(/(\.exe).*$/i, '$1'));
    if (root === undefined) continue;
    const edition: ModusEdition = /gate/i.test(baseName(root)) ? 'gate' : 'mail';
    return { kind: 'known', value: { edition, root, key: keyOf(registry, edition) } };
  }
  return { kind: 'absent' };
}

function keyOf(registry: RegistryReader, edition: ModusEdition): string {
  for (const vircom of VIRCOM_KEYS) {
    const products = registry.subkeys(vircom);
    if (products.kind === 'known' && products.value.length > 0) return `${vircom}\\${EDITION_KEY[edition]}`;
  }
  return `${VIRCOM_KEYS[0]}\\${EDITION_KEY[edition]}`;
}
