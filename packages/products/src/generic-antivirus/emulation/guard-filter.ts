import { isBelow } from '@scanclash/core';
import {
  type CloseOperation,
  type FileFilter,
  type HostSettings,
  type Program,
  type SimulatedHost,
  shareRead,
} from '@scanclash/simulator';
import { excludedFolders } from '../settings.ts';
import { scanCost } from './scan-cost.ts';

const ALTITUDE = 321_000;

/** Opens each file that was written and holds it while it looks through it. */
export function guardFilter(
  host: SimulatedHost,
  settings: HostSettings<true>,
  running: () => Program | undefined,
): FileFilter {
  const name = 'genericav';
  return {
    name,
    altitude: ALTITUDE,
    afterClose: (operation: CloseOperation) => {
      const guard = running();
      if (guard === undefined || !operation.written || operation.removed || operation.medium === 'network') return;
      if (settings.get(excludedFolders).some((folder) => isBelow(operation.path, folder))) return;
      if (!host.world.behaviours.on('generic-antivirus/scan-after-write-holds-file')) return;
      const request = {
        process: guard.process,
        path: operation.path,
        access: ['read'],
        share: shareRead,
        disposition: 'open-existing',
      } as const;
      host.files.openBelow(name, request, (opened) => {
        if (!opened.ok) return;
        const cost = scanCost(host, 'avguard', operation.path);
        guard.after(cost, 'scan by the other anti-virus', () => opened.handle.close());
      });
    },
  };
}
