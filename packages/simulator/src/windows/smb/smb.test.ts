import { asText, dword } from '@scanclash/core';
import { expect, test } from 'vitest';
import {
  LATENCY,
  newHost,
  SECOND,
  type SmallNetwork,
  slowFilter,
  smallNetwork,
} from '../../network/test/small-network.ts';
import { WINSOCK } from '../../network/winsock-error.ts';
import { type FileHandle, type OpenRequest, type OpenResult, pass } from '../files/index.ts';
import type { Process } from '../process-table.ts';
import type { SimulatedHost } from '../simulated-host.ts';

const MESSAGE = 'D:\\Spool\\Invirus\\A000000001.MSG';
const ON_STATION = '\\\\MAIL01\\Spool\\Invirus\\A000000001.MSG';
/** TCP, negotiation, session setup and tree connect, once for each server. */
const SETUP = 8 * LATENCY;
/** The four bytes of the message. */
const CONTENT = 1;
const MEGABYTE = 1_000_000;

interface Office extends SmallNetwork {
  /** The desktop scanner of the workstation. */
  readonly scanner: Process;
  readonly modus: Process;
  /** Notes an answer with its time: `1800 ok`, `400 error 32`. */
  readonly answers: string[];
}

/** A server that shares its spool, with one message, and a workstation with a scanner. */
function office(): Office {
  const net = smallNetwork(({ server }) => {
    server.files.install(MESSAGE, 'mail');
    server.smb.addShare('Spool', 'D:\\Spool');
  });
  const scanner = net.station.run('C:\\McAfee\\McShield.exe');
  const modus = net.server.run('C:\\Modus\\MODUSCAN.EXE');
  return { ...net, scanner, modus, answers: [] };
}

type Wishes = Partial<OpenRequest> & { readonly path: string };

function open(net: Office, host: SimulatedHost, wishes: Wishes): { handle?: FileHandle; result?: OpenResult } {
  const opened: { handle?: FileHandle; result?: OpenResult } = {};
  const request: OpenRequest = {
    process: host === net.server ? net.modus : net.scanner,
    access: 'read',
    share: { read: true, write: true, delete: true },
    disposition: 'open-existing',
    ...wishes,
  };
  const since = net.world.now;
  host.files.open(request, (result) => {
    net.answers.push(`${net.world.now - since} ${result.ok ? 'ok' : `error ${result.error.code}`}`);
    opened.result = result;
    if (result.ok) opened.handle = result.handle;
  });
  return opened;
}

const textOf = (bytes: Uint8Array | undefined): string => String.fromCharCode(...(bytes ?? []));
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

function renameOnServer(net: Office): string {
  let outcome = 'no answer';
  const to = 'D:\\Spool\\Incoming\\A000000001.MSG';
  net.server.files.rename({ process: net.modus, path: MESSAGE, to, replaceExisting: true }, (result) => {
    outcome = result.ok ? 'ok' : `error ${result.error.code}`;
  });
  return outcome;
}

test.each([
  ['a share', ON_STATION],
  ['a share, by address', '\\\\192.0.2.10\\spool\\Invirus\\a000000001.msg'],
  ['the administrative share of a drive', '\\\\MAIL01\\D$\\Spool\\Invirus\\A000000001.MSG'],
])(
  'a workstation reads a file of the server through %s, after two latencies and the setup of the session',
  (_, path) => {
    const net = office();
    const first = open(net, net.station, { path });
    net.pass(SECOND);
    const second = open(net, net.station, { path });
    net.pass(SECOND);
    expect(net.answers).toEqual([`${SETUP + 2 * LATENCY + CONTENT} ok`, `${2 * LATENCY + CONTENT} ok`]);
    expect([textOf(first.handle?.read()), second.handle?.path]).toEqual(['mail', path]);
  },
);

test('a mapped drive leads to the share, and its letter is what filters of the workstation are shown', () => {
  const net = office();
  const seen: string[] = [];
  net.station.files.addFilter({
    name: 'desktop scanner',
    altitude: 320_000,
    beforeOpen: ({ presentedPath, medium }) => (seen.push(`${presentedPath} ${medium}`), pass),
  });
  net.station.logon('trainee');
  expect(net.station.smb.mapDrive('m:', '\\\\MAIL01\\Spool')).toEqual({ ok: true });
  const opened = open(net, net.station, { path: 'M:\\Invirus\\A000000001.MSG' });
  net.pass(SECOND);
  expect([textOf(opened.handle?.read()), seen]).toEqual(['mail', ['M:\\Invirus\\A000000001.MSG network']]);
  expect(net.station.files.drives.mappedDrives()).toEqual([{ drive: 'M:', unc: '\\\\MAIL01\\Spool' }]);
});

