import { sz } from '@scanclash/core';
import { expect, test } from 'vitest';
import { addService, LATENCY, SECOND, slowFilter, smallNetwork } from '../network/test/small-network.ts';
import type { FileHandle } from './files/index.ts';
import type { Process } from './process-table.ts';
import { Program } from './program.ts';
import type { SimulatedHost } from './simulated-host.ts';

const DOWNTIME = 60 * SECOND;

/** Opens a file of a host for a process, and hands the handle over. */
function holding(host: SimulatedHost, image: string, path: string): { handle: FileHandle | undefined } {
  const held: { handle: FileHandle | undefined } = { handle: undefined };
  host.files.open(
    { process: host.run(image), path, access: 'write', share: {}, disposition: 'open-always' },
    (opened) => {
      if (opened.ok) held.handle = opened.handle;
    },
  );
  return held;
}

test('a process that ends closes its files before anybody is told of it', () => {
  const net = smallNetwork();
  const held = holding(net.server, 'C:\\Modus\\MODUSCAN.EXE', 'D:\\a');
  const [process] = net.server.processes.named('moduscan.exe') as [Process];
  const open: (boolean | undefined)[] = [held.handle?.isOpen];
  net.server.processes.onExit(process, (exitCode) => open.push(held.handle?.isOpen, exitCode === 9));
  net.server.processes.exit(process, 9);
  expect(open).toEqual([true, false, true]);
  expect(net.server.processes.find(process.pid)).toBeUndefined();
});

test('the steps of a program that has ended do nothing, and nobody answers it', () => {
  const net = smallNetwork();
  const program = new Program(net.server, net.server.run('C:\\Modus\\SMTPDS.EXE'));
  const done: string[] = [];
  program.after(SECOND, 'later', () => done.push('step'));
  net.server.files.addFilter(slowFilter(SECOND));
  program.write('D:\\a', new Uint8Array(1), () => done.push('written'));
  program.exit();
  net.pass(10 * SECOND);
  expect([done, net.server.files.openFiles(), net.server.files.exists('D:\\a')]).toEqual([[], [], false]);
});

test('the System process cannot be ended, and is another one after a boot', () => {
  const net = smallNetwork();
  const { processes } = net.server;
  const { system } = processes;
  expect(() => processes.exit(system)).toThrow('cannot be ended');
  net.server.powerOff();
  expect(processes.isRunning(system)).toBe(false);
  expect(() => net.server.run('C:\\a.exe')).toThrow('MAIL01 is down');
  net.server.boot();
  expect([processes.system === system, processes.system.started]).toEqual([false, 'MAIL01/host/host.booted/MAIL01#2']);
});

test('a shutdown ends programs, stops services whatever depends on them, then the host does not answer', () => {
  const net = smallNetwork(({ server }) => {
    for (const [name, dependsOn] of [
      ['Base', []],
      ['User', ['Base']],
    ] as const) {
      addService(server, name, {
        start: 'auto',
        dependsOn,
        program: (context) => {
          context.onStop((stopped) => server.world.schedule(3 * SECOND, 'stopping', stopped));
          context.running();
        },
      });
    }
  });
  net.server.run('C:\\explorer.exe');
  let downAt = 0;
  net.server.shutdown(() => {
    downAt = net.world.now;
  });
  expect(net.server.state).toBe('shutting-down');
  expect(net.server.processes.list().map(({ imageName }) => imageName)).toEqual(['System', 'Base.exe', 'User.exe']);
  net.pass(60 * SECOND);
  expect([downAt, net.server.state, net.server.isUp]).toEqual([3 * SECOND, 'down', false]);
  expect(net.events('service.stop-pending').map(({ subject, at }) => [subject, at])).toEqual([
    ['Base', 0],
    ['User', 0],
  ]);
  const records = net.server.eventLog.records('System').map(({ id }) => id);
  expect(records.filter((id) => id > 6000 && id < 7000)).toEqual([6005, 6006]);
  expect(net.server.eventLog.records().filter(({ id }) => id === 7034)).toEqual([]);
});

test.each([
  ['20 s', undefined, 20],
  ['what WaitToKillServiceTimeout says', '60000', 60],
])('a service that does not stop is ended after %s', (_, limit, seconds) => {
  const net = smallNetwork(({ server }) => {
    if (limit !== undefined) {
      server.registry.setValue('HKLM\\SYSTEM\\CurrentControlSet\\Control', 'WaitToKillServiceTimeout', sz(limit));
    }
    addService(server, 'Store', {
      start: 'auto',
      program: (context) => {
        context.onStop(() => context.pending(600 * SECOND));
        context.running();
      },
    });
  });
  const { process } = net.server.services.status('Store');
  let downAt = 0;
  net.server.shutdown(() => {
    downAt = net.world.now;
  });
  net.pass(120 * SECOND);
  expect(downAt).toBe(seconds * SECOND);
  expect(net.events('process.exited')).toMatchObject([
    { subject: 'Store.exe', pid: process?.pid, exitCode: 1, at: downAt },
  ]);
});

