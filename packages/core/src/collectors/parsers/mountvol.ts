import type { Reading } from '../../windows/registry-reader.ts';
import { consoleLines } from './listing.ts';

export interface MountedVolume {
  /** `\\?\Volume{2eca078d-5cbc-43d3-aff8-7e8511f60d0e}\` */
  readonly name: string;
  /** Drive roots and folders that show the volume, `D:\` or `D:\Mounts\Spool\`; none for one that is reached by neither. */
  readonly mountPoints: readonly string[];
}

const volume = /^\s*(\\\\\?\\Volume\{[0-9a-f-]+\}\\)$/i;
const folder = /^\s*([A-Za-z]:\\.*)$/;

/**
 * The volumes in the output of `mountvol`, each with the folders that it is mounted at. Only names of volumes and paths
 * are looked at, so the language does not matter: neither that of the help in front nor that of `*** NO MOUNT POINTS ***`.
 */
export function parseMountvol(output: string): Reading<readonly MountedVolume[]> {
  const volumes: { name: string; mountPoints: string[] }[] = [];
  for (const line of consoleLines(output)) {
    const name = volume.exec(line)?.[1];
    if (name !== undefined) {
      volumes.push({ name, mountPoints: [] });
      continue;
    }
    const path = folder.exec(line)?.[1];
    if (path !== undefined) volumes.at(-1)?.mountPoints.push(path);
  }
  if (volumes.length === 0) return { kind: 'unreadable', reason: 'the answer names no volume' };
  return { kind: 'known', value: volumes };
}
