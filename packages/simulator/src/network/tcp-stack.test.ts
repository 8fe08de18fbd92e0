import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Process } from '../windows/process-table.ts';
import type { Connection, ConnectResult, PortFilter, PortVerdict } from './tcp-stack.ts';
import { LATENCY, newHost, SECOND, type SmallNetwork, smallNetwork } from './test/small-network.ts';
import { WINSOCK, type WinsockError } from './winsock-error.ts';

const SMTP = 25;

/** A server program on port 25 of MAIL01, a client program on WS01, and what each end is told. */
function mailers(shuffleTies?: number) {
  const net = smallNetwork(undefined, shuffleTies);
  const receiver = net.server.run('C:\\Modus\\SMTPRS.EXE');
  const sender = net.station.run('C:\\Tools\\blat.exe');
  const accepted: Connection[] = [];
  const told: string[] = [];
  net.server.tcp.listen(receiver, SMTP, (connection) => {
    accepted.push(connection);
    connection.onMessage((message) => told.push(`${net.world.now} server got ${String(message)}`));
    connection.onClosed((reset, error) => told.push(`${net.world.now} server ${reset ? error?.code : 'closed'}`));
  });
  return { ...net, receiver, sender, accepted, told };
}

function connected(net: SmallNetwork & { sender: Process; told: string[] }): Connection {
  let connection: Connection | undefined;
  net.station.tcp.connect(net.sender, 'MAIL01', SMTP, (result) => {
    if (result.ok) ({ connection } = result);
  });
  net.pass(3 * LATENCY);
  if (connection === undefined) throw new Error('not connected');
  connection.onMessage((message) => net.told.push(`${net.world.now} client got ${String(message)}`));
  connection.onClosed((reset, error) => net.told.push(`${net.world.now} client ${reset ? error?.code : 'closed'}`));
  return connection;
}

function outcomeOf(net: SmallNetwork, process: Process, target: string, port: number, within: number): string {
  let outcome = 'no answer';
  const since = net.world.now;
  const done = (result: ConnectResult) => {
    outcome = `${net.world.now - since} ${result.ok ? 'ok' : `${result.error.code} ${result.event.split('/')[2]}`}`;
  };
  net.station.tcp.connect(process, target, port, done);
  net.pass(within);
  return outcome;
}

test('a connection takes a round trip for the client, half of one more for the server', () => {
  const net = mailers();
  let at = 0;
  net.station.tcp.connect(net.sender, 'mail01', SMTP, () => {
    at = net.world.now;
  });
  net.pass(2 * LATENCY);
  expect([at, net.accepted.length]).toEqual([2 * LATENCY, 0]);
  net.pass(LATENCY);
  expect(net.accepted.map(({ local, remote, port }) => [local.address, local.port, remote.address, port])).toEqual([
    ['192.0.2.10', SMTP, '192.0.2.101', SMTP],
  ]);
  expect(net.accepted[0]?.remote.process).toBe(net.sender);
});

test.each([
  ['a name that nobody has', 'NOBODY', 25, '0 11001 tcp.unresolved'],
  ['an address that nobody has', '203.0.113.9', 25, '21000000 10060 tcp.unreachable'],
  ['a port that nobody listens on', 'MAIL01', 26, `${2 * LATENCY} 10061 tcp.no-listener`],
  ['a listening port by address', '192.0.2.10', 25, `${2 * LATENCY} ok`],
])('connecting to %s', (_what, target, port, expected) => {
  const net = mailers();
  expect(outcomeOf(net, net.sender, target, port, 30 * SECOND)).toBe(expected);
});

test('a host reaches itself by localhost, loopback address, its own address and name', () => {
  const net = mailers();
  for (const target of ['localhost', '127.0.0.1', '192.0.2.10', 'MAIL01']) {
    net.server.tcp.connect(net.receiver, target, SMTP, (result) => {
      if (result.ok) result.connection.send(target);
    });
  }
  net.pass(0);
  expect(net.told).toHaveLength(4);
  expect(net.accepted.map(({ remote }) => remote.address)).toEqual([
    '127.0.0.1',
    '127.0.0.1',
    '192.0.2.10',
    '192.0.2.10',
  ]);
});

