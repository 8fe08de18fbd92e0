import { dword, sz } from '@scanclash/core';
import { expect, test } from 'vitest';
import { addService, SECOND } from '../../network/test/small-network.ts';
import type { Process } from '../process-table.ts';
import { SERVICES_KEY } from './service-configuration.ts';
import type { ServiceContext } from './service-control-manager.ts';
import { exchange, silent, started, stopped } from './test/exchange.ts';

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
  const rest = { state: 'STOPPED', exitCode: 0, checkpoint: 0, waitHint: 0, process: undefined };
  expect(ex.host.services.status('Store')).toEqual(rest);
  expect(stopped(ex, 'Store').answers).toEqual([1062]);
  ex.pass(600 * SECOND);
  expect(ex.events('service.hung')).toEqual([]);
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
  let finish = () => {};
  contexts[0]?.onStop((done) => {
    finish = done;
    contexts[0]?.pending(120 * SECOND);
  });
  const again = stopped(ex, 'Scanner');
  ex.pass(10 * SECOND);
  expect(ex.host.services.isRunning('Scanner')).toBe(true);
  contexts[0]?.responding(true);
  ex.pass(60 * SECOND);
  finish();
  expect([again.answers, ex.log(7011).length]).toEqual([[0], 1]);
});

test('a shutdown is over once, when the last service has stopped or when there is none', () => {
  for (const names of [[], ['A', 'B']]) {
    const ex = exchange();
    for (const name of names) addService(ex.host, name, { start: 'auto' });
    ex.host.boot();
    const over: number[] = [];
    ex.host.services.shutdown(() => over.push(ex.world.now));
    ex.pass(60 * SECOND);
    expect(over).toEqual([0]);
  }
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

test('who waits for a service of a host that lost its power is never answered', () => {
  const ex = exchange();
  const contexts: ServiceContext[] = [];
  addService(ex.host, 'Store', { program: silent(contexts) });
  ex.host.boot();
  const { answers } = started(ex, 'Store');
  ex.host.powerOff();
  ex.host.boot();
  started(ex, 'Store');
  contexts[1]?.running();
  ex.pass(60 * SECOND);
  expect([answers, ex.host.services.isRunning('Store')]).toEqual([[], true]);
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
  ex.host.registry.setValue(`${SERVICES_KEY}\\New`, 'Start', dword(4));
  expect(ex.host.services.configuration('New')?.start).toBe('demand');
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
