import { installService } from '../windows/services/service-configuration.ts';
import type { ServiceProgram } from '../windows/services/service-control-manager.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';
import { SERVICE_RESET, SERVICE_RESTART } from './cluster-figures.ts';

const CLUSTER_SERVICE = 'ClusSvc';

/** Installs the cluster service on a node. */
export function installClusterService(host: SimulatedHost, program: ServiceProgram): void {
  const imagePath = `${host.systemRoot}\\Cluster\\clussvc.exe`;
  host.files.install(imagePath, 'MZ');
  installService(host.registry, {
    name: CLUSTER_SERVICE,
    displayName: 'Cluster Service',
    imagePath,
    start: 'auto',
    failureActions: { resetAfter: SERVICE_RESET, actions: [{ kind: 'restart', delay: SERVICE_RESTART }] },
  });
  host.services.registerProgram(imagePath, program);
}
