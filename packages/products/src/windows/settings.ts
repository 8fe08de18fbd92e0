import {
  asText,
  asTexts,
  documented,
  flag,
  foldName,
  multiSz,
  type Reading,
  type RegistryReader,
  type RegistryValue,
  registrySetting,
  registryText,
  type Setting,
  sameName,
  sz,
} from '@scanclash/core';
import { z } from 'zod';
import { firewallEnabled, firewallOpenPorts, firewallStarts } from './firewall-settings.ts';

const SERVER = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer';

const share = z.object({ name: z.string().regex(/^[^\\/\u0000]{1,80}$/), path: registryText });
const mappedDrive = z.object({ letter: z.string().regex(/^[A-Z]$/), remotePath: registryText });
type MappedDrive = z.output<typeof mappedDrive>;

/** Folders that somebody shared, as the Server service stores them; administrative shares are not among them. */
export const shares: Setting<z.output<typeof share>[], true> = {
  path: 'shares',
  title: 'Folders that are shared by somebody; administrative shares are not among them',
  schema: z
    .array(share)
    .refine((list) => new Set(list.map(({ name }) => foldName(name))).size === list.length, 'a name is shared once'),
  evidence: documented('WINDOWS: LanmanServer\\Shares of Windows Server 2003'),
  takesEffect: 'at-use',
  samples: [[], [{ name: 'Public', path: 'C:\\Public' }]],
  defaultFor: () => [],
  location: () => `${SERVER}\\Shares`,
  read: (registry) => {
    const stored = registry.values(`${SERVER}\\Shares`);
    if (stored.kind !== 'known') return stored;
    const value = [...stored.value].flatMap(([name, data]) => {
      const path = sharedPath(data);
      return path === undefined ? [] : [{ name, path }];
    });
    return { kind: 'known', value };
  },
  write: (registry, list) => {
    const stored = registry.values(`${SERVER}\\Shares`);
    for (const [name, data] of stored.kind === 'known' ? stored.value : []) {
      if (sharedPath(data) !== undefined && !list.some((one) => sameName(one.name, name)))
        registry.deleteValue(`${SERVER}\\Shares`, name);
    }
    for (const { name, path } of list) {
      const present = registry.value(`${SERVER}\\Shares`, name);
      const kept = present.kind === 'known' ? asTexts(present.value) : undefined;
      // Who may do what in a share, and the remark on it, stay when the share moves to another folder.
      const texts = kept?.filter((text) => !text.startsWith('Path=')) ?? [
        'CSCFlags=0',
        'MaxUses=4294967295',
        'Permissions=0',
        'Type=0',
      ];
      if (present.kind === 'known' && sharedPath(present.value) === path) continue;
      registry.setValue(`${SERVER}\\Shares`, name, multiSz([...texts, `Path=${path}`].sort()));
    }
  },
};

/** The folder behind a share; undefined for what is no share. */
const sharedPath = (data: RegistryValue): string | undefined =>
  asTexts(data)
    ?.find((text) => text.startsWith('Path='))
    ?.slice('Path='.length);

export const PRODUCT_OPTIONS = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions';
const PRODUCT_TYPES = { workstation: 'WinNT', server: 'ServerNT', 'domain-controller': 'LanmanNT' } as const;
type ProductType = keyof typeof PRODUCT_TYPES;

export const productType = registrySetting<ProductType, true>(
  {
    path: 'productType',
    title: 'What this Windows was made for: a workstation, a server, or a server that is a domain controller',
    evidence: documented('WINDOWS: ProductType below ProductOptions'),
    takesEffect: 'boot',
    default: undefined,
  },
  { key: () => PRODUCT_OPTIONS, value: 'ProductType' },
  {
    schema: z.enum(Object.keys(PRODUCT_TYPES) as [ProductType, ...ProductType[]]),
    samples: ['workstation', 'server', 'domain-controller'],
    decode: (stored) => {
      const text = asText(stored);
      const types = Object.keys(PRODUCT_TYPES) as ProductType[];
      return text === undefined ? undefined : types.find((type) => sameName(PRODUCT_TYPES[type], text));
    },
    encode: (type) => sz(PRODUCT_TYPES[type]),
  },
);

