import { dword } from '@scanclash/core';
import { expect, test } from 'vitest';
import { LATENCY, SECOND, slowFilter } from '../../network/test/small-network.ts';
import { WINSOCK } from '../../network/winsock-error.ts';
import { bytesOf, CONTENT, MESSAGE, ON_STATION, office, open, renameOnServer, SETUP, textOf } from './test/office.ts';

test('a connection that the server’s filter aborts cuts the session: files close, what waits fails with 64, then 53', () => {
  const net = office();
  const held = open(net, net.station, { path: ON_STATION, access: ['read', 'write'], share: {} });
  net.pass(SECOND);
  net.server.files.addFilter(slowFilter(60 * SECOND));
  open(net, net.station, { path: '\\\\MAIL01\\Spool\\Invirus\\B.MSG', disposition: 'open-always' });
  net.pass(SECOND);
  const blocked = net.server.emit('virusscan', 'virusscan.host-blocked', '192.0.2.101');
  net.server.tcp.addFilter({
    name: 'blocked hosts',
    check: ({ direction, remoteAddress }) =>
      direction === 'inbound' && remoteAddress === '192.0.2.101'
        ? { kind: 'refuse', error: WINSOCK.WSAETIMEDOUT, after: 21 * SECOND, by: 'blocked host' }
        : { kind: 'pass' },
  });
  net.world.because(blocked, () => net.server.tcp.abort((address) => address === '192.0.2.101'));
  expect(net.server.files.openFiles()).toEqual([]);
  expect(net.server.smb.server.sessions()).toEqual([]);
  net.pass(SECOND);
  expect(net.answers.at(-1)).toBe(`${SECOND + LATENCY} error 64`);
  const [onServer, onStation] = net.events('smb.session-cut');
  expect([onServer?.host, onServer?.['files'], onStation?.host, onStation?.['requests']]).toEqual([
    'MAIL01',
    1,
    'WS01',
    1,
  ]);
  expect(net.world.trace.ancestorsOf(onStation?.id ?? '').map(({ id }) => id)).toContain(blocked);
  expect(held.handle?.write(bytesOf('late'))).toMatchObject({ ok: false, error: { code: 64 }, event: onStation?.id });
  expect([held.handle?.isOpen, textOf(held.handle?.read())]).toEqual([true, 'mail']);
  held.handle?.close();
  open(net, net.station, { path: ON_STATION });
  net.pass(60 * SECOND);
  expect(net.answers.at(-1)).toBe(`${21 * SECOND} error 53`);
  expect(net.events('smb.unreachable')).toMatchObject([{ host: 'WS01', subject: 'MAIL01', error: 53 }]);
  net.pass(60 * SECOND);
  expect(net.server.files.openFiles()).toEqual([]);
});

test('a session that was cut is made again at the next use', () => {
  const net = office();
  open(net, net.station, { path: ON_STATION });
  net.pass(SECOND);
  net.server.tcp.abort(() => true);
  net.pass(SECOND);
  open(net, net.station, { path: ON_STATION });
  net.pass(SECOND);
  expect(net.answers).toEqual([`${SETUP + 2 * LATENCY + CONTENT} ok`, `${SETUP + 2 * LATENCY + CONTENT} ok`]);
  expect(net.server.smb.server.sessions().map(({ id }) => id)).toEqual([2]);
});

test('in a cut way a request fails with 64 when TCP gives up, and the server keeps the file until keep-alive', () => {
  const net = office();
  open(net, net.station, { path: ON_STATION, share: { read: true } });
  net.pass(SECOND);
  net.network.partition('MAIL01', 'WS01', true);
  open(net, net.station, { path: ON_STATION });
  expect(net.station.files.list('\\\\MAIL01\\Spool')).toMatchObject({ ok: false, error: { code: 64 } });
  net.pass(60 * SECOND);
  expect(net.answers.at(-1)).toBe(`${LATENCY + 18_900_000} error 64`);
  expect(renameOnServer(net)).toBe('error 32');
  net.pass(2 * 3600 * SECOND);
  expect(renameOnServer(net)).toBe('ok');
  const [cut] = net.events('network.cut');
  const session = net.events('smb.session-cut').find(({ host }) => host === 'MAIL01');
  expect(net.world.trace.ancestorsOf(session?.id ?? '').map(({ id }) => id)).toContain(cut?.id);
});

test('an answer that is lost on its way is asked after, and fails with 64 in the end', () => {
  const net = office();
  net.server.files.addFilter(slowFilter(SECOND));
  open(net, net.station, { path: ON_STATION });
  net.world.schedule(SECOND / 2, 'cut', () => net.network.partition('MAIL01', 'WS01', true));
  net.pass(44 * SECOND);
  expect(net.answers).toEqual([]);
  net.pass(60 * SECOND);
  expect(net.answers).toEqual([`${45 * SECOND + LATENCY + 18_900_000} error 64`]);
});

