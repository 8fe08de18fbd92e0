import { joinPath } from '@scanclash/core';
import { type Emulation, HostSettings, installService, type SimulatedHost, stimulus } from '@scanclash/simulator';
import { z } from 'zod';
import { writeSettings } from '../write-settings.ts';
import { SQL_SERVICE } from './context.ts';
import { sqlServer } from './product.ts';
import { sqlSettings, tcpPort } from './settings.ts';

const FOLDER = 'C:\\Program Files\\Microsoft SQL Server\\MSSQL\\Binn';

const PIPE = '\\pipe\\sql\\query';

/** A database server that answers queries; what is in it does not matter here, only whether it can be reached. */
export const sqlServerEmulation: Emulation = {
  product: sqlServer,
  install: (host: SimulatedHost, values) => {
    writeSettings('sql', sqlSettings, host.registry, true, values);
    const settings = new HostSettings<true>(host.world, {
      host: host.name,
      namespace: 'sql',
      registry: host.registry,
      settings: sqlSettings,
      context: true,
    });
    const imagePath = joinPath(FOLDER, 'sqlservr.exe');
    host.files.install(imagePath, 'MZ');
    installService(host.registry, { name: SQL_SERVICE, displayName: 'MSSQLSERVER', imagePath });
    host.services.registerProgram(imagePath, (service) => {
      if (host.world.behaviours.on('sql-server/is-stopped')) return host.processes.exit(service.process, 1);
      settings.takeEffect('service-start');
      host.tcp.listen(service.process, settings.get(tcpPort), (connection) => {
        connection.onMessage((query) => connection.send(query));
      });
      host.tcp.listenPipe(service.process, PIPE, (connection) => {
        connection.onMessage((query) => connection.send(query));
      });
      service.onStop((stopped) => {
        host.tcp.stopListening(service.process);
        stopped();
      });
      service.running();
    });
  },
  stimuli: {
    stop: stimulus('SQL Server is stopped by its administrator', z.strictObject({}), (host) =>
      host.services.stop(SQL_SERVICE),
    ),
  },
  observables: {
    running: {
      title: 'The default instance runs',
      schema: z.boolean(),
      observe: (host) => host.services.isRunning(SQL_SERVICE),
    },
  },
  protections: {},
};