test('no service starts during a shutdown', () => {
  const net = smallNetwork(({ server }) => {
    addService(server, 'Slow', { start: 'auto', program: ({ onStop, running }) => (onStop(() => {}), running()) });
    addService(server, 'Other');
  });
  net.server.shutdown();
  const answers: number[] = [];
  net.server.services.start('Other', (error) => answers.push(error));
  expect(answers).toEqual([1115]);
});

test('a reboot brings the automatic services back, and not those that somebody had started', () => {
  const net = smallNetwork(({ server }) => {
    addService(server, 'Auto', { start: 'auto' });
    addService(server, 'Manual');
  });
  net.server.services.start('Manual');
  net.server.reboot(DOWNTIME);
  expect(net.server.services.isRunning('Auto')).toBe(false);
  net.pass(DOWNTIME - 1);
  expect(net.server.isUp).toBe(false);
  net.pass(1);
  expect([net.server.isUp, net.server.boots]).toEqual([true, 2]);
  expect(['Auto', 'Manual'].map((name) => net.server.services.isRunning(name))).toEqual([true, false]);
  expect(net.server.services.status('Manual').exitCode).toBe(1077);
  const again = net.events('service.running').filter(({ subject }) => subject === 'Auto')[1];
  const ancestors = net.world.trace.ancestorsOf(again?.id ?? '').map(({ kind }) => kind);
  expect(ancestors).toEqual(expect.arrayContaining(['host.booted', 'host.down', 'host.shutting-down']));
});

test('a reboot ends the sessions that others have, and the files that they hold', () => {
  const net = smallNetwork(({ server }) => {
    server.files.install('D:\\Spool\\Invirus\\A.MSG', 'mail');
    server.smb.addShare('Spool', 'D:\\Spool');
  });
  const path = '\\\\MAIL01\\Spool\\Invirus\\A.MSG';
  const held = holding(net.station, 'C:\\word.exe', path);
  net.pass(SECOND);
  net.server.reboot(DOWNTIME);
  net.pass(LATENCY);
  expect([net.server.files.openFiles(), net.server.smb.server.sessions()]).toEqual([[], []]);
  expect(net.events('smb.session-cut')).toMatchObject([{ host: 'WS01', subject: 'MAIL01', files: 1 }]);
  expect(held.handle?.write(new Uint8Array(1))).toMatchObject({ ok: false, error: { code: 64 } });
  expect(net.station.files.list('\\\\MAIL01\\Spool')).toMatchObject({ ok: false, error: { code: 53 } });
  net.pass(DOWNTIME + 30 * SECOND);
  expect(net.station.files.list('\\\\MAIL01\\Spool')).toMatchObject({ ok: true });
});

test('what drivers load at boot is there once, however often a host boots; what was installed stays', () => {
  const names = (host: SimulatedHost) => [
    host.files.filters.map(({ name }) => name),
    host.tcp.filters.map(({ name }) => name),
  ];
  const watching = { check: () => ({ kind: 'pass' }) as const };
  const net = smallNetwork(({ server }) => {
    server.files.addFilter({ name: 'installed', altitude: 320_000 });
    server.tcp.addFilter({ name: 'installed', ...watching });
    server.onBoot(() => {
      server.files.addFilter({ name: 'driver', altitude: 330_000 });
      server.tcp.addFilter({ name: 'driver', ...watching });
    });
    addService(server, 'Scanner', {
      start: 'auto',
      program: ({ running }) => {
        server.files.addFilter({ name: 'scanner', altitude: 325_000 });
        running();
      },
    });
  });
  const loaded = [
    ['driver', 'scanner', 'installed'],
    ['installed', 'driver'],
  ];
  expect(names(net.server)).toEqual(loaded);
  for (let i = 0; i < 2; i++) {
    net.server.reboot(DOWNTIME);
    net.pass(SECOND);
    expect(names(net.server)).toEqual([['installed'], ['installed']]);
    net.pass(DOWNTIME);
    expect(names(net.server)).toEqual(loaded);
  }
  net.server.powerOff();
  net.server.boot();
  expect(names(net.server)).toEqual(loaded);
});

