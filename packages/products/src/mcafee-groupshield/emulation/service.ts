import { Program, SECOND, type ServiceContext } from '@scanclash/simulator';
import type { GroupshieldHost } from './groupshield-host.ts';
import { Scanner } from './scanner.ts';

/** How long the service asks for to finish its scans. */
const STOP_HINT = 20 * SECOND;

/** The service of GroupShield: it scans what the libraries in Exchange hand on to it. */
export function runService(groupshield: GroupshieldHost, service: ServiceContext): void {
  const { host } = groupshield;
  const scanner = new Scanner(groupshield, new Program(host, service.process));
  host.processes.onExit(service.process, () => {
    if (groupshield.scanner === scanner) groupshield.scanner = undefined;
  });
  service.onStop((stopped) => {
    service.pending(STOP_HINT);
    scanner.finish(() => {
      stopped();
      watch(groupshield);
    });
  });
  service.responding(!groupshield.isOn('service-ignores-stop'));
  service.running();
  groupshield.scanner = scanner;
}

/** A watchdog finds the service stopped, and starts it; nobody watches a host that goes down. */
function watch(groupshield: GroupshieldHost): void {
  const { host, context } = groupshield;
  if (!host.isUp || !groupshield.isOn('watchdog-starts-service')) return;
  const { boots } = host;
  host.world.schedule(groupshield.assume<number>('watchdog-interval') * SECOND, 'GroupShield watchdog', () => {
    if (!host.isUp || host.boots !== boots) return;
    const event = host.emit('groupshield', 'groupshield.watchdog-starts', context.service);
    host.world.because(event, () => host.services.start(context.service));
  });
}
