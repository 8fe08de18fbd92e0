import { dword } from '@scanclash/core';
import { expect, test } from 'vitest';
import { SECOND, smallNetwork } from '../../network/test/small-network.ts';
import { WINSOCK } from '../../network/winsock-error.ts';
import { ON_STATION, office, open } from './test/office.ts';

test('administrative shares go when AutoShareServer is 0 and the server starts again; removed by hand they come back', () => {
  const net = office();
  const names = () => net.server.smb.shares().map(({ name }) => name);
  expect(names()).toEqual(['Spool', 'C$', 'D$', 'ADMIN$']);
  net.server.smb.removeShare('d$');
  expect(net.station.files.list('\\\\MAIL01\\D$')).toMatchObject({ ok: false, error: { code: 67 } });
  net.server.reboot();
  net.pass(600 * SECOND);
  expect(net.station.files.list('\\\\MAIL01\\D$')).toMatchObject({ ok: true });
  const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters';
  net.server.registry.setValue(key, 'AutoShareServer', dword(0));
  expect(names()).toHaveLength(4);
  net.server.smb.server.stop();
  net.pass(SECOND);
  expect([net.server.smb.server.isRunning, net.station.files.list('\\\\MAIL01\\Spool').ok]).toEqual([false, false]);
  net.pass(SECOND);
  net.server.smb.server.start();
  expect([net.server.smb.server.isRunning, net.station.files.list('\\\\MAIL01\\Spool').ok]).toEqual([true, true]);
  expect(names()).toEqual(['Spool']);
});

test('a host whose Server service is disabled offers nothing', () => {
  const net = smallNetwork(({ server }) =>
    server.registry.setValue('HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer', 'Start', dword(4)),
  );
  expect(net.station.files.list('\\\\MAIL01\\C$')).toMatchObject({ ok: false, error: { code: 53 } });
  expect(net.events('tcp.no-listener')).toMatchObject([{ process: 'System', port: 445 }]);
});

test('a port filter on the workstation that stops System at 445 stops all file sharing', () => {
  const net = office();
  net.station.tcp.addFilter({
    name: 'port rules',
    check: ({ process, port }) =>
      port === 445 && process.imageName === 'System'
        ? { kind: 'refuse', error: WINSOCK.WSAEACCES, after: 0, by: 'no SMB' }
        : { kind: 'pass' },
  });
  open(net, net.station, { path: ON_STATION });
  net.pass(SECOND);
  expect(net.answers).toEqual(['0 error 53']);
  const [unreachable] = net.events('smb.unreachable');
  expect(net.world.trace.ancestorsOf(unreachable?.id ?? '').map(({ kind }) => kind)).toContain('tcp.refused');
});

test('a host uses its own shares over the loopback', () => {
  const net = office();
  open(net, net.server, { path: '\\\\MAIL01\\C$\\nothing' });
  open(net, net.server, { path: ON_STATION });
  net.pass(SECOND);
  expect(net.answers.map((answer) => answer.replace(/^\d+ /, ''))).toEqual(['error 2', 'ok']);
  expect(net.server.smb.server.sessions()).toMatchObject([{ computer: 'MAIL01', user: 'MAIL01$' }]);
});
