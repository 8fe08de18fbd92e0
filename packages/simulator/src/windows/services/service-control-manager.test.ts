import { dword, multiSz, sz } from '@scanclash/core';
import { expect, test } from 'vitest';
import { addService, emptyNetwork, newHost, SECOND, type SmallNetwork } from '../../network/test/small-network.ts';
import type { Process } from '../process-table.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { installService, SERVICES_KEY } from './service-configuration.ts';
import type { ServiceContext } from './service-control-manager.ts';

const CONTROL = 'HKLM\\SYSTEM\\CurrentControlSet\\Control';

interface Exchange extends Pick<SmallNetwork, 'world' | 'events' | 'pass'> {
  readonly host: SimulatedHost;
  /** Records of the service control manager: `7036 The … service entered the running state.` */
  log(id?: number): readonly string[];
}

/** A mail server before its first boot. */
function exchange(options: { windows?: '2003' | '2008 R2' } = {}): Exchange {
  const net = emptyNetwork();
  const host = newHost(net, { name: 'EX01', address: '192.0.2.20', ...options });
  const log = (id?: number): readonly string[] =>
    host.eventLog
      .records('System')
      .filter((record) => record.source === 'Service Control Manager' && (id === undefined || record.id === id))
      .map((record) => `${record.id} ${record.text}`);
  return { ...net, host, log };
}

/** Keeps what the program of a service was given, and does nothing by itself. */
function silent(into: ServiceContext[]): (context: ServiceContext) => void {
  return (context) => into.push(context);
}

function started({ host }: Exchange, name: string): { answers: number[] } {
  const answers: number[] = [];
  host.services.start(name, (error) => answers.push(error));
  return { answers };
}

function stopped({ host }: Exchange, name: string): { answers: number[] } {
  const answers: number[] = [];
  host.services.stop(name, (error) => answers.push(error));
  return { answers };
}

test('at boot an automatic service drags the manual services up that it depends on, and theirs', () => {
  const ex = exchange();
  addService(ex.host, 'MSExchangeSA');
  addService(ex.host, 'MSExchangeIS', { dependsOn: ['msexchangesa'] });
  addService(ex.host, 'GroupShield', { start: 'auto', dependsOn: ['MSExchangeIS'] });
  ex.host.boot();
  expect(ex.log()).toEqual([
    '7036 The MSExchangeSA service service entered the running state.',
    '7036 The MSExchangeIS service service entered the running state.',
    '7036 The GroupShield service service entered the running state.',
  ]);
  const cause = ex.events('service.running').map(({ subject, causes }) => [subject, causes]);
  expect(cause[2]).toEqual(['GroupShield', ['EX01/scm/service.start-pending/GroupShield#1']]);
});

test('dependencies start side by side, the service when all of them run', () => {
  const ex = exchange();
  const contexts: ServiceContext[] = [];
  for (const name of ['A', 'B']) addService(ex.host, name, { program: silent(contexts) });
  addService(ex.host, 'C', { dependsOn: ['A', 'B'] });
  const { answers } = started(ex, 'C');
  expect(contexts.map(({ service }) => service)).toEqual(['A', 'B']);
  contexts[1]?.running();
  expect(ex.host.services.status('C').state).toBe('STOPPED');
  contexts[0]?.running();
  expect([answers, ex.host.services.isRunning('c')]).toEqual([[0], true]);
});

test('services start in the order of their groups, and of their names within one', () => {
  const ex = exchange();
  const order: string[] = [];
  const program = (context: ServiceContext) => {
    order.push(context.service);
    context.running();
  };
  for (const [name, group] of Object.entries({ Alpha: undefined, Beta: 'Later', Gamma: 'earlier', Delta: 'Later' })) {
    addService(ex.host, name, { start: 'auto', program, ...(group === undefined ? {} : { group }) });
  }
  ex.host.registry.setValue(`${CONTROL}\\ServiceGroupOrder`, 'List', multiSz(['Earlier', 'Later']));
  ex.host.boot();
  expect(order).toEqual(['Gamma', 'Beta', 'Delta', 'Alpha']);
});

