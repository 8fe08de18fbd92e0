import { type Emulation, HostSettings, installService, Program, type SimulatedHost } from '@scanclash/simulator';
import { z } from 'zod';
import { writeSettings } from '../../write-settings.ts';
import { genericAntivirus } from '../product.ts';
import { genericSettings } from '../settings.ts';
import { guardFilter } from './guard-filter.ts';
import { installStoreScanner } from './store-scanner.ts';

const GUARD = 'C:\\Program Files\\GenericAntivirus\\avguard.exe';

/** What the setup program is told beside the settings. */
const setup = z.object({
  /** It comes with a scanner for the store of Exchange. */
  scansStore: z.boolean().default(false),
});

export const genericAntivirusEmulation: Emulation = {
  product: genericAntivirus,
  install: (host: SimulatedHost, { scansStore, ...values }) => {
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
    if (setup.parse({ scansStore }).scansStore) installStoreScanner(host, settings);
  },
  stimuli: {},
  observables: {},
  protections: {},
};