test('content takes the time of its size, on the way to a reader and from a writer', () => {
  const net = office();
  net.server.files.install('D:\\Spool\\large.bin', new Uint8Array(12.5 * MEGABYTE));
  net.station.smb.client.connect('\\\\MAIL01\\Spool');
  net.pass(SECOND);
  open(net, net.station, { path: '\\\\MAIL01\\Spool\\large.bin' });
  open(net, net.station, { path: '\\\\MAIL01\\Spool\\large.bin', access: [] });
  net.pass(2 * SECOND);
  expect(net.answers.sort()).toEqual([`${SECOND + 2 * LATENCY} ok`, `${SECOND + 2 * LATENCY} ok`]);
  const writing = open(net, net.station, {
    path: '\\\\MAIL01\\Spool\\new.bin',
    access: 'write',
    share: {},
    disposition: 'create-new',
  });
  net.pass(SECOND);
  expect(writing.handle?.write(new Uint8Array(12.5 * MEGABYTE))).toEqual({ ok: true });
  writing.handle?.close();
  net.pass(SECOND);
  expect(open(net, net.server, { path: 'D:\\Spool\\new.bin' }).result).toMatchObject({
    ok: false,
    error: { code: 32 },
  });
  net.pass(LATENCY);
  expect(open(net, net.server, { path: 'D:\\Spool\\new.bin' }).result?.ok).toBe(true);
});

test('the filters of the server see who asks, and what they deny the workstation is told', () => {
  const net = office();
  const seen: unknown[] = [];
  net.server.files.addFilter({
    name: 'server scanner',
    altitude: 320_000,
    beforeOpen: ({ path, presentedPath, process, origin, medium }) => {
      seen.push({ path, presentedPath, process: process.imageName, origin, medium });
      return { kind: 'deny', error: { code: 5, name: 'ERROR_ACCESS_DENIED', text: 'Access is denied.' }, by: 'EICAR' };
    },
  });
  open(net, net.station, { path: ON_STATION });
  net.pass(SECOND);
  expect(net.answers).toEqual([`${SETUP + 2 * LATENCY} error 5`]);
  expect(seen).toEqual([
    {
      path: MESSAGE,
      presentedPath: MESSAGE,
      process: 'System',
      origin: { kind: 'smb', client: 'WS01', session: 1 },
      medium: 'local',
    },
  ]);
  expect(net.events('file.denied')).toMatchObject([
    { host: 'MAIL01', subject: MESSAGE, process: 'System', client: 'WS01', rule: 'EICAR' },
  ]);
});

test('a delay in a filter of the server keeps the workstation waiting, longer than its patience too', () => {
  const net = office();
  net.server.files.addFilter(slowFilter(200 * SECOND));
  open(net, net.station, { path: ON_STATION });
  net.pass(300 * SECOND);
  expect(net.answers).toEqual([`${SETUP + 2 * LATENCY + 200 * SECOND + CONTENT} ok`]);
});

test('a file that a workstation holds is error 32 for the server’s own program, with causes across both hosts', () => {
  const net = office();
  const began = net.station.emit('virusscan', 'scan.began', 'M:');
  const held = { handle: undefined as FileHandle | undefined };
  net.world.because(began, () =>
    Object.assign(held, open(net, net.station, { path: ON_STATION, share: { read: true } })),
  );
  net.pass(SECOND);
  expect(renameOnServer(net)).toBe('error 32');
  const [denied] = net.events('file.denied');
  expect(denied).toMatchObject({ host: 'MAIL01', process: 'MODUSCAN.EXE', holder: 'System', holderClient: 'WS01' });
  const ancestors = net.world.trace.ancestorsOf(denied?.id ?? '').map(({ id }) => id);
  expect(ancestors).toContain(began);
  expect(ancestors).toContain('MAIL01/smb/smb.session-opened/WS01#1');
  expect(ancestors).toContain('WS01/tcp/tcp.connect/192.0.2.10:445#1');
});

test('the workstation lets go when it closes the file, or when its program ends', () => {
  for (const end of ['close', 'exit'] as const) {
    const net = office();
    const opened = open(net, net.station, { path: ON_STATION, share: { read: true } });
    net.pass(SECOND);
    if (end === 'close') opened.handle?.close();
    else net.station.processes.exit(net.scanner);
    expect(renameOnServer(net)).toBe('error 32');
    net.pass(LATENCY);
    expect(renameOnServer(net)).toBe('ok');
    expect(net.server.files.openFiles()).toEqual([]);
  }
});

test('share modes of two workstations exclude each other', () => {
  const net = office();
  const other = newHost(net, { name: 'WS02', address: '192.0.2.102' });
  other.boot();
  const reader = other.run('C:\\explorer.exe');
  open(net, net.station, { path: ON_STATION, share: {} });
  net.pass(SECOND);
  open(net, other, { path: ON_STATION, process: reader });
  net.pass(SECOND);
  expect(net.answers.map((answer) => answer.replace(/^\d+ /, ''))).toEqual(['ok', 'error 32']);
});

