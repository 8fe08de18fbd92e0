import { ScanclashError } from '@scanclash/core';
import type { Io } from '../io.ts';
import type { Target } from '../targets/target.ts';

const PROBED: readonly Target['kind'][] = ['simulated', 'ssh', 'winrm'];

const WARNING = [
  'A probe writes a harmless file that every scanner takes for a virus: below each folder that is to be excluded, and below',
  '%SystemRoot%\\Temp, where it should be found. It is written by the host itself, in folders of its own, which are removed.',
  'Where it is found, alerts go to ePO and to whoever watches it, and the scanner may block whoever it takes for the source.',
].join('\n');

/** @throws SC-USE-003 where a target cannot be probed, SC-USE-006 where nobody has agreed */
export function confirmProbe(io: Io, targets: readonly Target[], agreed: boolean): void {
  const other = targets.find(({ kind }) => !PROBED.includes(kind));
  if (other !== undefined) {
    throw new ScanclashError('SC-USE-003', `--probe: ${other.word} is not a host that can be written to`, {
      hint: 'Hosts that are asked now can be probed: ssh://, winrm://, sim:.',
    });
  }
  io.stderr.write(`WARNING: --probe\n${WARNING}\n`);
  if (agreed) return;
  throw new ScanclashError('SC-USE-006', '--probe writes on hosts, and nobody has agreed to that', {
    hint: 'Tell those who watch the alerts, then add --yes.',
  });
}
