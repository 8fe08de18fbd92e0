import type { HostAnswer, HostRequest, Transport } from '@scanclash/core';
import type { SimulatedHost } from '@scanclash/simulator';
import { type SshEndpoint, type SshEndpointOptions, serveSsh } from '@scanclash/simulator/ssh';
import { type SshLimits, type SshOptions, SshTransport } from '@scanclash/transports';
import { afterAll } from 'vitest';

export const USER = 'winadm';
/** Planted: it may turn up nowhere. */
export const PASSWORD = 'Planted-Secret-7316';

const endpoints: SshEndpoint[] = [];
afterAll(async () => {
  await Promise.all(endpoints.splice(0).map((endpoint) => endpoint.close()));
});

/** Serves a host until the file of tests ends. */
export async function served(
  host: SimulatedHost | (() => SimulatedHost),
  options: Partial<SshEndpointOptions> = {},
): Promise<SshEndpoint> {
  const endpoint = await serveSsh(host, { user: USER, password: PASSWORD, ...options });
  endpoints.push(endpoint);
  return endpoint;
}

/** A transport that knows the endpoint by its fingerprint. */
export function transportTo(
  { port, fingerprint }: SshEndpoint,
  options: Partial<SshOptions> & { readonly limits?: Partial<SshLimits> } = {},
): SshTransport {
  return new SshTransport({
    host: 'MAIL01',
    route: [
      {
        address: { user: USER, host: '127.0.0.1', port },
        policy: { kind: 'pinned', fingerprint },
        credentials: { keys: [], password: PASSWORD },
      },
    ],
    ...options,
  });
}

/** A transport that hangs up after each batch, as the contract makes one for each test. */
export class HangingUp implements Transport {
  readonly host: string;
  readonly #transport: () => Transport & { readonly close: () => Promise<void> };

  constructor(transport: () => Transport & { readonly close: () => Promise<void> }) {
    this.#transport = transport;
    this.host = transport().host;
  }

  async ask(batch: readonly HostRequest[]): Promise<readonly HostAnswer[]> {
    const transport = this.#transport();
    try {
      return await transport.ask(batch);
    } finally {
      await transport.close();
    }
  }
}