test('filters are asked on the way out, then on the way in, and the refusal names its rule', () => {
  const net = mailers();
  const seen: string[] = [];
  const watching = (name: string, verdict: PortVerdict): PortFilter => ({
    name,
    check: ({ direction, process, remoteAddress, port }) => {
      seen.push(`${name} ${direction} ${process.imageName} ${remoteAddress} ${port}`);
      return verdict;
    },
  });
  const refuse = (error: WinsockError, after: number, by: string): PortVerdict => ({
    kind: 'refuse',
    error,
    after,
    by,
  });
  net.station.tcp.addFilter(watching('open', { kind: 'pass' }));
  net.server.tcp.addFilter(watching('firewall', refuse(WINSOCK.WSAETIMEDOUT, 21 * SECOND, 'block')));
  expect(outcomeOf(net, net.sender, 'MAIL01', SMTP, 30 * SECOND)).toBe('21000000 10060 tcp.dropped');
  expect(outcomeOf(net, net.sender, 'MAIL01', 99, 30 * SECOND)).toBe('21000000 10060 tcp.dropped');
  expect(seen).toEqual([
    'open outbound blat.exe 192.0.2.10 25',
    'firewall inbound SMTPRS.EXE 192.0.2.101 25',
    'open outbound blat.exe 192.0.2.10 99',
    'firewall inbound System 192.0.2.101 99',
  ]);
  net.station.tcp.removeFilter('open');
  const rules = watching('port rules', refuse(WINSOCK.WSAEACCES, 0, 'port 25'));
  net.station.tcp.addFilter(rules);
  expect(outcomeOf(net, net.sender, 'MAIL01', SMTP, 0)).toBe('0 10013 tcp.refused');
  expect(net.events('tcp.refused')).toMatchObject([{ by: 'port 25', error: 10013, process: 'blat.exe' }]);
  expect(() => net.station.tcp.addFilter(rules)).toThrow('loaded on WS01 already');
});

