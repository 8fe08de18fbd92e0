import { dword, expandSz } from '@scanclash/core';
import {
  type HostSettings,
  malwareIn,
  type ScannedItem,
  type ScanVerdict,
  type SimulatedHost,
  type VirusScanningLibrary,
} from '@scanclash/simulator';
import { blockedTypes, sparesSystemMailboxes } from '../settings.ts';
import { scanCost } from './scan-cost.ts';

const LIBRARY = 'C:\\Program Files\\GenericAntivirus\\avstore.dll';
/** @source VSAPI-KEYS */
const VSAPI_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\MSExchangeIS\\VirusScan';
const SYSTEM_MAILBOX = /^SystemMailbox\{/i;

/** Leaves a scanner of the other vendor in the store: a library that is asked about each part of an item. */
export function installStoreScanner(host: SimulatedHost, settings: HostSettings<true>): void {
  host.files.install(LIBRARY, 'MZ');
  host.virusScanningLibraries.register(LIBRARY, storeLibrary(host, settings));
  const values = { Enabled: dword(1), Library: expandSz(LIBRARY), ProactiveScanning: dword(1) };
  for (const [name, value] of Object.entries(values)) {
    if (host.registry.value(VSAPI_KEY, name).kind === 'absent') host.registry.setValue(VSAPI_KEY, name, value);
  }
}

/** It scans within store.exe, without a service of its own. */
const storeLibrary = (host: SimulatedHost, settings: HostSettings<true>): VirusScanningLibrary => ({
  scan: (caller, item, done) => {
    host.world.schedule(scanCost(host, 'avstore', item.mailbox), 'scan by the other anti-virus', () => {
      if (host.processes.isRunning(caller)) done(verdictOn(host, settings, item));
    });
  },
});

function verdictOn(
  host: SimulatedHost,
  settings: HostSettings<true>,
  { content, fileName, mailbox }: ScannedItem,
): ScanVerdict {
  if (malwareIn(content)?.kind === 'virus') return 'delete';
  const isOf = (type: string): boolean => fileName?.toLowerCase().endsWith(`.${type.toLowerCase()}`) === true;
  if (!settings.get(blockedTypes).some(isOf)) return 'clean';
  if (SYSTEM_MAILBOX.test(mailbox) && settings.get(sparesSystemMailboxes)) return 'clean';
  return host.world.behaviours.on('generic-antivirus/store-filter-blocks-types') ? 'delete' : 'clean';
}
