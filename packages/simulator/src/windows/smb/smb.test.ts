import { expect, test } from 'vitest';
import { LATENCY, newHost, SECOND, slowFilter } from '../../network/test/small-network.ts';
import { type FileHandle, pass } from '../files/index.ts';
import { CONTENT, MESSAGE, ON_STATION, office, open, renameOnServer, SETUP, textOf } from './test/office.ts';

const MEGABYTE = 1_000_000;

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
    if (end === 'close') {
      opened.handle?.close();
      opened.handle?.close();
      expect(opened.handle?.isOpen).toBe(false);
    } else net.station.processes.exit(net.scanner);
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
  net.pass(3 * SECOND);
  expect(net.server.smb.server.sessions()).toMatchObject([{ user: 'WS01$', idleFor: 3 * SECOND, opens: 0 }]);
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

test('a client hears of changes in a folder of a server until it has heard enough, once for each instant', () => {
  const net = office();
  let heard = 0;
  const stop = net.station.files.watch('\\\\MAIL01\\Spool\\Invirus', () => {
    heard += 1;
  });
  net.pass(SECOND);
  net.server.files.install('D:\\Spool\\Invirus\\B.MSG', 'mail');
  net.server.files.install('D:\\Spool\\Invirus\\C.MSG', 'mail');
  net.pass(SECOND);
  expect(heard).toBe(1);
  stop?.();
  net.pass(SECOND);
  net.server.files.install('D:\\Spool\\Invirus\\D.MSG', 'mail');
  net.pass(SECOND);
  expect(heard).toBe(1);
  expect(net.station.files.watch('\\\\MAIL01\\Spool\\None', () => {})).toBeUndefined();
});

test('who watches a folder keeps the session, and is told when it is cut', () => {
  const net = office();
  let lost = 0;
  net.station.files.watch(
    '\\\\MAIL01\\Spool\\Invirus',
    () => {},
    () => {
      lost += 1;
    },
  );
  net.pass(3600 * SECOND);
  expect(net.server.smb.server.sessions()).toHaveLength(1);
  expect(net.server.smb.server.closeSessions('WS01')).toBe(1);
  net.pass(SECOND);
  expect(lost).toBe(1);
});
