import { isBelow } from '@scanclash/core';
import {
  type CloseOperation,
  type Emulation,
  type FileFilter,
  HostSettings,
  installService,
  Program,
  type SimulatedHost,
  shareRead,
} from '@scanclash/simulator';
import { writeSettings } from '../write-settings.ts';
import { genericAntivirus } from './product.ts';
import { excludedFolders, genericSettings } from './settings.ts';

const GUARD = 'C:\\Program Files\\GenericAntivirus\\avguard.exe';
const ALTITUDE = 321_000;

export const genericAntivirusEmulation: Emulation = {
  product: genericAntivirus,
  install: (host: SimulatedHost, values) => {
    writeSettings('antivirus', genericSettings, host.registry, true, values);
    const settings = new HostSettings<true>(host.world, {
      host: host.name,
      namespace: 'antivirus',
      registry: host.registry,
      settings: genericSettings,
      context: true,
    });
    host.files.install(GUARD, 'MZ');
    installService(host.registry, { name: 'GenericAvGuard', displayName: 'Generic AntiVirus Guard', imagePath: GUARD });
    let guard: Program | undefined;
    host.services.registerProgram(GUARD, (service) => {
      guard = new Program(host, service.process);
      host.processes.onExit(service.process, () => {
        guard = undefined;
      });
      service.running();
    });
    host.files.addFilter(guardFilter(host, settings, () => guard));
  },
  stimuli: {},
  observables: {},
  protections: {},
};

/** Opens each file that was written and holds it while it looks through it. */
function guardFilter(
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
        const least = host.world.behaviours.value<number>('generic-antivirus/assume-scan-cost-least');
        const most = host.world.behaviours.value<number>('generic-antivirus/assume-scan-cost-most');
        const cost = host.world.draw(host.name, 'avguard', 'scan cost', operation.path).between(least, most);
        guard.after(cost, 'scan by the other anti-virus', () => opened.handle.close());
      });
    },
  };
}
