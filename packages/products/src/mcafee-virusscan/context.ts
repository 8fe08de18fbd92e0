import { asText, type HostEvidence, type Reading, type RegistryReader } from '@scanclash/core';

export const VERSIONS = ['7.x', '8.0i', '8.5i', '8.7i', '8.8'] as const;
export type VirusscanVersion = (typeof VERSIONS)[number];

/** What VirusScan Enterprise must know of itself to find its settings. */
export interface VirusscanContext {
  readonly version: VirusscanVersion;
  /** The exact version that the product states: `8.0.0`. */
  readonly build: string;
  /** `HKLM\SOFTWARE`, or its 32-bit view on 64-bit Windows. */
  readonly software: string;
}

/** Both registry views: a 32-bit VirusScan on 64-bit Windows keeps its keys in the second. Tenable 12107. */
export const SOFTWARE_VIEWS = ['HKLM\\SOFTWARE', 'HKLM\\SOFTWARE\\Wow6432Node'] as const;

/** Where the product states its version. Tenable 12107. */
const PRODUCT_KEYS = [
  'McAfee\\DesktopProtection',
  'Network Associates\\TVD\\VirusScan Enterprise\\CurrentVersion',
] as const;

/** Up to 8.0i the product belonged to Network Associates, in names and keys. */
export const isNetworkAssociates = (version: VirusscanVersion) => version === '7.x' || version === '8.0i';

export const productKey = ({ software, version }: VirusscanContext) =>
  `${software}\\${isNetworkAssociates(version) ? PRODUCT_KEYS[1] : PRODUCT_KEYS[0]}`;

/** Root of the on-access scanner. STIG for 8.8, Tenable 72216 for 8.5i and 8.7i, EXBPA for 8.0i. */
export function onAccessKey({ software, version }: VirusscanContext): string {
  if (isNetworkAssociates(version)) return `${software}\\Network Associates\\TVD\\Shared Components\\On Access Scanner`;
  return version === '8.8'
    ? `${software}\\McAfee\\SystemCore\\VSCore\\On Access Scanner`
    : `${software}\\McAfee\\VSCore\\On Access Scanner`;
}

export const configurationKey = (context: VirusscanContext) => `${onAccessKey(context)}\\McShield\\Configuration`;
export const behaviourBlockingKey = (context: VirusscanContext) => `${onAccessKey(context)}\\BehaviourBlocking`;

/** Where tasks are stored. STIG DTAM045 for 8.5i and later; the place in 7.x and 8.0i is assumed, HOLE-task-keys. */
export const tasksKey = (context: VirusscanContext) => `${productKey(context)}\\Tasks`;
export const AUTO_UPDATE_TASK = '{A14CD6FC-3BA8-4703-87BF-e3247CE382F5}';
export const FULL_SCAN_TASK = '{21221C11-A06D-4558-B833-98E8C7F6C4D2}';

/** Where engine and DAT files are registered; shared by all McAfee programs of the time. Tenable 12107. */
export const engineKey = ({ software, version }: VirusscanContext) =>
  isNetworkAssociates(version)
    ? `${software}\\Network Associates\\TVD\\Shared Components\\VirusScan Engine\\4.0.xx`
    : `${software}\\McAfee\\AVEngine`;

/** All of these places: of both views, and of both vendors. */
export const ENGINE_KEYS: readonly string[] = SOFTWARE_VIEWS.flatMap((software) =>
  (['8.0i', '8.8'] as const).map((version) => engineKey({ software, version, build: '' })),
);

/** Finds VirusScan by its product keys in both views; a version that this model does not know is unreadable. */
export function detectVirusscan({ registry }: Pick<HostEvidence, 'registry'>): Reading<VirusscanContext> {
  return detectIn(registry);
}

export function detectIn(registry: RegistryReader): Reading<VirusscanContext> {
  let unread: Reading<VirusscanContext> | undefined;
  for (const software of SOFTWARE_VIEWS) {
    for (const key of PRODUCT_KEYS) {
      const stored = registry.value(`${software}\\${key}`, 'szProductVer');
      if (stored.kind === 'unreadable') unread ??= stored;
      if (stored.kind !== 'known') continue;
      const build = asText(stored.value) ?? '';
      const context = contextOf(build, software);
      if (context !== undefined) return { kind: 'known', value: context };
      return {
        kind: 'unreadable',
        reason: `VirusScan ${JSON.stringify(build)} is a version outside of what this model knows (7.0 to 8.8)`,
      };
    }
  }
  return unread ?? { kind: 'absent' };
}

/** What the exact version tells; undefined for one that this model does not know. */
export function contextOf(build: string, software: string = SOFTWARE_VIEWS[0]): VirusscanContext | undefined {
  const version = versionOf(build);
  return version === undefined ? undefined : { version, build, software };
}

function versionOf(build: string): VirusscanVersion | undefined {
  const [major, minor] = build.split('.');
  if (major === '7') return '7.x';
  if (major !== '8') return undefined;
  return ({ '0': '8.0i', '5': '8.5i', '7': '8.7i', '8': '8.8' } as const)[minor as '0'];
}
