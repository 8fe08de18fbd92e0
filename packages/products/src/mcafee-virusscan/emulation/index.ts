import { type Emulation, type SimulatedHost, stimulus, WINSOCK } from '@scanclash/simulator';
import { z } from 'zod';
import { mcafeeVirusscan } from '../product.ts';
import { installVirusscan } from './install.ts';

/** A worm that mails itself: a program that nobody exempted. */
const WORM = 'C:\\WINDOWS\\Temp\\worm.exe';

/** How McAfee VirusScan Enterprise behaves on a simulated host. */
export const mcafeeVirusscanEmulation: Emulation = {
  product: mcafeeVirusscan,
  install: installVirusscan,
  stimuli: {
    connect: stimulus(
      'A program on this host connects to a port of another',
      z.strictObject({ program: z.string(), to: z.string(), port: z.int().min(1).max(65535) }),
      (host, { program, to, port }) => {
        host.tcp.connect(host.run(program), to, port, (result) => {
          if (result.ok) result.connection.close();
        });
      },
    ),
  },
  observables: {},
  protections: {
    'stops-unknown-mailer': {
      title: 'A program that nobody exempted is kept from sending mail',
      within: 30_000_000,
      run: (host: SimulatedHost, report) => {
        const worm = host.run(WORM);
        host.tcp.connect(worm, [...elsewhere(host)][0] ?? host.address, 25, (result) => {
          report(!result.ok && result.error !== WINSOCK.WSAHOST_NOT_FOUND);
          host.processes.exit(worm);
        });
      },
    },
  },
};

/** Addresses of other hosts that listen on port 25: where a worm would find somebody. */
function* elsewhere(host: SimulatedHost): Generator<string> {
  for (const stack of host.network.stacks()) {
    if (stack.address !== host.address && stack.listeners().some(({ port }) => port === 25)) yield stack.address;
  }
}
