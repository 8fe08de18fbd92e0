import { expandSz, multiSz, RegistryTree, type RegistryValue } from '@scanclash/core';
import { expect, test } from 'vitest';
import { detectGroupshield, SERVICES_KEY } from './context.ts';

/** The services of a host, by name with the path of their programs. */
function detectAmong(services: Readonly<Record<string, string>>, dependOnStore: readonly string[] = []) {
  const registry = new RegistryTree();
  const set = (service: string, name: string, value: RegistryValue) =>
    registry.setValue(`${SERVICES_KEY}\\${service}`, name, value);
  for (const [service, path] of Object.entries(services)) set(service, 'ImagePath', expandSz(path));
  for (const service of dependOnStore) set(service, 'DependOnService', multiSz(['RpcSs', 'MSExchangeIS']));
  return detectGroupshield({ registry } as never);
}

const OTHER = { McShield: 'C:\\Program Files\\Network Associates\\VirusScan\\mcshield.exe' };

test('GroupShield is found by the path of its program, whatever its service is called', () => {
  const found = detectAmong({ ...OTHER, Postschutz: '"D:\\AV\\McAfee GroupShield\\Bin\\SAFeService.exe" /run' });
  expect(found).toEqual({ kind: 'known', value: { service: 'Postschutz', folder: 'D:\\AV\\McAfee GroupShield\\Bin' } });
});

test('of several services in its folder it is the one whose program scans, else the one that hangs on the store', () => {
  const folder = 'C:\\Program Files (x86)\\McAfee\\MSME\\bin';
  const others = { A: `${folder}\\postgres.exe`, B: `${folder}\\RPCServ.exe` };
  const scanning = detectAmong({ ...others, C: `"${folder}\\safeservice.exe"` });
  expect(scanning).toMatchObject({ value: { service: 'C', folder } });
  expect(detectAmong(others, ['B'])).toMatchObject({ value: { service: 'B' } });
});

test('a host without it has none, and one whose services were not read may have it', () => {
  expect(detectAmong(OTHER)).toEqual({ kind: 'absent' });
  const unread = { subkeys: () => ({ kind: 'unreadable', reason: 'access denied' }) };
  expect(detectGroupshield({ registry: unread } as never)).toMatchObject({ kind: 'unreadable' });
});
