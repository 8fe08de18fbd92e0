import { MINUTE } from '@scanclash/simulator';
import { autoUpdateScheduled, datVersion, epoUpdateTask } from '../settings.ts';
import type { VirusscanHost } from './virusscan-host.ts';

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
      const published = host.network.published('mcafee-dat');
      if (
        (settings.get(autoUpdateScheduled) || settings.get(epoUpdateTask)) &&
        published !== undefined &&
        published > settings.get(datVersion)
      ) {
        if (virusscan.isOn('update-writes-shared-registration'))
          datVersion.write(host.registry, published, virusscan.context);
        host.emit('virusscan', 'virusscan.updated', String(published));
      }
      update();
    });
  };
  update();
}
