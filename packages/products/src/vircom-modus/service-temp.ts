import { absent, asText, type Fact, type HostEvidence, type HostRequest, known, unreadable } from '@scanclash/core';

const SYSTEM = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';
/** The hive of LocalSystem, S-1-5-18. */
const OWN = 'HKU\\.DEFAULT';

export const tempQuestions: readonly HostRequest[] = [
  { id: 'registry-export', key: SYSTEM },
  { id: 'registry-export', key: `${OWN}\\Environment` },
  { id: 'registry-subkeys', key: OWN },
];

/**
 * TEMP of what runs as LocalSystem, as the services of Modus do: of the system, and of LocalSystem itself, which some
 * versions of Windows give to services and some do not. Variables in it are not filled in.
 * @source WINDOWS: the keys of both environments
 */
export function serviceTemp({ registry }: HostEvidence): Readonly<Record<'temp.system' | 'temp.localSystem', Fact>> {
  const textAt = (key: string): Fact => {
    const stored = registry.value(key, 'TEMP');
    const question = registry.lastQuestion ?? ({ id: 'registry-export', key } as const);
    if (stored.kind === 'unreadable') return unreadable(stored.reason, question);
    const text = stored.kind === 'known' ? asText(stored.value) : undefined;
    const origin = { kind: 'question', question } as const;
    return text === undefined ? absent(origin) : known(text, origin);
  };
  return { 'temp.system': textAt(SYSTEM), 'temp.localSystem': textAt(`${OWN}\\Environment`) };
}
