import { asDword, asText } from '@scanclash/core';
import { expect, test } from 'vitest';
import { SECOND } from '../../network/test/small-network.ts';
import { office } from './test/office.ts';

test('mapped drives are in the settings of the user, and there again after the next logon', () => {
  const net = office();
  const { smb, files, registry } = net.station;
  const { sid } = net.station.logon('trainee');
  smb.mapDrive('M:', '\\\\MAIL01\\Spool\\Invirus');
  smb.mapDrive('N:', '\\\\MAIL01\\C$', { persistent: false });
  const stored = registry.values(`HKU\\${sid}\\Network\\M`);
  const values = [...(stored.kind === 'known' ? stored.value : [])];
  expect(values.map(([name, value]) => [name, asText(value) ?? asDword(value)])).toEqual([
    ['RemotePath', '\\\\MAIL01\\Spool\\Invirus'],
    ['UserName', ''],
    ['ProviderName', 'Microsoft Windows Network'],
    ['ProviderType', 0x20000],
    ['ConnectionType', 1],
    ['DeferFlags', 4],
  ]);
  net.station.logon('somebody else');
  expect(files.drives.mappedDrives()).toEqual([]);
  net.station.reboot();
  net.pass(600 * SECOND);
  expect([files.drives.mappedDrives(), net.station.user]).toEqual([[], undefined]);
  expect(net.server.smb.server.sessions()).toEqual([]);
  expect(net.station.logon('TRAINEE').sid).toBe(sid);
  expect(net.server.smb.server.sessions()).toMatchObject([{ user: 'trainee', opens: 0 }]);
  expect(files.drives.mappedDrives()).toEqual([{ drive: 'M:', unc: '\\\\MAIL01\\Spool\\Invirus' }]);
  expect(files.list('M:')).toMatchObject({ ok: true, entries: [{ name: 'A000000001.MSG' }] });
});

test('a drive that is remembered is there without its server, and works when that comes', () => {
  const net = office();
  net.station.smb.rememberDrive('trainee', 'M:', '\\\\MAIL01\\Spool');
  net.server.shutdown();
  net.pass(60 * SECOND);
  net.station.logon('trainee');
  expect(net.station.files.drives.mappedDrives()).toHaveLength(1);
  expect(net.station.files.list('M:\\')).toMatchObject({ ok: false, error: { code: 53 } });
  net.server.boot();
  net.pass(60 * SECOND);
  expect(net.station.files.list('M:\\')).toMatchObject({ ok: true });
});

test.each([
  ['C:', '\\\\MAIL01\\Spool', 85],
  ['M:', '\\\\NOBODY\\Spool', 53],
  ['M:', '\\\\MAIL01\\None', 67],
])('mapping %s to %s is refused with %i', (drive, unc, code) => {
  const net = office();
  expect(net.station.smb.mapDrive(drive, unc)).toMatchObject({ ok: false, error: { code } });
});

test('a letter that was taken away is free, and forgotten', () => {
  const net = office();
  const { smb } = net.station;
  const { sid } = net.station.logon('trainee');
  smb.mapDrive('M:', '\\\\MAIL01\\Spool');
  expect(smb.mapDrive('m:', '\\\\MAIL01\\C$')).toMatchObject({ ok: false, error: { code: 85 } });
  expect([smb.unmapDrive('m:'), smb.unmapDrive('M:').ok]).toEqual([{ ok: true }, false]);
  expect(net.station.registry.subkeys(`HKU\\${sid}\\Network`)).toMatchObject({ kind: 'known', value: [] });
});