test('a connection that dies while a scanner keeps an open waiting is found dead at the next sign of life', () => {
  const net = office();
  net.server.files.addFilter(slowFilter(200 * SECOND));
  open(net, net.station, { path: ON_STATION });
  net.pass(100 * SECOND);
  net.network.partition('MAIL01', 'WS01', true);
  net.pass(60 * SECOND);
  expect(net.answers).toEqual([`${135 * SECOND + LATENCY + 18_900_000} error 64`]);
});

test('a server that lost its power offers its shares again after its boot, to those who had sessions too', () => {
  const net = office();
  open(net, net.station, { path: ON_STATION, share: {} });
  net.pass(SECOND);
  net.server.powerOff();
  expect(net.server.smb.server.sessions()).toEqual([]);
  net.server.boot();
  expect(renameOnServer({ ...net, modus: net.server.run('C:\\Modus\\MODUSCAN.EXE') })).toBe('ok');
  expect(net.station.files.list('\\\\MAIL01\\Spool')).toMatchObject({ ok: true });
  expect(net.server.smb.server.sessions()).toMatchObject([{ computer: 'WS01', idleFor: 0 }]);
});

test('a workstation that shuts down ends its sessions, and closes its files', () => {
  const net = office();
  open(net, net.station, { path: ON_STATION, share: {} });
  net.pass(SECOND);
  net.station.shutdown();
  net.pass(LATENCY);
  expect([net.server.smb.server.sessions(), renameOnServer(net)]).toEqual([[], 'ok']);
  expect(net.events('smb.session-closed').map(({ host }) => host)).toContain('MAIL01');
});

test('a workstation that comes back has its old session closed, and with it the files that it held', () => {
  const net = office();
  open(net, net.station, { path: ON_STATION, share: { read: true } });
  net.pass(SECOND);
  net.station.powerOff();
  net.pass(60 * SECOND);
  expect(renameOnServer(net)).toBe('error 32');
  net.station.boot();
  net.station.files.list('\\\\MAIL01\\Spool');
  expect(renameOnServer(net)).toBe('ok');
  expect(net.server.smb.server.sessions()).toHaveLength(1);
});

test('hosts that lost their power wait for nothing any more', () => {
  const net = office();
  net.server.files.addFilter(slowFilter(3600 * SECOND));
  open(net, net.station, { path: ON_STATION });
  net.pass(SECOND);
  net.station.powerOff();
  net.server.powerOff();
  net.pass(24 * 3600 * SECOND);
  expect([net.world.pending, net.answers]).toEqual([0, []]);
});

test('an idle session without open files ends after fifteen minutes, one with a file does not', () => {
  const net = office();
  const opened = open(net, net.station, { path: ON_STATION });
  net.pass(3600 * SECOND);
  expect(net.server.smb.server.sessions()).toHaveLength(1);
  opened.handle?.close();
  net.pass(1800 * SECOND);
  expect(net.server.smb.server.sessions()).toEqual([]);
  expect(net.events('smb.session-closed').map(({ host }) => host)).toEqual(['MAIL01', 'WS01']);
  open(net, net.station, { path: ON_STATION });
  net.pass(SECOND);
  expect(net.answers.at(-1)).toContain('ok');
});

test('autodisconnect sets the minutes, and -1 means never', () => {
  const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\LanmanServer\\Parameters';
  for (const [minutes, left] of [
    [30, 0],
    [0xffff_ffff, 1],
  ] as const) {
    const net = office();
    net.server.registry.setValue(key, 'autodisconnect', dword(minutes));
    net.station.files.list('\\\\MAIL01\\Spool');
    net.pass(29 * 60 * SECOND);
    expect(net.server.smb.server.sessions()).toHaveLength(1);
    net.pass(3600 * SECOND);
    expect(net.server.smb.server.sessions()).toHaveLength(left);
  }
});

test('an administrator closes a file, a session, a share', () => {
  const net = office();
  const { server } = net.server.smb;
  const held = { path: ON_STATION, access: ['read', 'write'], share: { read: true } } as const;
  const first = open(net, net.station, held);
  net.pass(SECOND);
  expect([server.closeFile(1), server.closeFile(1)]).toEqual([true, false]);
  expect(first.handle?.write(bytesOf('late'))).toMatchObject({ ok: false, error: { code: 6 } });
  expect(textOf(first.handle?.read())).toBe('mail');
  open(net, net.station, held);
  net.pass(SECOND);
  expect([server.closeSessions('ws01'), server.closeSessions('ws01')]).toEqual([1, 0]);
  expect(renameOnServer(net)).toBe('ok');
  net.pass(SECOND);
  net.server.files.install(MESSAGE, 'mail');
  open(net, net.station, held);
  net.pass(SECOND);
  expect([server.removeShare('SPOOL'), server.removeShare('SPOOL')]).toEqual([true, false]);
  expect(renameOnServer(net)).toBe('ok');
  open(net, net.station, held);
  net.pass(SECOND);
  expect(net.answers.at(-1)).toBe(`${2 * LATENCY} error 67`);
  expect(net.events('smb.refused').at(-1)).toMatchObject({ host: 'MAIL01', subject: 'WS01', error: 67 });
});
