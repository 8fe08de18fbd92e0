import { HostSettings, type Process, type SimulatedHost } from '@scanclash/simulator';
import type { Exchange2003Context } from '../context.ts';
import { exchange2003Settings } from '../settings.ts';

/** The SMTP virtual server, as long as it is started. */
export interface VirtualServer {
  readonly process: Process;
  /** It knows its domains; without them it refuses every recipient. */
  takesMail: boolean;
}

/** What the services of Exchange 2003 on one host share. */
export class Exchange2003Host {
  readonly host: SimulatedHost;
  readonly context: Exchange2003Context;
  /** Name of the virtual server: that of the host, or the network name of a clustered one. */
  readonly server: string;
  readonly settings: HostSettings<Exchange2003Context>;
  virtualServer: VirtualServer | undefined;
  /** Messages for its mailboxes that it took, and those that it refused. */
  received = 0;
  refused = 0;

  constructor(host: SimulatedHost, context: Exchange2003Context, server: string) {
    this.host = host;
    this.context = context;
    this.server = server;
    this.settings = new HostSettings(host.world, {
      host: host.name,
      namespace: 'exchange2003',
      registry: host.registry,
      settings: exchange2003Settings,
      context,
    });
  }

  isOn(mechanism: string): boolean {
    return this.host.world.behaviours.on(`exchange-2003/${mechanism}`);
  }
}

export const exchange2003On = (host: SimulatedHost): Exchange2003Host => host.part<Exchange2003Host>('exchange-2003');
