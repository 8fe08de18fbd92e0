import {
  asText,
  asTexts,
  baseName,
  type HostEvidence,
  parentOf,
  type Reading,
  type RegistryReader,
  sameName,
} from '@scanclash/core';

export const SERVICES_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';
/** @source GSE-ANALYZER: the key of 6.0.2. @assumed HOLE-groupshield-registry: that later versions keep it. */
export const PRODUCT_KEY = 'HKLM\\SOFTWARE\\Network Associates\\McAfee GroupShield';
export const STORE_SERVICE = 'MSExchangeIS';

/** What GroupShield must know of itself to find its settings. */
export interface GroupshieldContext {
  /** Name of its service, whatever that is on this host. */
  readonly service: string;
  /** Folder of its programs. */
  readonly folder: string;
}

/** Programs of the product are below a folder that names it. @source KB51471 (folders of the successor). */
const ITS_FOLDER = /\\[^\\]*GroupShield[^\\]*\\|\\MSME\\/i;
/** @source KB51471: the processes of the successor. @assumed HOLE-groupshield-service: which of them the service runs. */
const SERVICE_PROGRAM = 'SAFeService.exe';

/** How well a service fits: the program that does the scanning, then whatever hangs on the store, then the others. */
interface Candidate extends GroupshieldContext {
  readonly rank: number;
}

/**
 * Finds GroupShield among the services by the path of their programs: nobody says what its service is called.
 * @assumed HOLE-groupshield-service
 */
export function detectGroupshield({ registry }: Pick<HostEvidence, 'registry'>): Reading<GroupshieldContext> {
  const services = registry.subkeys(SERVICES_KEY);
  if (services.kind !== 'known') return services;
  const found = services.value.flatMap((service) => candidate(registry, service) ?? []);
  const [best] = found.sort((a, b) => b.rank - a.rank);
  if (best === undefined) return { kind: 'absent' };
  return { kind: 'known', value: { service: best.service, folder: best.folder } };
}

function candidate(registry: RegistryReader, service: string): Candidate | undefined {
  const key = `${SERVICES_KEY}\\${service}`;
  const stored = registry.value(key, 'ImagePath');
  const image = stored.kind === 'known' ? asText(stored.value) : undefined;
  if (image === undefined || !ITS_FOLDER.test(image)) return undefined;
  const program = /^"([^"]+)"|^.*?\.exe/i.exec(image);
  const path = program?.[1] ?? program?.[0] ?? image;
  const depends = registry.value(key, 'DependOnService');
  const names = depends.kind === 'known' ? (asTexts(depends.value) ?? []) : [];
  const rank = sameName(baseName(path), SERVICE_PROGRAM)
    ? 2
    : Number(names.some((name) => sameName(name, STORE_SERVICE)));
  return { service, folder: parentOf(path) ?? path, rank };
}
