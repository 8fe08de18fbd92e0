import { asText, asTexts, documented, flag, multiSz, type Setting, sz } from '@scanclash/core';
import { z } from 'zod';

const SERVER = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer';

const share = z.object({ name: z.string(), path: z.string() });
const mappedDrive = z.object({ letter: z.string().regex(/^[A-Z]$/), remotePath: z.string() });

/** Folders that somebody shared, as the Server service stores them; administrative shares are not among them. */
export const shares: Setting<z.output<typeof share>[], true> = {
  path: 'shares',
  title: 'Folders that are shared by somebody; administrative shares are not among them',
  schema: z.array(share),
  evidence: documented('WINDOWS: LanmanServer\\Shares of Windows Server 2003'),
  takesEffect: 'at-use',
  samples: [[], [{ name: 'Public', path: 'C:\\Public' }]],
  defaultFor: () => [],
  location: () => `${SERVER}\\Shares`,
  read: (registry) => {
    const stored = registry.values(`${SERVER}\\Shares`);
    if (stored.kind !== 'known') return stored;
    const value = [...stored.value].flatMap(([name, data]) => {
      const path = asTexts(data)
        ?.find((text) => text.startsWith('Path='))
        ?.slice('Path='.length);
      return path === undefined ? [] : [{ name, path }];
    });
    return { kind: 'known', value };
  },
  write: (registry, list) => {
    const stored = registry.values(`${SERVER}\\Shares`);
    for (const name of stored.kind === 'known' ? stored.value.keys() : []) {
      if (!list.some((one) => one.name === name)) registry.deleteValue(`${SERVER}\\Shares`, name);
    }
    for (const { name, path } of list) {
      registry.setValue(
        `${SERVER}\\Shares`,
        name,
        multiSz(['CSCFlags=0', 'MaxUses=4294967295', `Path=${path}`, 'Permissions=0', 'Type=0']),
      );
    }
  },
};

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
export const isPerson = (sid: string) => /^S-1-5-21-[\d-]+$/.test(sid);
/** Whose drives are written where nobody is logged on yet. */
const SOMEBODY = 'S-1-5-21-1004336348-1177238915-682003330-1000';

/** Drive letters that people mapped to shares; each belongs to a user, so all users count. */
export const mappedDrives: Setting<z.output<typeof mappedDrive>[], true> = {
  path: 'mappedDrives',
  title: 'Drive letters that are mapped to shares of other hosts, of all users',
  schema: z.array(mappedDrive),
  evidence: documented('WINDOWS: HKU\\<SID>\\Network'),
  takesEffect: 'at-use',
  samples: [[], [{ letter: 'Z', remotePath: '\\\\ELSEWHERE\\Public' }]],
  defaultFor: () => [],
  location: () => 'HKU\\<SID>\\Network\\<LETTER>, RemotePath',
  read: (registry) => {
    const users = registry.subkeys('HKU');
    if (users.kind !== 'known') return users;
    const value: z.output<typeof mappedDrive>[] = [];
    for (const sid of users.value.filter(isPerson)) {
      const letters = registry.subkeys(`HKU\\${sid}\\Network`);
      if (letters.kind === 'unreadable') return letters;
      for (const letter of letters.kind === 'known' ? letters.value : []) {
        const remote = registry.value(`HKU\\${sid}\\Network\\${letter}`, 'RemotePath');
        const remotePath = remote.kind === 'known' ? asText(remote.value) : undefined;
        if (remotePath !== undefined) value.push({ letter: letter.toUpperCase(), remotePath });
      }
    }
    return { kind: 'known', value };
  },
  write: (registry, list) => {
    const users = registry.subkeys('HKU');
    const people = (users.kind === 'known' ? users.value : []).filter(isPerson);
    for (const sid of people) registry.deleteKey(`HKU\\${sid}\\Network`);
    const owner = people[0] ?? SOMEBODY;
    registry.createKey(`HKU\\${owner}`);
    for (const { letter, remotePath } of list) {
      registry.setValue(`HKU\\${owner}\\Network\\${letter}`, 'RemotePath', sz(remotePath));
    }
  },
};

export const windowsSettings = [shares, administrativeShares, mappedDrives];
