import type { SimulatedHost } from '../simulated-host.ts';

/** Whether the console programs of a host are those of before Windows Vista and Server 2008: many print otherwise. */
export function isBeforeVista(host: SimulatedHost): boolean {
  return host.windows === '2000' || host.windows === '2003';
}