test('sessions and open files are listed with who, what, since when and how', () => {
  const net = office();
  net.station.logon('trainee');
  net.pass(10 * SECOND);
  const opened = open(net, net.station, { path: ON_STATION, access: ['read', 'write'], share: { read: true } });
  net.pass(5 * SECOND);
  expect(net.server.smb.server.sessions()).toEqual([
    {
      id: 1,
      computer: 'WS01',
      address: '192.0.2.101',
      user: 'trainee',
      since: 10 * SECOND,
      idleFor: 5 * SECOND - SETUP - LATENCY,
      opens: 1,
    },
  ]);
  expect(net.server.smb.server.openFiles()).toMatchObject([
    { id: 1, path: MESSAGE, share: 'Spool', computer: 'WS01', user: 'trainee', access: ['read', 'write'] },
  ]);
  expect(net.server.tcp.connections().map(({ local, remote }) => [local.port, remote.address])).toEqual([
    [445, '192.0.2.101'],
  ]);
  expect(net.station.smb.client.servers).toEqual(['MAIL01']);
  opened.handle?.close();
  net.pass(SECOND);
  expect(net.server.smb.server.openFiles()).toEqual([]);
});

test('a computer without a user presents itself as its account', () => {
  const net = office();
  net.station.files.list('\\\\MAIL01\\Spool');
  expect(net.server.smb.server.sessions().map(({ user }) => user)).toEqual(['WS01$']);
});

test('folders are looked at and changed at once, over one session', () => {
  const net = office();
  const { files } = net.station;
  expect(files.list('\\\\MAIL01\\Spool\\Invirus', '*.msg')).toMatchObject({
    ok: true,
    entries: [{ name: 'A000000001.MSG' }],
  });
  expect(files.makeFolders('\\\\MAIL01\\Spool\\Holding\\Domains')).toEqual({ ok: true });
  expect(net.server.files.exists('D:\\Spool\\Holding\\Domains')).toBe(true);
  expect(files.setAttributes(ON_STATION, { readonly: true })).toEqual({ ok: true });
  expect(files.stat(ON_STATION)?.attributes.readonly).toBe(true);
  expect(files.removeFolder('\\\\MAIL01\\Spool\\Holding\\Domains')).toEqual({ ok: true });
  expect(files.list('\\\\MAIL01\\None')).toMatchObject({ ok: false, error: { code: 67 } });
  expect(files.stat('\\\\MAIL01\\None\\a')).toBeUndefined();
  expect(files.list('\\\\NOBODY\\Spool')).toMatchObject({ ok: false, error: { code: 53 } });
  expect(net.events('smb.session-opened')).toHaveLength(1);
});

test('renaming and deleting through the share is the server’s event; to another share it is error 17', () => {
  const net = office();
  const outcomes: string[] = [];
  const note = (result: { ok: boolean; error?: { code: number } }) =>
    outcomes.push(result.ok ? 'ok' : `${result.error?.code}`);
  const process = net.scanner;
  const moved = '\\\\MAIL01\\Spool\\Incoming\\A.MSG';
  net.station.files.rename({ process, path: ON_STATION, to: moved }, note);
  net.station.files.rename({ process, path: moved, to: '\\\\MAIL01\\C$\\A.MSG' }, note);
  net.station.files.remove({ process, path: ON_STATION }, note);
  net.station.files.remove({ process, path: moved }, note);
  net.pass(SECOND);
  expect(outcomes).toEqual(['17', 'ok', '2', 'ok']);
  expect(net.events('file.renamed')).toMatchObject([{ host: 'MAIL01', process: 'System', client: 'WS01' }]);
});

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
  net.server.smb.server.start();
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

test('mapped drives are in the settings of the user, and there again after the next logon', () => {
  const net = office();
  const { smb, files, registry } = net.station;
  const { sid } = net.station.logon('trainee');
  smb.mapDrive('M:', '\\\\MAIL01\\Spool\\Invirus');
  smb.mapDrive('N:', '\\\\MAIL01\\C$', { persistent: false });
  const stored = registry.value(`HKU\\${sid}\\Network\\M`, 'RemotePath');
  expect(stored.kind === 'known' && asText(stored.value)).toBe('\\\\MAIL01\\Spool\\Invirus');
  net.station.logon('somebody else');
  expect(files.drives.mappedDrives()).toEqual([]);
  net.station.reboot();
  net.pass(600 * SECOND);
  expect([files.drives.mappedDrives(), net.station.user]).toEqual([[], undefined]);
  expect(net.station.logon('TRAINEE').sid).toBe(sid);
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
