import { MINUTE, type Program } from '@scanclash/simulator';
import { autoUpdateScheduled, datVersion, epoUpdateTask } from '../settings.ts';
import type { VirusscanHost } from './virusscan-host.ts';

/** DAT files, as the vendor's servers know them. */
export const DEFINITIONS = 'mcafee-dat';

/**
 * AutoUpdate: fetches the newest DAT files from the update server and registers them below the engine key, which every
 * McAfee program of the host shares.
 * @source STIG DTAM016 (the task), Tenable 12107 (the key).
 */
export function runAutoUpdate(virusscan: VirusscanHost): void {
  const { host, settings } = virusscan;
  const interval = virusscan.assume<number>('assume-update-interval') * MINUTE;
  const update = () => {
    virusscan.mcshield?.after(interval, 'AutoUpdate', () => {
      const published = host.network.published(DEFINITIONS);
      if (
        (settings.get(autoUpdateScheduled) || settings.get(epoUpdateTask)) &&
        published !== undefined &&
        published > settings.get(datVersion)
      ) {
        register(virusscan, virusscan.mcshield as Program, published);
      }
      update();
    });
  };
  update();
}

function register(virusscan: VirusscanHost, { process }: Program, version: number): void {
  const { host, context } = virusscan;
  const updated = host.emit(
    'virusscan',
    'virusscan.updated',
    String(version),
    {},
    host.network.publicationOf(DEFINITIONS),
  );
  if (!virusscan.isOn('update-writes-shared-registration')) return;
  host.world.because(updated, () => datVersion.write(host.registryWrites.by(process.imageName), version, context));
}