test('a disabled dependency fails the service that needs it: 1068, and 7001 says why', () => {
  const ex = exchange();
  addService(ex.host, 'MSExchangeIS', { start: 'disabled', displayName: 'Microsoft Exchange Information Store' });
  addService(ex.host, 'GroupShield', { start: 'auto', dependsOn: ['MSExchangeIS'], displayName: 'McAfee GroupShield' });
  ex.host.boot();
  expect(ex.log()).toEqual([
    '7001 The McAfee GroupShield service depends on the Microsoft Exchange Information Store service which failed to start because of the following error: \r\nThe service cannot be started, either because it is disabled or because it has no enabled devices associated with it.',
  ]);
  expect(started(ex, 'GroupShield').answers).toEqual([1068]);
  expect(started(ex, 'MSExchangeIS').answers).toEqual([1058]);
  const [is, gs] = ex.events('service.start-failed');
  expect([is?.subject, gs?.subject, gs?.causes]).toEqual(['MSExchangeIS', 'GroupShield', [is?.id]]);
});

test('a failure travels up the chain of dependencies, one record for each service', () => {
  const ex = exchange();
  addService(ex.host, 'A', { start: 'disabled' });
  addService(ex.host, 'B', { dependsOn: ['A'] });
  addService(ex.host, 'C', { start: 'auto', dependsOn: ['B'] });
  ex.host.boot();
  expect(ex.log().map((text) => text.slice(0, 55))).toEqual([
    '7001 The B service service depends on the A service ser',
    '7001 The C service service depends on the B service ser',
  ]);
  expect(ex.log()[1]).toContain('The dependency service or group failed to start.');
});

test('a dependency that does not exist is 1075, and 7003', () => {
  const ex = exchange();
  addService(ex.host, 'GroupShield', { dependsOn: ['Gone'] });
  expect(started(ex, 'GroupShield').answers).toEqual([1075]);
  expect(ex.log()).toEqual(['7003 The GroupShield service service depends on the following nonexistent service: Gone']);
});

test('a circle of dependencies is an error, and starts nothing', () => {
  const ex = exchange();
  addService(ex.host, 'A', { dependsOn: ['B'] });
  addService(ex.host, 'B', { dependsOn: ['C'] });
  addService(ex.host, 'C', { dependsOn: ['B'] });
  addService(ex.host, 'D', { start: 'auto', dependsOn: ['D'] });
  ex.host.boot();
  expect(started(ex, 'A').answers).toEqual([1059]);
  expect(ex.events('process.started')).toEqual([]);
  expect(ex.log()).toEqual([
    '7018 Detected circular dependencies auto-starting services.',
    '7017 Detected circular dependencies demand starting A service.',
  ]);
});

test('a diamond of dependencies is no circle', () => {
  const ex = exchange();
  addService(ex.host, 'Base');
  addService(ex.host, 'Left', { dependsOn: ['Base'] });
  addService(ex.host, 'Right', { dependsOn: ['Base'] });
  addService(ex.host, 'Top', { dependsOn: ['Left', 'Right'] });
  expect(started(ex, 'Top').answers).toEqual([0]);
  expect(ex.events('process.started')).toHaveLength(4);
});

test('a dependency on a group is met when one member runs after all were tried', () => {
  const ex = exchange();
  const contexts: ServiceContext[] = [];
  addService(ex.host, 'First', { group: 'TDI', program: (context) => context.stopped(5) });
  addService(ex.host, 'Second', { group: 'tdi', program: silent(contexts) });
  addService(ex.host, 'Third', { group: 'TDI', start: 'disabled' });
  addService(ex.host, 'User', { dependsOnGroups: ['TDI'] });
  const { answers } = started(ex, 'User');
  expect(answers).toEqual([]);
  contexts[0]?.running();
  expect(answers).toEqual([0]);
});

test('a group without a running member is 1068, and 7002', () => {
  const ex = exchange();
  addService(ex.host, 'User', { dependsOn: ['+Empty'] });
  expect(started(ex, 'User').answers).toEqual([1068]);
  expect(ex.log()).toEqual([
    '7002 The User service service depends on the Empty group and no member of this group started.',
  ]);
});

