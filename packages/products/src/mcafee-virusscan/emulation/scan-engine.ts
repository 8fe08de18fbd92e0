import { attachmentsOf, type Malware, malwareIn } from '@scanclash/simulator';
import type { ProfileSettings } from '../profile-settings.ts';
import { datVersion } from '../settings.ts';
import { isUnwanted } from './unwanted-programs.ts';
import type { VirusscanHost } from './virusscan-host.ts';

/** What the engine finds of unwanted programs alone. */
export function findUnwanted(
  virusscan: VirusscanHost,
  profile: ProfileSettings,
  bytes: Uint8Array,
): Malware | undefined {
  const malware = findMalware(virusscan, profile, bytes, false);
  return malware?.kind === 'unwanted-program' ? malware : undefined;
}

/** What the engine finds in some bytes with the settings of a profile; undefined where they are clean to it. */
export function findMalware(
  virusscan: VirusscanHost,
  profile: ProfileSettings,
  bytes: Uint8Array,
  macrosOnly: boolean,
): Malware | undefined {
  const { settings } = virusscan;
  // A base64 part is only seen through where MIME is decoded (OPS-mime).
  const parts = settings.get(profile.scanMime)
    ? [bytes, ...attachmentsOf(bytes).map(({ content }) => content)]
    : [bytes];
  for (const part of parts) {
    const malware = malwareIn(part);
    if (malware !== undefined && isKnown(malware)) return malware;
  }
  return undefined;

  function isKnown(malware: Malware): boolean {
    const { kind, sinceDat } = malware;
    if (kind === 'unwanted-program' && !isUnwanted(virusscan, profile, malware)) return false;
    if (kind === 'unknown-macro') return settings.get(profile.macroHeuristics);
    if (macrosOnly && kind !== 'macro-virus') return false;
    return sinceDat <= settings.get(datVersion);
  }
}