export const administrativeShares = flag<true>(
  {
    path: 'administrativeShares',
    title: 'C$, ADMIN$ and the like exist',
    evidence: documented('WINDOWS: AutoShareServer of Windows Server 2003'),
    takesEffect: 'service-start',
    default: true,
  },
  { key: () => `${SERVER}\\Parameters`, value: 'AutoShareServer' },
);

/** SIDs of people: those of the system (S-1-5-18 …) and the `_Classes` twins have no drives of their own. */
export const PERSON = 'S-1-5-21-';
const isPerson = (sid: string) => sid.startsWith(PERSON) && !sid.includes('_');
/** Whose drives are written where nobody is logged on yet. */
const SOMEBODY = 'S-1-5-21-1004336348-1177238915-682003330-1000';

/** Drive letters that people mapped to shares; each belongs to a user, so all users count. */
export const mappedDrives: Setting<MappedDrive[], true> = {
  path: 'mappedDrives',
  title: 'Drive letters that are mapped to shares of other hosts, of all users',
  schema: z.array(mappedDrive),
  evidence: documented('WINDOWS: HKU\\<SID>\\Network'),
  takesEffect: 'at-use',
  samples: [[], [{ letter: 'Z', remotePath: '\\\\ELSEWHERE\\Public' }]],
  defaultFor: () => [],
  location: () => 'HKU\\<SID>\\Network\\<LETTER>, RemotePath',
  read: (registry) => {
    const drives = drivesOfUsers(registry);
    if (drives.kind !== 'known') return drives;
    return { kind: 'known', value: drives.value.map(({ letter, remotePath }) => ({ letter, remotePath })) };
  },
  write: (registry, list) => {
    const missing = [...list];
    const stored = drivesOfUsers(registry);
    for (const { key, letter, remotePath } of stored.kind === 'known' ? stored.value : []) {
      const wanted = missing.findIndex((drive) => drive.letter === letter && drive.remotePath === remotePath);
      if (wanted < 0) registry.deleteKey(key);
      else missing.splice(wanted, 1);
    }
    for (const { letter, remotePath } of missing) {
      registry.setValue(freeKey(registry, letter), 'RemotePath', sz(remotePath));
    }
  },
};

function drivesOfUsers(registry: RegistryReader): Reading<(MappedDrive & { key: string })[]> {
  const users = registry.subkeys('HKU');
  if (users.kind !== 'known') return users;
  const drives: (MappedDrive & { key: string })[] = [];
  for (const sid of users.value.filter(isPerson)) {
    const letters = registry.subkeys(`HKU\\${sid}\\Network`);
    if (letters.kind === 'unreadable') return letters;
    for (const letter of letters.kind === 'known' ? letters.value : []) {
      const key = `HKU\\${sid}\\Network\\${letter}`;
      const remote = registry.value(key, 'RemotePath');
      const remotePath = remote.kind === 'known' ? asText(remote.value) : undefined;
      if (remotePath !== undefined && /^[A-Za-z]$/.test(letter))
        drives.push({ letter: letter.toUpperCase(), remotePath, key });
    }
  }
  return { kind: 'known', value: drives };
}

/** Where a drive can be stored: with the first user who has not mapped this letter yet. */
function freeKey(registry: RegistryReader, letter: string): string {
  const users = registry.subkeys('HKU');
  const people = (users.kind === 'known' ? users.value : []).filter(isPerson);
  const owners = [...people, SOMEBODY, ...people.map((_, i) => SOMEBODY + i)];
  const keys = owners.map((owner) => `HKU\\${owner}\\Network\\${letter}`);
  return keys.find((key) => registry.values(key).kind === 'absent') as string;
}

export const windowsSettings = [
  productType,
  shares,
  administrativeShares,
  mappedDrives,
  firewallStarts,
  firewallEnabled,
  firewallOpenPorts,
];