test('a service without its program is error 2, and 7000', () => {
  const ex = exchange();
  addService(ex.host, 'McShield', { displayName: 'Network Associates McShield' });
  ex.host.files.remove({ process: ex.host.processes.system, path: 'C:\\Services\\McShield.exe' }, () => {});
  installService(ex.host.registry, {
    name: 'Unknown',
    displayName: 'Unknown',
    imagePath: 'C:\\none.exe',
    start: 'demand',
  });
  expect([...started(ex, 'McShield').answers, ...started(ex, 'Unknown').answers]).toEqual([2, 2]);
  expect(ex.log()[0]).toBe(
    '7000 The Network Associates McShield service failed to start due to the following error: \r\nThe system cannot find the file specified.',
  );
});

test('image paths may hold variables, quotes and arguments', () => {
  const ex = exchange();
  ex.host.files.install('C:\\WINDOWS\\system32\\My Service.exe', 'MZ');
  installService(ex.host.registry, {
    name: 'Mine',
    displayName: 'Mine',
    imagePath: '"%SystemRoot%\\system32\\My Service.exe" -k netsvcs',
    start: 'demand',
  });
  ex.host.services.registerProgram('%windir%\\system32\\my service.exe', ({ running }) => running());
  expect(started(ex, 'Mine').answers).toEqual([0]);
});

test('a path with blanks is installed in quotes, and changed as it is given', () => {
  const ex = exchange();
  addService(ex.host, 'Modus', { imagePath: 'C:\\Program Files\\Modus\\x.exe' });
  const { services } = ex.host;
  expect(services.configuration('Modus')?.imagePath).toBe('"C:\\Program Files\\Modus\\x.exe"');
  expect(started(ex, 'Modus').answers).toEqual([0]);
  services.configure('Modus', { imagePath: 'C:\\Program Files\\Modus\\x.exe -k a' });
  expect(services.configuration('Modus')?.imagePath).toBe('C:\\Program Files\\Modus\\x.exe -k a');
  stopped(ex, 'Modus');
  expect(started(ex, 'Modus').answers).toEqual([0]);
});

test('events spell a service as the registry does, however it is asked for', () => {
  const ex = exchange();
  expect(ex.host.services.isRunning('MCSHIELD')).toBe(false);
  addService(ex.host, 'McShield');
  started(ex, 'mcshield');
  expect(ex.events('service.running').map(({ subject }) => subject)).toEqual(['McShield']);
});

test.each([
  ['2003', 'Timeout (30000 milliseconds) waiting for the Slow service service to connect.'],
  ['2008 R2', 'A timeout was reached (30000 milliseconds) while waiting for the Slow service service to connect.'],
] as const)(
  'on Windows %s a process that does not connect within 30 s is ended: 1053, 7009 and 7000',
  (windows, text) => {
    const ex = exchange({ windows });
    addService(ex.host, 'Slow', { program: () => {} });
    const { answers } = started(ex, 'Slow');
    ex.pass(30 * SECOND - 1);
    expect([answers, ex.host.services.status('Slow').state]).toEqual([[], 'START_PENDING']);
    ex.pass(1);
    expect(answers).toEqual([1053]);
    expect(ex.host.services.status('Slow')).toMatchObject({ state: 'STOPPED', exitCode: 1053, process: undefined });
    expect(ex.log()).toEqual([
      `7009 ${text}`,
      '7000 The Slow service service failed to start due to the following error: \r\nThe service did not respond to the start or control request in a timely fashion.',
    ]);
    expect(ex.host.processes.named('slow.exe')).toEqual([]);
  },
);

test('ServicesPipeTimeout sets how long a process may take to connect', () => {
  const ex = exchange();
  ex.host.registry.setValue(CONTROL, 'ServicesPipeTimeout', dword(60_000));
  addService(ex.host, 'Slow', { start: 'auto', program: () => {} });
  ex.host.boot();
  ex.pass(59 * SECOND);
  expect(ex.log()).toEqual([]);
  ex.pass(SECOND);
  expect(ex.log(7009)).toHaveLength(1);
});

