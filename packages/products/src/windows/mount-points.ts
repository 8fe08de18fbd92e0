import { type Fact, factOf, type HostEvidence, type HostRequest, parseMountvol } from '@scanclash/core';

export const MOUNT_POINTS: HostRequest = { id: 'mount-points' };

/** Volumes and where they are mounted, as `mountvol` tells. */
export function mountPoints(evidence: HostEvidence): Fact {
  return evidence.fact(MOUNT_POINTS, (text, origin) => {
    const volumes = parseMountvol(text);
    // An answer without a volume is one about a host of which nothing is mounted in a folder.
    if (volumes.kind !== 'known') return factOf([], origin);
    return factOf(
      volumes.value.flatMap(({ name, mountPoints: folders }) => folders.map((folder) => ({ folder, volume: name }))),
      origin,
    );
  });
}
