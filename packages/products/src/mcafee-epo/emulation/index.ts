import { joinPath } from '@scanclash/core';
import { type Emulation, HostSettings, installService } from '@scanclash/simulator';
import { z } from 'zod';
import { writeSettings } from '../../write-settings.ts';
import type { AgentPolicies, AgentReport } from '../agent-protocol.ts';
import { mcafeeEpo } from '../product.ts';
import { agentPort, EPO_KEY, epoSettings } from '../settings.ts';
import { EpoServer } from './epo-server.ts';

const FOLDER = 'C:\\Program Files\\McAfee\\ePolicy Orchestrator';
/** @assumed HOLE-epo-host: names of service and program. */
const SERVICE = 'MCAFEEAPACHESRV';

/** An ePO server: agents report to it and get their policies. Its web API is put in front of it by `epoWebApi`. */
export const mcafeeEpoEmulation: Emulation = {
  product: mcafeeEpo,
  install: (host, values) => {
    host.registry.createKey(EPO_KEY);
    writeSettings('epo', epoSettings, host.registry, true, values);
    const settings = new HostSettings<true>(host.world, {
      host: host.name,
      namespace: 'epo',
      registry: host.registry,
      settings: epoSettings,
      context: true,
    });
    const server = host.keep('mcafee-epo', new EpoServer(host, settings));
    const imagePath = joinPath(FOLDER, 'Apache2', 'bin', 'Apache.exe');
    host.files.install(imagePath, 'MZ');
    installService(host.registry, { name: SERVICE, displayName: 'McAfee ePolicy Orchestrator Server', imagePath });
    host.services.registerProgram(imagePath, (service) => {
      settings.takeEffect('service-start');
      host.tcp.listen(service.process, settings.get(agentPort), (connection) => {
        connection.onMessage((message) => {
          const report = message as AgentReport;
          const reported = host.emit('epo', 'epo.agent-reported', report.name);
          host.world.because(reported, () => {
            const policies = server.checkIn(report);
            if (!host.world.behaviours.on('mcafee-epo/hands-policies-to-agents')) return connection.close();
            connection.send({ policies } satisfies AgentPolicies);
          });
        });
      });
      service.onStop((stopped) => {
        host.tcp.stopListening(service.process);
        stopped();
      });
      service.running();
    });
  },
  stimuli: {},
  observables: {
    systems: {
      title: 'Systems whose agents have reported',
      schema: z.array(z.string()),
      observe: (host) =>
        host
          .part<EpoServer>('mcafee-epo')
          .systems()
          .map(({ report }) => report.name),
    },
  },
  protections: {},
};
