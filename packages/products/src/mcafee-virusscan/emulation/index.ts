import { joinPath } from '@scanclash/core';
import {
  definitionsStayYoung,
  type Emulation,
  type MalwareKind,
  malwareBytes,
  type Protection,
  SECOND,
  type SimulatedHost,
  stimulus,
  WINSOCK,
} from '@scanclash/simulator';
import { z } from 'zod';
import { mcafeeVirusscan } from '../product.ts';
import { datVersion } from '../settings.ts';
import { DEFINITIONS } from './auto-update.ts';
import { installVirusscan } from './install.ts';
import { scanOnDemand } from './on-demand-scan.ts';
import type { VirusscanHost } from './virusscan-host.ts';

/** A worm that mails itself: a program that nobody exempted. */
const WORM = 'C:\\WINDOWS\\Temp\\worm.exe';

const MAIL_CLIENT = 'C:\\Program Files\\Microsoft Office\\OFFICE11\\OUTLOOK.EXE';

/** How McAfee VirusScan Enterprise behaves on a simulated host. */
export const mcafeeVirusscanEmulation: Emulation = {
  product: mcafeeVirusscan,
  install: installVirusscan,
  stimuli: {
    scan: stimulus(
      'An on-demand scan of some folders begins',
      z.strictObject({ folders: z.array(z.string()).min(1) }),
      (host, { folders }) => scanOnDemand(host.part<VirusscanHost>('mcafee-virusscan'), folders),
    ),
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
  observables: {
    blockedHosts: {
      title: 'Addresses that this host blocks after a detection in a share',
      schema: z.array(z.string()),
      observe: (host) => [...host.part<VirusscanHost>('mcafee-virusscan').blockedHosts.addresses],
    },
    datVersion: {
      title: 'DAT files that are registered',
      schema: z.int(),
      observe: (host) => host.part<VirusscanHost>('mcafee-virusscan').settings.get(datVersion),
    },
  },
  protections: {
    'catches-test-virus': catchesFile(
      'A virus that is written outside of all exclusions is found',
      'setup.exe',
      'virus',
    ),
    'catches-known-macro-virus': catchesFile(
      'A macro virus that the definitions know is found',
      'letter.doc',
      'macro-virus',
    ),
    'catches-unknown-macro': catchesFile(
      'A macro that no definition knows is found by heuristics',
      'letter.doc',
      'unknown-macro',
    ),
    'catches-virus-in-share': catchesFile(
      'A virus that another host writes into a share of this one is found',
      'setup.exe',
      'virus',
      { overNetwork: true },
    ),
    'definitions-stay-young': definitionsStayYoung((host) => ({
      name: DEFINITIONS,
      version: host.part<VirusscanHost>('mcafee-virusscan').settings.get(datVersion),
    })),
    'catches-another-remote-tool': catchesFile(
      'A remote administration tool that nobody exempted is found',
      'remote.exe',
      'unwanted-program',
      { detection: 'RemAdm-Other' },
    ),
    'stops-dropper-in-temp': stopsLaunch('A program that came by mail does not run from the Temp folder', 'Temp'),
    'stops-launch-of-download': stopsLaunch(
      'A program that came by mail does not run from Downloaded Program Files',
      'Downloaded Program Files',
    ),
    'stops-new-program-in-windows': {
      title: 'A program that nobody exempted puts no other one below the folder of Windows',
      within: 60 * SECOND,
      run: (host: SimulatedHost, report) => {
        const process = host.run(WORM);
        const path = joinPath(host.systemRoot, 'dropper.exe');
        host.files.open({ process, path, access: ['write'], share: {}, disposition: 'create-new' }, (opened) => {
          if (opened.ok) opened.handle.close();
          report(!opened.ok);
          host.processes.exit(process);
        });
      },
    },
    'stops-overflow': {
      title: 'A program that was overflowed is kept from calling Windows',
      within: SECOND,
      run: (host: SimulatedHost, report) => {
        const process = host.run(WORM);
        report(!host.apiCalls.call({ process, api: 'LoadLibraryA', from: 'data' }));
        host.processes.exit(process);
      },
    },
    'stops-unknown-mailer': stopsConnect('A program that nobody exempted is kept from sending mail', 25),
    'stops-unknown-chat': stopsConnect('A program that nobody exempted is kept from IRC', 6667),
  },
};

/** A mail client wants to run what came with a message, from a folder below that of Windows. */
function stopsLaunch(title: string, folder: string): Protection {
  return {
    title,
    within: 60 * SECOND,
    run: (host, report) => {
      const dropper = joinPath(host.systemRoot, folder, 'dropper.exe');
      host.files.install(dropper, 'MZ');
      host.startProgram(dropper, host.run(MAIL_CLIENT), ({ ok }) => report(!ok));
    },
  };
}

/** A worm connects to somebody who listens on a port. */
function stopsConnect(title: string, port: number): Protection {
  return {
    title,
    within: 30 * SECOND,
    run: (host, report) => {
      const worm = host.run(WORM);
      host.tcp.connect(worm, [...elsewhere(host, port)][0] ?? host.address, port, (result) => {
        report(!result.ok && result.error !== WINSOCK.WSAHOST_NOT_FOUND);
        host.processes.exit(worm);
      });
    },
  };
}

/** Writes an infected file into a folder that nobody excludes, or has another host do so, and reads it a little later. */
function catchesFile(
  title: string,
  name: string,
  kind: MalwareKind,
  { overNetwork = false, detection = 'Sample' } = {},
): Protection {
  return {
    title,
    within: 60 * SECOND,
    run: (host, report, others) => {
      const path = joinPath('C:\\Downloads', name);
      host.files.makeFolders('C:\\Downloads');
      const explorer = (on: SimulatedHost) => on.run(joinPath(on.systemRoot, 'explorer.exe'));
      const writer = overNetwork ? others.find((other) => other !== host) : host;
      if (writer === undefined) throw new Error('no other host in this world');
      const target = overNetwork ? `\\\\${host.name}\\C$\\Downloads\\${name}` : path;
      const write = { path: target, access: ['write'], share: {}, disposition: 'create-always' } as const;
      writer.files.open({ ...write, process: explorer(writer) }, (opened) => {
        // What did not get here at all was not caught by this host.
        if (!opened.ok) return report(!overNetwork);
        opened.handle.write(malwareBytes({ kind, name: detection, sinceDat: 4000 }));
        opened.handle.close();
        host.world.schedule(30 * SECOND, 'look for the virus', () => {
          const read = { path, access: ['read'], share: {}, disposition: 'open-existing' } as const;
          host.files.open({ ...read, process: explorer(host) }, (found) => {
            if (found.ok) found.handle.close();
            report(!found.ok);
          });
        });
      });
    },
  };
}

/** Addresses of other hosts that listen on a port: where a worm would find somebody. */
function* elsewhere(host: SimulatedHost, sought: number): Generator<string> {
  for (const stack of host.network.stacks()) {
    if (stack.address !== host.address && stack.listeners().some(({ port }) => port === sought)) yield stack.address;
  }
}
