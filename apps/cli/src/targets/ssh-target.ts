import { HostProbe, SshTransport, showSshAddress } from '@scanclash/transports';
import type { Io } from '../io.ts';
import { readLimits } from './limits.ts';
import type { HostReading, OpenedTarget } from './opened-target.ts';
import { readHost } from './read-host.ts';
import type { SshAccess } from './ssh-access.ts';
import type { SshOptions } from './ssh-options.ts';
import type { Target } from './target.ts';

/** A host that is connected to when its turn comes. */
export function openSsh(
  { word, address }: Target & { kind: 'ssh' },
  { routeTo }: SshAccess,
  options: SshOptions & { readonly probe: boolean | undefined },
  io: Io,
): OpenedTarget {
  const name = address.port === 22 ? address.host : showSshAddress(address).replace(/^.*@/, '');
  const limits = readLimits(options.limit ?? []);
  const read = async (signal: AbortSignal): Promise<HostReading> => {
    const transport = new SshTransport({
      host: name,
      route: routeTo(address),
      limits,
      temporaryFolder: options.temp !== false,
      signal,
    });
    try {
      const reading = await readHost(transport, options.probe === true ? new HostProbe(transport) : undefined);
      await transport.close();
      return {
        ...reading,
        at: (transport.clock ?? new Date(io.wallClock())).toISOString().replace(/\.\d+Z$/, 'Z'),
        session: transport.session,
      };
    } finally {
      await transport.close();
    }
  };
  return {
    word,
    hosts: [{ name, at: undefined, isRemote: true, read }],
    site: undefined,
    warnings: [],
  };
}
