import { joinPath, parentOf } from '@scanclash/core';
import { type Emulation, installService, Program, type SimulatedHost, stimulus } from '@scanclash/simulator';
import { z } from 'zod';
import { writeSettings } from '../../write-settings.ts';
import { REMOTE_TOOL, SERVICE, siteSoftware } from '../product.ts';
import { secondStep, siteSettings } from '../settings.ts';
import { runService } from './service.ts';
import { fileOfVersion, LIBRARY, PROGRAM, SiteHost } from './site-host.ts';
import { bytesOfTool, pathOfTool, TOOL_NAMES } from './tools.ts';
import { runUpdate, secondStepOf, unpack } from './update.ts';

const UPDATE = 'C:\\Install\\update.exe';
const ARCHIVER = 'C:\\Program Files\\WinZip\\winzip32.exe';
const part = (host: SimulatedHost) => host.part<SiteHost>('site-software');

export const siteSoftwareEmulation: Emulation = {
  product: siteSoftware,
  install: (host, values) => {
    writeSettings('site', siteSettings, host.registry, true, values);
    const site = host.keep('site-software', new SiteHost(host));
    for (const path of [PROGRAM, LIBRARY]) host.files.install(path, fileOfVersion(1));
    installService(host.registry, { name: SERVICE, displayName: 'Example Service', imagePath: PROGRAM });
    host.services.registerProgram(PROGRAM, (service) => runService(site, service));
    host.files.install(UPDATE, 'MZ');
    host.registerProgram(UPDATE, (process) => runUpdate(site, process));

    for (const tool of TOOL_NAMES) {
      host.files.install(pathOfTool(tool), bytesOfTool(tool));
      // A tool that is started by hand shows itself and ends; what it does is nobody's business here.
      if (tool !== 'remote') host.registerProgram(pathOfTool(tool), (process) => host.processes.exit(process));
    }
    const remote = pathOfTool('remote');
    installService(host.registry, {
      name: REMOTE_TOOL,
      displayName: 'Example Remote Administration',
      imagePath: remote,
      start: 'demand',
    });
    host.services.registerProgram(remote, (service) => service.running());
  },
  stimuli: {
    'unpack-update': stimulus(
      'Somebody opens an update in an archiver and runs it from there: the archiver unpacks it and starts it',
      z.strictObject({}),
      (host) => {
        const site = part(host);
        const archiver = new Program(host, host.run(ARCHIVER));
        const folder = parentOf(secondStepOf(site)) as string;
        const path = joinPath(folder, 'Archive', site.settings.get(secondStep));
        unpack(site, archiver, path, () => {
          host.startProgram(path, archiver.process, (started) => {
            if (started.ok) runUpdate(site, started.process);
          });
        });
      },
    ),
    'use-tools': stimulus(
      'An administrator starts remote administration and other tools',
      z.strictObject({
        tools: z.array(z.enum(TOOL_NAMES)).min(1).default(TOOL_NAMES),
        takenFor: z
          .enum(['unwanted-program', 'virus'])
          .default('unwanted-program')
          .describe('What scanners take the tools for.'),
      }),
      (host, { tools, takenFor }) => {
        for (const tool of tools) {
          if (takenFor === 'virus') host.files.install(pathOfTool(tool), bytesOfTool(tool, takenFor));
          const begun = host.emit('site', 'site.tool-wanted', tool);
          host.world.because(begun, () => {
            if (tool === 'remote') host.services.start(REMOTE_TOOL);
            else host.execute(pathOfTool(tool));
          });
        }
      },
    ),
  },
  observables: {
    programVersion: {
      title: 'Version of the program of the service',
      schema: z.int(),
      observe: (host) => part(host).versionOf(PROGRAM),
    },
    libraryVersion: {
      title: 'Version of the library of the service',
      schema: z.int(),
      observe: (host) => part(host).versionOf(LIBRARY),
    },
    running: {
      title: 'The service runs',
      schema: z.boolean(),
      observe: (host) => host.services.isRunning(SERVICE),
    },
    remoteRunning: {
      title: 'Remote administration runs',
      schema: z.boolean(),
      observe: (host) => host.services.isRunning(REMOTE_TOOL),
    },
  },
  protections: {},
};
