import { dword, joinPath, type Plain, sz } from '@scanclash/core';
import { installService, programBytes, type SimulatedHost } from '@scanclash/simulator';
import { writeSettings } from '../../write-settings.ts';
import {
  engineKey,
  isNetworkAssociates,
  productKey,
  type VirusscanContext,
  type VirusscanVersion,
} from '../context.ts';
import { logDirectory, profiles, startsWithSystem, virusscanSettings } from '../settings.ts';
import { runAutoUpdate } from './auto-update.ts';
import { fileBlocking } from './file-blocking.ts';
import { OnAccessScanner } from './on-access-scanner.ts';
import { overflowGuard } from './overflow-protection.ts';
import { enforcePolicies } from './policy-enforcement.ts';
import { portBlocking } from './port-blocking.ts';
import { selfProtectionGuard } from './self-protection.ts';
import { VirusscanHost } from './virusscan-host.ts';

const BUILD: Record<VirusscanVersion, string> = {
  '7.x': '7.1.0',
  '8.0i': '8.0.0',
  '8.5i': '8.5.0',
  '8.7i': '8.7.0',
  '8.8': '8.8.0',
};
const INITIAL_DAT = 4400;
/** As it is registered from 8.5i on, and up to 8.0i; and as the file states it. @source Tenable 12107 */
const ENGINE = { major: 5400, minor: 1158, file: '5.400.0.1158' };
const OLD_ENGINE = { text: '4.4.00', file: '4.4.0.0' };

/** Leaves a host as the setup program of VirusScan does. `version` and, for the first DAT files, `engine.datVersion` may be given. */
export function installVirusscan(host: SimulatedHost, values: Readonly<Record<string, Plain>>): void {
  const version = (values['version'] ?? '8.0i') as VirusscanVersion;
  const software = host.wow64 ? 'HKLM\\SOFTWARE\\Wow6432Node' : 'HKLM\\SOFTWARE';
  const context: VirusscanContext = { version, build: BUILD[version], software };
  const vendor = isNetworkAssociates(version) ? 'Network Associates' : 'McAfee';
  const folder = isNetworkAssociates(version)
    ? 'C:\\Program Files\\Network Associates\\VirusScan'
    : 'C:\\Program Files\\McAfee\\VirusScan Enterprise';
  const engine = `C:\\Program Files\\Common Files\\${vendor}\\Engine`;

  host.registry.setValue(productKey(context), 'Product', sz('VirusScan Enterprise'));
  host.registry.setValue(productKey(context), 'szProductVer', sz(context.build));
  host.registry.setValue(productKey(context), 'szInstallDir', sz(folder));
  host.registry.setValue(engineKey(context), 'DAT', sz(`${engine}\\`));
  host.registry.setValue(engineKey(context), 'AVDatVersion', dword(INITIAL_DAT));
  if (isNetworkAssociates(version)) host.registry.setValue(engineKey(context), 'szEngineVer', sz(OLD_ENGINE.text));
  else {
    host.registry.setValue(engineKey(context), 'EngineVersionMajor', dword(ENGINE.major));
    host.registry.setValue(engineKey(context), 'EngineVersionMinor', dword(ENGINE.minor));
  }
  const { file } = isNetworkAssociates(version) ? OLD_ENGINE : ENGINE;
  host.files.install(joinPath(engine, 'mcscan32.dll'), programBytes(file));
  // Written out where we assumed the place: a check takes what is missing there for unread, not for a default.
  for (const profile of Object.values(profiles)) profile.scanNetwork.write(host.registry, false, context);
  for (const { processes } of [profiles.lowRisk, profiles.highRisk]) processes.write(host.registry, [], context);
  const settings = Object.fromEntries(Object.entries(values).filter(([path]) => path !== 'version'));
  writeSettings('virusscan', virusscanSettings, host.registry, context, settings);

  const virusscan = host.keep('mcafee-virusscan', new VirusscanHost(host, context));
  const mcshield = joinPath(folder, 'mcshield.exe');
  host.files.install(mcshield, 'MZ');
  host.files.installFolder(host.expand(virusscan.settings.get(logDirectory)));
  installService(host.registry, { name: 'McShield', displayName: `${vendor} McShield`, imagePath: mcshield });
  host.services.registerProgram(mcshield, (service) => {
    if (virusscan.settings.get(startsWithSystem)) {
      virusscan.startScanning(service);
      runAutoUpdate(virusscan);
      enforcePolicies(virusscan);
    }
    service.running();
  });
  host.tcp.addFilter(portBlocking(virusscan));
  host.tcp.addFilter(virusscan.blockedHosts);
  host.apiCalls.addGuard(overflowGuard(virusscan));
  host.registryWrites.addGuard(selfProtectionGuard(virusscan));
  host.files.addFilter(fileBlocking(virusscan));
  host.files.addFilter(new OnAccessScanner(virusscan));
}
