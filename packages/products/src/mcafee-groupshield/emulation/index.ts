import { type Emulation, type SimulatedHost, stimulus } from '@scanclash/simulator';
import { z } from 'zod';
import { mcafeeGroupshield } from '../product.ts';
import { type GroupshieldHost, groupshieldOn } from './groupshield-host.ts';
import { installGroupshield, setUp } from './install.ts';
import { versionOf } from './program-file.ts';
import { updateGroupshield } from './update.ts';

/** How McAfee GroupShield behaves on a simulated host: in the store of Exchange, or in its transport. */
export const mcafeeGroupshieldEmulation: Emulation = {
  product: mcafeeGroupshield,
  install: installGroupshield,
  stimuli: {
    'set-up': stimulus('The setup program of GroupShield is run', z.strictObject({}), (host) => {
      const groupshield = groupshieldOn(host);
      setUp(groupshield);
      const event = host.emit('groupshield', 'groupshield.installed', groupshield.context.service);
      host.world.because(event, () => host.services.start(groupshield.context.service));
    }),
    update: stimulus(
      'GroupShield is updated on this host',
      z.strictObject({ to: z.string().default('7.0.1').describe('Version.') }),
      (host, { to }) => updateGroupshield(groupshieldOn(host), to),
    ),
    crash: stimulus('The service of GroupShield crashes', z.strictObject({}), (host) => {
      const { process } = host.services.status(groupshieldOn(host).context.service);
      if (process !== undefined) host.processes.exit(process, 0xc000_0005);
    }),
  },
  observables: {
    running: {
      title: 'The service of GroupShield runs on this host',
      schema: z.boolean(),
      observe: (host: SimulatedHost) => groupshieldOn(host).scanner !== undefined,
    },
    versions: {
      title:
        'Versions of its program and of the library for the store; they differ after an update that was not finished',
      schema: z.array(z.string()),
      observe: (host: SimulatedHost) => {
        const groupshield = groupshieldOn(host);
        return [versionAt(groupshield, groupshield.program), versionAt(groupshield, groupshield.storeLibraryFile)];
      },
    },
  },
  // A virus is sent to a mailbox, and looked for there: Exchange brings that check along.
  protections: {},
};

function versionAt({ host }: GroupshieldHost, path: string): string {
  const file = host.files.peek(path);
  return file.ok ? versionOf(file.bytes) : '';
}
