import { emptyNetwork, newHost, type SmallNetwork } from '../../../network/test/small-network.ts';
import type { SimulatedHost } from '../../simulated-host.ts';
import type { ServiceContext } from '../service-control-manager.ts';

export interface Exchange extends Pick<SmallNetwork, 'world' | 'events' | 'pass'> {
  readonly host: SimulatedHost;
  /** Records of the service control manager: `7036 The … service entered the running state.` */
  log(id?: number): readonly string[];
}

/** A mail server before its first boot. */
export function exchange(options: { windows?: '2003' | '2008 R2' } = {}): Exchange {
  const net = emptyNetwork();
  const host = newHost(net, { name: 'EX01', address: '192.0.2.20', ...options });
  const log = (id?: number): readonly string[] =>
    host.eventLog
      .records('System')
      .filter((record) => record.source === 'Service Control Manager' && (id === undefined || record.id === id))
      .map((record) => `${record.id} ${record.text}`);
  return { ...net, host, log };
}

/** Keeps what the program of a service was given, and does nothing by itself. */
export function silent(into: ServiceContext[]): (context: ServiceContext) => void {
  return (context) => into.push(context);
}

export function started({ host }: Exchange, name: string): { answers: number[] } {
  const answers: number[] = [];
  host.services.start(name, (error) => answers.push(error));
  return { answers };
}

export function stopped({ host }: Exchange, name: string): { answers: number[] } {
  const answers: number[] = [];
  host.services.stop(name, (error) => answers.push(error));
  return { answers };
}