test('a service that reports progress may take as long as it likes, with checkpoints and wait hints to see', () => {
  const ex = exchange();
  const contexts: ServiceContext[] = [];
  addService(ex.host, 'Store', { program: silent(contexts) });
  const { answers } = started(ex, 'Store');
  for (let i = 1; i <= 5; i++) {
    contexts[0]?.pending(20 * SECOND);
    expect(ex.host.services.status('Store')).toMatchObject({
      state: 'START_PENDING',
      checkpoint: i,
      waitHint: 20 * SECOND,
    });
    ex.pass(19 * SECOND);
  }
  contexts[0]?.running();
  expect(answers).toEqual([0]);
  expect(ex.host.services.status('Store')).toMatchObject({ state: 'RUNNING', checkpoint: 0, waitHint: 0, exitCode: 0 });
});

test('one that misses its wait hint hangs: dependents fail, it is left alone, and may run later', () => {
  const ex = exchange();
  const contexts: ServiceContext[] = [];
  addService(ex.host, 'Store', { program: silent(contexts) });
  addService(ex.host, 'Scanner', { dependsOn: ['Store'] });
  const { answers } = started(ex, 'Scanner');
  contexts[0]?.pending(10 * SECOND);
  ex.pass(10 * SECOND);
  expect(answers).toEqual([1068]);
  expect(ex.log().map((text) => text.slice(0, 4))).toEqual(['7022', '7001']);
  expect(ex.host.services.status('Store').state).toBe('START_PENDING');
  contexts[0]?.running();
  expect(ex.host.services.isRunning('Store')).toBe(true);
});

test('a start of a running service is 1056, of one that starts waits for it, of an unknown one is 1060', () => {
  const ex = exchange();
  const contexts: ServiceContext[] = [];
  addService(ex.host, 'Store', { program: silent(contexts) });
  const first = started(ex, 'Store');
  const second = started(ex, 'STORE');
  contexts[0]?.running();
  expect([first.answers, second.answers, started(ex, 'Store').answers, started(ex, 'Gone').answers]).toEqual([
    [0],
    [0],
    [1056],
    [1060],
  ]);
  expect(contexts).toHaveLength(1);
});

test('a stop is refused with 1051 while dependents run, caused by what keeps them running', () => {
  const ex = exchange();
  addService(ex.host, 'MSExchangeIS');
  addService(ex.host, 'GroupShield', { dependsOn: ['MSExchangeIS'] });
  started(ex, 'GroupShield');
  expect(stopped(ex, 'MSExchangeIS').answers).toEqual([1051]);
  expect(ex.events('service.stop-refused')).toMatchObject([
    {
      subject: 'MSExchangeIS',
      error: 1051,
      dependents: 'GroupShield',
      causes: ['EX01/scm/service.running/GroupShield#1'],
    },
  ]);
  expect([stopped(ex, 'GroupShield').answers, stopped(ex, 'MSExchangeIS').answers]).toEqual([[0], [0]]);
  expect(ex.host.processes.list().map(({ imageName }) => imageName)).toEqual(['System']);
});

test('a stop takes as long as the service takes; further controls are 1061 meanwhile', () => {
  const ex = exchange();
  let finish = () => {};
  addService(ex.host, 'Store', {
    program: (context) => {
      context.onStop((stopped) => {
        context.pending(60 * SECOND);
        finish = stopped;
      });
      context.running();
    },
  });
  started(ex, 'Store');
  const { answers } = stopped(ex, 'Store');
  ex.pass(50 * SECOND);
  expect(ex.host.services.status('Store')).toMatchObject({ state: 'STOP_PENDING', checkpoint: 1 });
  expect([stopped(ex, 'Store').answers, started(ex, 'Store').answers, answers]).toEqual([[1061], [1056], []]);
  finish();
  expect(answers).toEqual([0]);
  expect(ex.host.services.status('Store')).toMatchObject({ state: 'STOPPED', exitCode: 0 });
  expect(stopped(ex, 'Store').answers).toEqual([1062]);
});

