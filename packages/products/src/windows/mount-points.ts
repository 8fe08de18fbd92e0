import { type Fact, factOf, type HostEvidence, type HostRequest } from '@scanclash/core';

export const MOUNT_POINTS: HostRequest = { id: 'mount-points' };

/**
 * Volumes and where they are mounted, from `mountvol`: a line with a volume name, then its drive letters and folders on
 * lines of their own. Texts between are translated on localised systems; the shapes are not.
 */
export function mountPoints(evidence: HostEvidence): Fact {
  return evidence.fact(MOUNT_POINTS, (text, origin) => {
    const found: { folder: string; volume: string }[] = [];
    let volume: string | undefined;
    for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
      if (/^\\\\\?\\Volume\{[0-9a-f-]+\}\\$/i.test(line)) volume = line;
      else if (volume !== undefined && /^[A-Za-z]:\\/.test(line)) found.push({ folder: line, volume });
    }
    return factOf(found, origin);
  });
}