test('a power failure closes nothing: handles are gone, nobody is told, programs never hear of it', () => {
  const told: string[] = [];
  const net = smallNetwork(({ server }) => {
    addService(server, 'Store', {
      start: 'auto',
      program: ({ process, running }) => {
        server.processes.onExit(process, () => told.push('exit'));
        running();
      },
    });
    server.files.addFilter({
      name: 'scanner',
      altitude: 320_000,
      afterClose: ({ access }) => void (access.execute || told.push('close')),
    });
  });
  const held = holding(net.server, 'C:\\a.exe', 'D:\\a');
  net.server.powerOff();
  net.server.powerOff();
  expect([told, held.handle?.isOpen, net.server.processes.list()]).toEqual([['exit'], false, []]);
  expect(net.events('process.exited')).toEqual([]);
  expect(net.events('service.stopped')).toEqual([]);
  expect(net.server.services.status('Store')).toMatchObject({ state: 'STOPPED', exitCode: 1077 });
  net.pass(600 * SECOND);
  net.server.boot();
  expect(net.server.services.isRunning('Store')).toBe(true);
  net.server.reboot(DOWNTIME);
  net.pass(2 * DOWNTIME);
  expect(
    net.server.eventLog
      .records('System')
      .filter(({ source }) => source === 'EventLog')
      .map(({ text }) => text),
  ).toEqual([
    'The Event log service was started.',
    'The previous system shutdown at 8:00:00 AM on 11/15/2004 was unexpected.',
    'The Event log service was started.',
    'The Event log service was stopped.',
    'The Event log service was started.',
  ]);
});

test('power that fails during a shutdown ends it: the reboot that was wanted does not come by itself', () => {
  const net = smallNetwork(({ server }) =>
    addService(server, 'Slow', { start: 'auto', program: ({ onStop, running }) => (onStop(() => {}), running()) }),
  );
  net.server.reboot(DOWNTIME);
  net.pass(SECOND);
  net.server.powerOff();
  net.pass(600 * SECOND);
  expect(net.server.state).toBe('down');
  net.server.boot();
  net.pass(600 * SECOND);
  expect([net.server.boots, net.server.state]).toEqual([2, 'up']);
  expect(() => net.server.boot()).toThrow('MAIL01 cannot boot: it is up');
});

test('a host that somebody has booted during its downtime is not booted again, nor when it went down after that', () => {
  for (const end of ['up', 'down'] as const) {
    const net = smallNetwork();
    net.server.reboot(DOWNTIME);
    net.pass(SECOND);
    net.server.boot();
    if (end === 'down') net.server.powerOff();
    net.pass(2 * DOWNTIME);
    expect([net.server.boots, net.server.state]).toEqual([2, end]);
  }
});

test('no task is started during a shutdown, or while the host is down', () => {
  const net = smallNetwork(({ server }) => {
    addService(server, 'Slow', { start: 'auto', program: ({ onStop, running }) => (onStop(() => {}), running()) });
    server.files.install('C:\\blat.exe', 'MZ');
    server.registerProgram('C:\\blat.exe', () => {});
    server.tasks.create({ name: 'Mail', command: 'blat', schedule: { kind: 'every', minutes: 1 } });
  });
  net.pass(50 * SECOND);
  net.server.shutdown();
  net.pass(15 * SECOND);
  expect([net.server.state, net.server.tasks.run('Mail').ok]).toEqual(['shutting-down', false]);
  net.pass(120 * SECOND);
  expect([net.server.state, net.events('task.started')]).toEqual(['down', []]);
});

test('a host keeps the parts that products give it', () => {
  const net = smallNetwork();
  expect(net.server.keep('modus', { queue: 3 })).toEqual({ queue: 3 });
  expect([net.server.part('modus'), net.server.address, net.server.network]).toEqual([
    { queue: 3 },
    '192.0.2.10',
    net.network,
  ]);
  expect(() => net.server.part('groupshield')).toThrow('groupshield is not installed on MAIL01');
});

test('a user who logs on is logged off by the next one, and by a shutdown', () => {
  const net = smallNetwork();
  net.station.logon('first');
  net.station.logon('second');
  expect(net.station.user?.name).toBe('second');
  net.station.shutdown();
  expect(net.station.user).toBeUndefined();
  expect(net.events('host.logoff').map(({ subject }) => subject)).toEqual(['first', 'second']);
});

test('a command runs the program that is registered, by path or name, with its words', () => {
  const net = smallNetwork();
  const calls: string[] = [];
  net.server.files.install('C:\\WINDOWS\\system32\\blat.exe', 'MZ');
  net.server.registerProgram('%SystemRoot%\\system32\\blat.exe', (process, args) => {
    calls.push(`${process.imagePath}: ${args.join('|')}`);
    net.server.processes.exit(process, 3);
  });
  const codes: number[] = [];
  const commands = [
    'blat report.txt -to "some body@example.net"',
    'C:\\WINDOWS\\System32\\BLAT.EXE x',
    '"%windir%\\system32\\blat.exe"',
  ];
  for (const command of commands) net.server.execute(command, (code) => codes.push(code));
  expect(calls).toEqual([
    'C:\\WINDOWS\\system32\\blat.exe: report.txt|-to|some body@example.net',
    'C:\\WINDOWS\\system32\\blat.exe: x',
    'C:\\WINDOWS\\system32\\blat.exe: ',
  ]);
  expect([codes, net.server.execute('nothing')]).toMatchObject([[3, 3, 3], { ok: false, error: { code: 2 } }]);
});
