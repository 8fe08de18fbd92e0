import { dword, multiSz } from '@scanclash/core';
import { expect, test } from 'vitest';
import { addService, SECOND } from '../../network/test/small-network.ts';
import { installService } from './service-configuration.ts';
import type { ServiceContext } from './service-control-manager.ts';
import { exchange, silent, started, stopped } from './test/exchange.ts';

const CONTROL = 'HKLM\\SYSTEM\\CurrentControlSet\\Control';

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
