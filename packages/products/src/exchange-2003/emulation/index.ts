import { dword, joinPath, type Plain, sz } from '@scanclash/core';
import {
  type Emulation,
  FailoverCluster,
  installService,
  type Observable,
  type ServiceContext,
  type SimulatedHost,
} from '@scanclash/simulator';
import { z } from 'zod';
import { writeSettings } from '../../write-settings.ts';
import { SERVICES_VERSION, SETUP_KEY, USUAL_FOLDER, VERSIONS } from '../context.ts';
import { exchange2003 } from '../product.ts';
import { EXCHANGE_2003_SERVICES } from '../services.ts';
import { exchange2003Settings } from '../settings.ts';
import { createVirtualServerGroup } from './cluster-resources.ts';
import { Exchange2003Host, exchange2003On } from './exchange-2003-host.ts';
import { installMetabase } from './metabase.ts';
import { startVirtualServer, stopVirtualServer } from './virtual-server.ts';

/** What the setup program is told beside the settings. */
const setup = z.strictObject({
  version: z.enum(VERSIONS).default('2003'),
  /** Name and address of the clustered server; a server of its own has neither. */
  server: z.string().optional(),
  address: z.string().optional(),
});
const SETUP_VALUES = Object.keys(setup.shape);

function install(host: SimulatedHost, values: Readonly<Record<string, Plain>>): void {
  const told = setup.parse(Object.fromEntries(Object.entries(values).filter(([path]) => SETUP_VALUES.includes(path))));
  const context = { version: told.version, folder: USUAL_FOLDER };
  host.registry.setValue(SETUP_KEY, 'Services Version', dword(SERVICES_VERSION[told.version]));
  host.registry.setValue(SETUP_KEY, 'Services', sz(context.folder));
  const settings = Object.fromEntries(Object.entries(values).filter(([path]) => !SETUP_VALUES.includes(path)));
  writeSettings(exchange2003.namespace, exchange2003Settings, host.registry, context, settings);

  const exchange = host.keep('exchange-2003', new Exchange2003Host(host, context, told.server ?? host.name));
  const isNode = told.server !== undefined;
  installServices(exchange, isNode);
  if (told.server === undefined) return installMetabase(exchange, [host.name]);
  if (told.address === undefined) throw new Error(`${host.name}: ${told.server} needs an address ("address")`);
  // Setup made the virtual server on the first node; the other one gets it when it takes over.
  const isFirst = FailoverCluster.of(host)?.group(told.server) === undefined;
  createVirtualServerGroup(host, told.server, told.address);
  installMetabase(exchange, isFirst ? [told.server] : []);
}

function installServices(exchange: Exchange2003Host, isNode: boolean): void {
  const { host, context } = exchange;
  const folders = {
    bin: joinPath(context.folder, 'bin'),
    inetsrv: joinPath(host.systemRoot, 'system32', 'inetsrv'),
    drivers: joinPath(host.systemRoot, 'system32', 'drivers'),
  };
  for (const [name, service] of Object.entries(EXCHANGE_2003_SERVICES)) {
    const { displayName, program, start, onNode, dependsOn } = service;
    const imagePath = joinPath(folders[service.in], program);
    host.files.install(imagePath, 'MZ');
    installService(host.registry, { name, displayName, imagePath, start: isNode ? onNode : start, dependsOn });
    host.services.registerProgram(imagePath, (started) => run(exchange, started, isNode));
  }
}

/** On a server of its own the virtual server starts with its service; on a node the cluster starts it. */
function run(exchange: Exchange2003Host, service: ServiceContext, isNode: boolean): void {
  exchange.settings.takeEffect('service-start');
  const isSmtp = service.service === 'SMTPSVC';
  if (isSmtp) {
    exchange.host.processes.onExit(service.process, () => {
      if (exchange.virtualServer?.process === service.process) stopVirtualServer(exchange);
    });
  }
  if (isSmtp && !isNode) startVirtualServer(exchange, service.process, () => service.running());
  else service.running();
}

const observable = (
  title: string,
  schema: z.ZodType<Plain>,
  look: (exchange: Exchange2003Host) => Plain,
): Observable => ({
  title,
  schema,
  observe: (host) => look(exchange2003On(host)),
});

/** How Exchange 2003 behaves on a simulated host, as far as mail comes in: by itself or as a clustered server. */
export const exchange2003Emulation: Emulation = {
  product: exchange2003,
  install,
  stimuli: {},
  observables: {
    answers: observable(
      'The SMTP virtual server is started on this host',
      z.boolean(),
      ({ virtualServer }) => virtualServer !== undefined,
    ),
    received: observable('Messages that SMTP of this host took', z.int(), ({ received }) => received),
    refused: observable('Messages that SMTP of this host did not take', z.int(), ({ refused }) => refused),
  },
  protections: {},
};
