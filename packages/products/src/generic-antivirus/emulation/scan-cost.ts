import type { SimulatedHost } from '@scanclash/simulator';

/** How long it looks through something, µs. @assumed HOLE-scan-cost */
export function scanCost(host: SimulatedHost, component: string, subject: string): number {
  const least = host.world.behaviours.value<number>('generic-antivirus/assume-scan-cost-least');
  const most = host.world.behaviours.value<number>('generic-antivirus/assume-scan-cost-most');
  return host.world.draw(host.name, component, 'scan cost', subject).between(least, most);
}
