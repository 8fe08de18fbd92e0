import { expandSz } from '@scanclash/core';
import { expect, test } from 'vitest';
import { evidenceOf, exportOf, told } from '../../test/told-evidence.ts';
import { serviceTemp } from './service-temp.ts';

const SYSTEM = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';
const OWN = 'HKU\\.DEFAULT\\Environment';
const system = exportOf(SYSTEM, { [SYSTEM]: { TEMP: expandSz('%SystemRoot%\\TEMP') } });

test('the system has a TEMP, and LocalSystem may have one of its own', () => {
  const own = exportOf(OWN, { [OWN]: { TEMP: expandSz('%USERPROFILE%\\Local Settings\\Temp') } });
  expect(serviceTemp(evidenceOf(system, own))).toMatchObject({
    'temp.system': { value: '%SystemRoot%\\TEMP' },
    'temp.localSystem': { value: '%USERPROFILE%\\Local Settings\\Temp' },
  });
});

test('none is told apart from one that was not read by the list of keys above', () => {
  const without = told({ id: 'registry-subkeys', key: 'HKU\\.DEFAULT' }, '\r\nHKEY_USERS\\.DEFAULT\\Software\r\n');
  expect(serviceTemp(evidenceOf(system, without))).toMatchObject({ 'temp.localSystem': { kind: 'absent' } });
  expect(serviceTemp(evidenceOf(system))).toMatchObject({ 'temp.localSystem': { kind: 'unreadable' } });
});
