import { dword, expandSz, type Plain, sz } from '@scanclash/core';
import { installService, type SimulatedHost } from '@scanclash/simulator';
import { z } from 'zod';
import { writeSettings } from '../../write-settings.ts';
import { type GroupshieldContext, SERVICES_KEY, STORE_SERVICE } from '../context.ts';
import { mcafeeGroupshield } from '../product.ts';
import { groupshieldSettings, serviceDependsOn, serviceStart, version } from '../settings.ts';
import { GroupshieldHost } from './groupshield-host.ts';
import { fileOf } from './program-file.ts';
import { runService } from './service.ts';

const TRANSPORT_SERVICE = 'MSExchangeTransport';
const AGENTS_FILE = 'C:\\Program Files\\Microsoft\\Exchange Server\\TransportRoles\\Shared\\agents.config';
const VSAPI_KEY = `${SERVICES_KEY}\\${STORE_SERVICE}\\VirusScan`;

/** @assumed HOLE-groupshield-service: name, display name, folder and program of the service; no failure actions. */
const CONTEXT: GroupshieldContext = mcafeeGroupshield.versions?.['7.0'] as GroupshieldContext;
const DISPLAY_NAME = 'McAfee GroupShield for Exchange';

/** What the setup program is told beside the settings. */
const setup = z.strictObject({
  /** Nothing is installed yet: the setup program is run in the course of events. */
  isInstalled: z.boolean().default(true),
});
const SETUP_VALUES = Object.keys(setup.shape);

/** Leaves a host as the setup program of GroupShield does, or ready for it. */
export function installGroupshield(host: SimulatedHost, values: Readonly<Record<string, Plain>>): void {
  const told = setup.parse(Object.fromEntries(Object.entries(values).filter(([path]) => SETUP_VALUES.includes(path))));
  const settings = Object.fromEntries(Object.entries(values).filter(([path]) => !SETUP_VALUES.includes(path)));
  const groupshield = host.keep('mcafee-groupshield', new GroupshieldHost(host, CONTEXT));
  host.services.registerProgram(groupshield.program, (service) => runService(groupshield, service));
  host.virusScanningLibraries.register(groupshield.storeLibraryFile, groupshield.storeLibrary);
  host.virusScanningLibraries.register(groupshield.transportLibraryFile, groupshield.transportLibrary);
  // The service control manager looks them up by itself.
  host.onBoot(() => {
    for (const { path } of [serviceStart, serviceDependsOn]) host.world.reads.note(`${host.name}:groupshield.${path}`);
  });
  if (told.isInstalled) setUp(groupshield);
  writeSettings(mcafeeGroupshield.namespace, groupshieldSettings, host.registry, CONTEXT, settings);
}

/**
 * What the setup program leaves behind: files, a service, and a scanner in the store or in the transport.
 * @source MSXFAQ#1: automatic, and depending on the store.
 */
export function setUp(groupshield: GroupshieldHost): void {
  const { host, context, program, storeLibraryFile, transportLibraryFile } = groupshield;
  const release = '7.0';
  for (const file of [program, storeLibraryFile, transportLibraryFile]) host.files.install(file, fileOf(release));
  const hasStore = host.services.configuration(STORE_SERVICE) !== undefined;
  installService(host.registry, {
    name: context.service,
    displayName: DISPLAY_NAME,
    imagePath: program,
    start: 'auto',
    dependsOn: hasStore && groupshield.isOn('setup-depends-on-store') ? [STORE_SERVICE] : [],
  });
  version.write(host.registry, release, context);
  if (host.services.configuration(TRANSPORT_SERVICE) !== undefined) addAgent(host, transportLibraryFile);
  if (!hasStore) return;
  // What somebody has set already stays.
  const values = { Enabled: dword(1), Library: expandSz(storeLibraryFile), ProactiveScanning: dword(1) };
  for (const [name, value] of Object.entries({ ...values, Vendor: sz('McAfee') })) {
    if (host.registry.value(VSAPI_KEY, name).kind === 'absent') host.registry.setValue(VSAPI_KEY, name, value);
  }
}

/** @source TRANSPORT-AGENTS: the form of the list. @assumed HOLE-transport-agents: what is written for GroupShield. */
function addAgent(host: SimulatedHost, library: string): void {
  const entry = `<agent name="McAfee Transport Scanner" baseType="Microsoft.Exchange.Data.Transport.Routing.RoutingAgent" classFactory="McAfee.TransportScannerFactory" assemblyPath="${library}" enabled="true" />`;
  const agents = `  <mexRuntime>\r\n    <agentList>\r\n      ${entry}\r\n    </agentList>\r\n  </mexRuntime>\r\n`;
  host.files.install(
    AGENTS_FILE,
    `<?xml version="1.0" encoding="utf-8"?>\r\n<configuration>\r\n${agents}</configuration>\r\n`,
  );
}