test('a service that hangs while it stops stays STOP_PENDING; who waits is told 1053', () => {
  const ex = exchange();
  addService(ex.host, 'Store', {
    program: (context) => {
      context.onStop(() => {});
      context.running();
    },
  });
  started(ex, 'Store');
  const { answers } = stopped(ex, 'Store');
  ex.pass(3600 * SECOND);
  expect([answers, ex.host.services.status('Store').state]).toEqual([[1053], 'STOP_PENDING']);
  const { process } = ex.host.services.status('Store');
  if (process !== undefined) ex.host.processes.exit(process, 1);
  expect(ex.host.services.status('Store').state).toBe('STOPPED');
});

test('a control handler that does not answer fails the control after 30 s: 1053 and 7011; the service runs on', () => {
  const ex = exchange();
  const contexts: ServiceContext[] = [];
  addService(ex.host, 'Scanner', { program: silent(contexts) });
  started(ex, 'Scanner');
  contexts[0]?.running();
  contexts[0]?.responding(false);
  const { answers } = stopped(ex, 'Scanner');
  expect(stopped(ex, 'Scanner').answers).toEqual([1061]);
  ex.pass(30 * SECOND);
  expect([answers, ex.host.services.isRunning('Scanner')]).toEqual([[1053], true]);
  expect(ex.log(7011)).toEqual([
    '7011 Timeout (30000 milliseconds) waiting for a transaction response from the Scanner service service.',
  ]);
  const again = stopped(ex, 'Scanner');
  ex.pass(10 * SECOND);
  contexts[0]?.responding(true);
  expect(again.answers).toEqual([0]);
  ex.pass(60 * SECOND);
  expect(ex.log(7011)).toHaveLength(1);
});

test('a process that ends without a word is 7034 with its count, and 1067', () => {
  const ex = exchange();
  addService(ex.host, 'MODUSCAN');
  for (const times of [1, 2]) {
    started(ex, 'MODUSCAN');
    const { process } = ex.host.services.status('MODUSCAN');
    if (process !== undefined) ex.host.processes.exit(process, 1);
    expect(ex.host.services.status('MODUSCAN')).toMatchObject({ state: 'STOPPED', exitCode: 1067 });
    expect(ex.log(7034).at(-1)).toBe(
      `7034 The MODUSCAN service service terminated unexpectedly.  It has done this ${times} time(s).`,
    );
  }
  expect(ex.log(7036)).toHaveLength(2);
});

test('a crash while it starts fails the start with 1067', () => {
  const ex = exchange();
  addService(ex.host, 'Store', { program: ({ process }) => ex.host.processes.exit(process, 3) });
  expect(started(ex, 'Store').answers).toEqual([1067]);
  expect(ex.log(7034)).toHaveLength(1);
});

test('a service that stops by itself has not failed; with an error it says so in 7023', () => {
  const ex = exchange();
  const contexts: ServiceContext[] = [];
  addService(ex.host, 'Store', { program: silent(contexts) });
  started(ex, 'Store');
  contexts[0]?.running();
  contexts[0]?.stopped(1068);
  expect(ex.host.services.status('Store')).toMatchObject({ state: 'STOPPED', exitCode: 1068 });
  expect(ex.log().slice(1)).toEqual([
    '7036 The Store service service entered the stopped state.',
    '7023 The Store service service terminated with the following error: \r\nThe dependency service or group failed to start.',
  ]);
  expect(ex.host.processes.named('Store.exe')).toEqual([]);
});

test('a program that was replaced by another process has nothing to say any more', () => {
  const ex = exchange();
  const contexts: ServiceContext[] = [];
  addService(ex.host, 'Store', { program: silent(contexts) });
  started(ex, 'Store');
  for (const process of ex.host.processes.named('Store.exe')) ex.host.processes.exit(process);
  started(ex, 'Store');
  contexts[0]?.running();
  contexts[0]?.pending(SECOND);
  contexts[0]?.stopped();
  expect(ex.host.services.status('Store')).toMatchObject({ state: 'START_PENDING', checkpoint: 0 });
  contexts[1]?.running();
  expect(ex.host.services.isRunning('Store')).toBe(true);
});

