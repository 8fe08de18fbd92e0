import { samePath } from '@scanclash/core';
import { hashText } from '../../kernel/murmur-hash.ts';
import type { Volume } from '../files/index.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { fullPath } from './console-path.ts';
import { type ConsoleProgram, fails, lines, notModelled, prints } from './console-program.ts';

/**
 * `mountvol` lists volumes with what they are mounted at, `mountvol PATH /l` names the volume behind a path. The help in
 * front of the real list is left out.
 */
export const mountvol: ConsoleProgram = ({ host, args }, done) => {
  const [path, option, ...rest] = args;
  if (path === undefined) return done(prints(listing(host)));
  if (option?.toLowerCase() !== '/l' || rest.length > 0) return done(notModelled(`mountvol ${args.join(' ')}`));
  const volume = volumeAt(host, path);
  if (volume === undefined) return done(fails(lines('The system cannot find the file specified.', '')));
  done(prints(lines(`    ${volumeName(host, volume)}`)));
};

function listing(host: SimulatedHost): string {
  const blocks = host.files.drives.volumes().flatMap((volume) => {
    const points = mountPointsOf(host, volume);
    const shown = points.length === 0 ? ['*** NO MOUNT POINTS ***'] : points;
    return [`    ${volumeName(host, volume)}`, ...shown.map((point) => `        ${point}`), ''];
  });
  return lines('Possible values for VolumeName along with current mount points are:', '', ...blocks);
}

function mountPointsOf(host: SimulatedHost, volume: Volume): readonly string[] {
  const { drives } = host.files;
  return [
    ...drives.drives().flatMap((known) => (known.volume === volume ? [`${known.drive}\\`] : [])),
    ...drives.mountPoints().flatMap((point) => (point.volume === volume ? [`${point.path}\\`] : [])),
  ];
}

function volumeAt(host: SimulatedHost, typed: string): Volume | undefined {
  const path = fullPath(typed);
  if (path === undefined) return undefined;
  const { drives } = host.files;
  const drive = drives.drives().find((known) => samePath(`${known.drive}\\`, path));
  return drive?.volume ?? drives.mountPoints().find((point) => samePath(point.path, path))?.volume;
}

/**
 * The name that Windows gave the volume when it first met it.
 * @assumed Its GUID follows from the names of host and device; the last group is the one that fixed disks have.
 */
function volumeName(host: SimulatedHost, volume: Volume): string {
  const hex = (seed: number) => hashText(`${host.name} ${volume.device}`, seed).toString(16).padStart(8, '0');
  const more = hex(1);
  return `\\\\?\\Volume{${hex(0)}-${more.slice(0, 4)}-11d9-${more.slice(4)}-806e6f6e6963}\\`;
}