test('messages arrive in the order in which they were sent, whatever the order of ties, and the close after them', () => {
  const sends = fc.array(
    fc.record({ pause: fc.constantFrom(0, 0, 0, 100, LATENCY), bytes: fc.constantFrom(0, 0, 1, 5_000) }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(sends, fc.nat({ max: 1000 }), (list, shuffle) => {
      const net = mailers(shuffle);
      const connection = connected(net);
      for (const [i, { pause, bytes }] of list.entries()) {
        net.pass(pause);
        connection.send(i, bytes);
      }
      connection.close();
      net.pass(SECOND);
      const atServer = net.told.filter((line) => line.includes('server')).map((line) => line.replace(/^\d+ /, ''));
      expect(atServer).toEqual([...list.map((_, i) => `server got ${i}`), 'server closed']);
    }),
    { numRuns: 60 },
  );
});

test('a message takes the time of its size, and the next waits for the line', () => {
  const net = mailers();
  const connection = connected(net);
  const since = net.world.now;
  connection.send('large', 1_250_000);
  connection.send('small');
  net.pass(SECOND);
  const arrival = since + 100_000 + LATENCY;
  expect(net.told).toEqual([`${arrival} server got large`, `${arrival} server got small`]);
});

test('what comes before anybody takes messages is kept for who does', () => {
  const net = mailers();
  const connection = connected(net);
  let far: Connection | undefined;
  net.server.tcp.listen(net.receiver, 110, (accepted) => {
    far = accepted;
  });
  connection.close();
  net.station.tcp.connect(net.sender, 'MAIL01', 110, (result) => {
    if (result.ok) result.connection.send('early');
  });
  net.pass(SECOND);
  const got: unknown[] = [];
  far?.onMessage((message) => got.push(message));
  expect(got).toEqual(['early']);
});

test('an abort loses what is under way: this end is told at once, the other when the reset arrives', () => {
  const net = mailers();
  const connection = connected(net);
  connection.send('lost');
  const since = net.world.now;
  connection.abort();
  net.pass(SECOND);
  expect(net.told).toEqual([`${since} client 10053`, `${since + LATENCY} server 10054`]);
  expect(net.events('tcp.aborted')).toMatchObject([{ host: 'WS01', subject: '192.0.2.10:25', process: 'blat.exe' }]);
  expect(net.events('tcp.reset')).toMatchObject([{ host: 'MAIL01', process: 'SMTPRS.EXE', error: 10054 }]);
  expect([net.server, net.station].map(({ tcp }) => tcp.connections())).toEqual([[], []]);
});

test('a reset does not wait for a large message that it makes void', () => {
  const net = mailers();
  const connection = connected(net);
  connection.send('large', 12_500_000);
  const since = net.world.now;
  connection.abort();
  connection.send('too late');
  net.pass(5 * SECOND);
  expect(net.told.at(-1)).toBe(`${since + LATENCY} server 10054`);
});

test('a connection that was closed takes and brings nothing any more', () => {
  const net = mailers();
  const connection = connected(net);
  net.accepted[0]?.send('under way');
  connection.close();
  connection.close();
  connection.abort();
  connection.send('too late');
  expect(connection.isOpen).toBe(false);
  net.pass(SECOND);
  expect(net.told.map((line) => line.split(' ').slice(1).join(' '))).toEqual(['client closed', 'server closed']);
  expect([net.server, net.station].map(({ tcp }) => tcp.connections())).toEqual([[], []]);
});

test('a filter that begins to refuse an address aborts what that address has open, of the ports it chooses', () => {
  const net = mailers();
  connected(net);
  net.server.tcp.abort((remote, port) => remote === '192.0.2.101' && port === 445);
  expect(net.told).toEqual([]);
  net.server.tcp.abort((remote, port) => remote === '192.0.2.101' && port === SMTP);
  net.pass(LATENCY);
  expect(net.told.map((line) => line.split(' ').slice(1).join(' '))).toEqual(['server 10053', 'client 10054']);
});

test('a program that ends frees its port and resets its connections, and is told nothing itself', () => {
  const net = mailers();
  const connection = connected(net);
  net.accepted[0]?.send('goodbye');
  net.server.processes.exit(net.receiver, 1);
  net.pass(SECOND);
  expect(net.told.map((line) => line.split(' ').slice(1).join(' '))).toEqual(['client got goodbye', 'client 10054']);
  expect(connection.isOpen).toBe(false);
  const [exited] = net.events('process.exited');
  expect(net.events('tcp.reset')[0]?.causes).toContain(exited?.id);
  expect(outcomeOf(net, net.sender, 'MAIL01', SMTP, SECOND)).toBe(`${2 * LATENCY} 10061 tcp.no-listener`);
  expect(net.server.tcp.listen(net.server.run('C:\\other.exe'), SMTP, () => {})).toEqual({ ok: true });
});

test('the connections of a client program end with it', () => {
  const net = mailers();
  const connection = connected(net);
  expect(net.station.tcp.connections()).toEqual([connection]);
  net.station.processes.exit(net.sender);
  expect(net.station.tcp.connections()).toEqual([]);
  net.pass(SECOND);
  expect(net.told.map((line) => line.split(' ').slice(1).join(' '))).toEqual(['server 10054']);
});

test('a connect of a program that ends is not answered, one to a program that ends meanwhile is refused', () => {
  const net = mailers();
  const answers: string[] = [];
  net.station.tcp.connect(net.sender, 'MAIL01', SMTP, () => answers.push('answered'));
  net.world.schedule(LATENCY / 2, 'exit', () => net.station.processes.exit(net.sender));
  net.pass(SECOND);
  expect([answers, net.accepted]).toEqual([[], []]);
  const other = net.station.run('C:\\Tools\\other.exe');
  net.world.schedule(LATENCY + 1, 'exit', () => net.server.processes.exit(net.receiver));
  expect(outcomeOf(net, other, 'MAIL01', SMTP, SECOND)).toBe(`${2 * LATENCY} 10061 tcp.no-listener`);
});

test('a port takes one listener', () => {
  const net = mailers();
  const other = net.server.run('C:\\WINDOWS\\inetinfo.exe');
  expect(net.server.tcp.listen(other, SMTP, () => {})).toMatchObject({ ok: false, error: { code: 10048 } });
  expect(net.events('tcp.port-in-use')).toMatchObject([
    { subject: '25', process: 'inetinfo.exe', holder: 'SMTPRS.EXE', causes: [net.receiver.started] },
  ]);
  expect(net.server.tcp.listeners()).toContainEqual({ port: SMTP, process: net.receiver });
});

test('a message into a cut way is lost: its sender breaks after the retransmissions, the receiver by keep-alive', () => {
  const net = mailers();
  const connection = connected(net);
  connection.send('under way');
  net.network.partition('MAIL01', 'WS01', true);
  const since = net.world.now;
  net.pass(3 * 3600 * SECOND);
  expect(net.told).toEqual([`${since + LATENCY + 18_900_000} client 10060`, `${since + 7_205_000_000} server 10060`]);
  const [cut] = net.events('network.cut');
  expect(net.events('tcp.timed-out').map(({ host, causes }) => [host, causes.includes(cut?.id ?? '')])).toEqual([
    ['WS01', true],
    ['MAIL01', true],
  ]);
});

test('a way that is mended in time loses nothing, and keeps the order', () => {
  const net = mailers();
  const connection = connected(net);
  net.network.partition('192.0.2.10', '192.0.2.101', true);
  connection.send('first');
  net.pass(SECOND);
  connection.send('second');
  connection.close();
  net.pass(4 * SECOND);
  expect(net.told.filter((line) => line.includes('server'))).toEqual([]);
  net.network.partition('192.0.2.10', '192.0.2.101', false);
  net.pass(20 * SECOND);
  expect(net.told.map((line) => line.split(' ').slice(1).join(' '))).toEqual([
    'client closed',
    'server got first',
    'server got second',
    'server closed',
  ]);
  net.pass(3 * 3600 * SECOND);
  expect(net.told).toHaveLength(4);
});

test('an end that gave up in the dark is found dead by the other as soon as that sends', () => {
  const net = mailers();
  const connection = connected(net);
  connection.send('lost');
  net.network.partition('MAIL01', 'WS01', true);
  net.pass(60 * SECOND);
  net.network.partition('MAIL01', 'WS01', false);
  const since = net.world.now;
  net.accepted[0]?.send('still there?');
  net.pass(SECOND);
  expect(net.told.at(-1)).toBe(`${since + 2 * LATENCY} server 10054`);
});

test('an idle connection survives a cut that is mended before keep-alive, and breaks at both ends in a longer one', () => {
  for (const [hours, expected] of [
    [1, []],
    [3, ['client 10060', 'server 10060']],
  ] as const) {
    const net = mailers();
    connected(net);
    net.network.partition('MAIL01', 'WS01', true);
    net.pass(hours * 3600 * SECOND);
    net.network.partition('MAIL01', 'WS01', false);
    net.pass(10 * 3600 * SECOND);
    expect(net.told.map((line) => line.split(' ').slice(1).join(' ')).sort()).toEqual(expected);
  }
});

test('keep-alive finds an end that was aborted in the dark, when the way has long been mended', () => {
  const net = mailers();
  const connection = connected(net);
  net.network.partition('MAIL01', 'WS01', true);
  const since = net.world.now;
  connection.abort();
  net.pass(SECOND);
  net.network.partition('MAIL01', 'WS01', false);
  net.pass(3 * 3600 * SECOND);
  expect(net.told).toEqual([`${since} client 10053`, `${since + 7_205_000_000} server 10054`]);
});

test('an end that was aborted in the dark answers with a reset', () => {
  const net = mailers();
  const connection = connected(net);
  net.network.partition('MAIL01', 'WS01', true);
  connection.abort();
  net.pass(SECOND);
  net.network.partition('MAIL01', 'WS01', false);
  net.accepted[0]?.send('hello?');
  net.pass(SECOND);
  expect(net.told.at(-1)).toContain('server 10054');
});

test('connecting over a cut way, or one that is cut meanwhile, fails when the retries are over', () => {
  const net = mailers();
  net.world.schedule(LATENCY + 1, 'cut', () => net.network.partition('MAIL01', 'WS01', true));
  expect(outcomeOf(net, net.sender, 'MAIL01', SMTP, 30 * SECOND)).toBe('21000000 10060 tcp.unreachable');
  expect(outcomeOf(net, net.sender, 'MAIL01', SMTP, 30 * SECOND)).toBe('21000000 10060 tcp.unreachable');
  const [cut] = net.events('network.cut');
  expect(net.events('tcp.unreachable').every(({ causes }) => causes.includes(cut?.id ?? ''))).toBe(true);
  expect(net.accepted).toEqual([]);
});

test('a host that is down does not answer, and one that lost its power tells nobody', () => {
  const net = mailers();
  const connection = connected(net);
  net.server.powerOff();
  expect(outcomeOf(net, net.sender, 'MAIL01', SMTP, 30 * SECOND)).toBe('21000000 10060 tcp.unreachable');
  expect(net.told).toEqual([]);
  const since = net.world.now;
  connection.send('hello?');
  net.pass(60 * SECOND);
  expect(net.told).toEqual([`${since + LATENCY + 18_900_000} client 10060`]);
  const [off] = net.events('host.powered-off');
  expect(net.events('tcp.timed-out')[0]?.causes).toContain(off?.id);
});

test('a host that has booted again answers old connections with a reset', () => {
  const net = mailers();
  const connection = connected(net);
  net.server.powerOff();
  net.server.boot();
  connection.send('hello?');
  net.pass(SECOND);
  expect(net.told.map((line) => line.split(' ')[2])).toEqual(['10054']);
  const [off] = net.events('host.powered-off');
  expect(net.events('tcp.reset')[0]?.causes).toContain(off?.id);
});

test('nothing listens any more on a host that has booted again', () => {
  const net = mailers();
  net.server.tcp.listenPipe(net.receiver, 'pipe', () => {});
  net.server.powerOff();
  net.server.boot();
  expect(outcomeOf(net, net.sender, 'MAIL01', SMTP, SECOND)).toBe(`${2 * LATENCY} 10061 tcp.no-listener`);
  let error = 0;
  net.station.tcp.connectPipe(net.sender, 'MAIL01', 'pipe', (result) => {
    if (!result.ok) error = result.error.code;
  });
  net.pass(SECOND);
  expect(error).toBe(10061);
});

test('what is asked is answered at once; a dead end breaks, an unreachable one does not', () => {
  const net = mailers();
  const connection = connected(net);
  net.accepted[0]?.onAsk((question) => `${String(question)} yes`);
  expect(connection.ask('up?')).toEqual({ ok: true, answer: 'up? yes' });
  net.network.partition('MAIL01', 'WS01', true);
  expect(connection.ask('up?')).toMatchObject({ ok: false, error: { code: 10060 } });
  net.network.partition('MAIL01', 'WS01', false);
  expect(connection.isOpen).toBe(true);
  net.server.powerOff();
  net.server.boot();
  expect(connection.ask('up?')).toMatchObject({ ok: false, error: { code: 10054 } });
  expect(connection.isOpen).toBe(false);
});

test('a connection at once is there at no cost, a failure says how long it would have taken', () => {
  const net = mailers();
  const result = net.station.tcp.connectAtOnce(net.sender, 'MAIL01', SMTP);
  expect([result.ok, net.accepted.length, net.world.now]).toEqual([true, 1, 0]);
  expect(net.station.tcp.connectAtOnce(net.sender, 'MAIL01', 26)).toMatchObject({ ok: false, after: 2 * LATENCY });
  expect(net.station.tcp.connectAtOnce(net.sender, '203.0.113.9', 26)).toMatchObject({ ok: false, after: 21 * SECOND });
  expect(net.station.tcp.connectAtOnce(net.sender, 'NOBODY', 26)).toMatchObject({ ok: false, after: 0 });
});

test('named pipes travel over SMB in the name of System', () => {
  const net = mailers();
  const sql = net.server.run('C:\\sqlservr.exe');
  net.server.tcp.listenPipe(sql, '\\pipe\\sql\\query', (connection) =>
    connection.onMessage((query) => connection.send(query)),
  );
  const seen: string[] = [];
  net.station.tcp.addFilter({
    name: 'watch',
    check: ({ process, port }) => {
      seen.push(`${process.imageName} ${port}`);
      return { kind: 'pass' };
    },
  });
  const answers: unknown[] = [];
  net.station.tcp.connectPipe(net.sender, 'MAIL01', '\\PIPE\\SQL\\QUERY', (result) => {
    if (!result.ok) return;
    result.connection.onMessage((answer) => answers.push(answer));
    result.connection.send('SELECT 1');
  });
  net.pass(SECOND);
  expect([answers, seen]).toEqual([['SELECT 1'], ['System 445']]);
  net.server.smb.stop();
  let error = 0;
  net.station.tcp.connectPipe(net.sender, 'MAIL01', '\\pipe\\sql\\query', (result) => {
    if (!result.ok) error = result.error.code;
  });
  net.pass(SECOND);
  expect(error).toBe(10061);
});

test('each connection has a local port of its own, and a port is not given again while it is in use', () => {
  const net = mailers();
  const kept = connected(net);
  expect(kept.local.port).toBe(1025);
  const used = new Set<number>();
  for (let i = 0; i < 4000; i++) {
    const result = net.station.tcp.connectAtOnce(net.sender, 'MAIL01', SMTP);
    if (!result.ok) throw new Error(result.error.text);
    used.add(result.connection.local.port);
    result.connection.close();
  }
  expect([used.size, used.has(1025), Math.max(...used)]).toEqual([3975, false, 5000]);
});

test('two hosts cannot share an address or a name', () => {
  const net = mailers();
  expect(() => newHost(net, { name: 'MAIL02', address: '192.0.2.10' })).toThrow('MAIL01 has it');
  expect(() => newHost(net, { name: 'mail01', address: '192.0.2.11' })).toThrow('two hosts named mail01');
  expect(() => net.network.partition('MAIL01', 'NOBODY', true)).toThrow('no host NOBODY');
});

test('the network knows mail exchangers, names and what vendors have published', () => {
  const { network } = mailers();
  network.exchangeMail('Example.COM', 'MAIL01');
  network.publish('dat', 4401);
  expect([network.mailExchangerOf('example.com'), network.mailExchangerOf('example.net')]).toEqual([
    'MAIL01',
    undefined,
  ]);
  expect([network.published('dat'), network.published('engine')]).toEqual([4401, undefined]);
  expect([network.nameOf('192.0.2.10'), network.nameOf('203.0.113.9')]).toEqual(['MAIL01', '203.0.113.9']);
});