test('the start type is changed at once through the service control manager, which logs it', () => {
  const ex = exchange();
  addService(ex.host, 'McShield', { start: 'auto' });
  ex.host.boot();
  stopped(ex, 'McShield');
  expect(ex.host.services.configure('mcshield', { start: 'disabled' })).toBe(0);
  expect(ex.log(7040)).toEqual([
    '7040 The start type of the McShield service service was changed from auto start to disabled.',
  ]);
  expect(started(ex, 'McShield').answers).toEqual([1058]);
  ex.host.services.configure('McShield', { start: 'disabled', displayName: 'Renamed' });
  expect(ex.log(7040)).toHaveLength(1);
  expect(ex.host.services.configuration('McShield')?.displayName).toBe('Renamed');
  expect(ex.host.services.configure('Gone', { start: 'auto' })).toBe(1060);
});

test('what is written into the registry counts for a known service from the next boot on', () => {
  const ex = exchange();
  addService(ex.host, 'MSExchangeIS');
  addService(ex.host, 'GroupShield', { start: 'auto', dependsOn: ['MSExchangeIS'] });
  ex.host.boot();
  const key = `${SERVICES_KEY}\\GroupShield`;
  ex.host.registry.setValue(key, 'Start', dword(4));
  ex.host.registry.deleteValue(key, 'DependOnService');
  expect(ex.host.services.configuration('GroupShield')).toMatchObject({ start: 'auto', dependsOn: ['MSExchangeIS'] });
  expect(stopped(ex, 'MSExchangeIS').answers).toEqual([1051]);
  ex.host.reboot();
  ex.pass(600 * SECOND);
  expect(ex.host.services.configuration('GroupShield')).toMatchObject({ start: 'disabled', dependsOn: [] });
  expect(ex.host.services.isRunning('MSExchangeIS')).toBe(false);
});

test('a service that is installed while the host is up is there at once, and its path is read when it starts', () => {
  const ex = exchange();
  ex.host.boot();
  addService(ex.host, 'New');
  expect(started(ex, 'New').answers).toEqual([0]);
  stopped(ex, 'New');
  ex.host.registry.setValue(`${SERVICES_KEY}\\New`, 'ImagePath', sz('C:\\elsewhere.exe'));
  expect(started(ex, 'New').answers).toEqual([2]);
  expect(ex.host.services.names()).toEqual(['New']);
});

test('drivers are no services', () => {
  const ex = exchange();
  ex.host.registry.setValue(`${SERVICES_KEY}\\NaiAvFilter`, 'Type', dword(2));
  ex.host.registry.setValue(`${SERVICES_KEY}\\NaiAvFilter`, 'Start', dword(1));
  expect([ex.host.services.names(), started(ex, 'NaiAvFilter').answers]).toEqual([[], [1060]]);
});

test('delayed automatic services start two minutes after the others, from Windows 2008 on', () => {
  for (const [windows, at] of [
    ['2003', 0],
    ['2008 R2', 120 * SECOND],
  ] as const) {
    const ex = exchange({ windows });
    addService(ex.host, 'Late', { start: 'auto', delayed: true });
    ex.host.boot();
    ex.pass(300 * SECOND);
    expect(ex.events('service.running').map((event) => event.at)).toEqual([at]);
  }
});

test('the process of a service is found by it, and the other way round', () => {
  const ex = exchange();
  addService(ex.host, 'McShield');
  started(ex, 'McShield');
  const [process] = ex.host.processes.named('MCSHIELD.EXE') as [Process];
  expect(process).toBe(ex.host.services.status('McShield').process);
  expect([ex.host.services.serviceOf(process), ex.host.services.serviceOf(ex.host.processes.system)]).toEqual([
    'McShield',
    undefined,
  ]);
});
