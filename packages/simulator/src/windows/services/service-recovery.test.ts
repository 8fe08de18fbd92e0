import { expect, test } from 'vitest';
import { addService, emptyNetwork, newHost, SECOND } from '../../network/test/small-network.ts';
import type { FailureActions } from './failure-actions.ts';

/** A host with a scanner service that has these failure actions. */
function scanner(failureActions: FailureActions, failureCommand?: string) {
  const net = emptyNetwork();
  const host = newHost(net, { name: 'EX01', address: '192.0.2.20' });
  const command = failureCommand === undefined ? {} : { failureCommand };
  addService(host, 'Scanner', { start: 'auto', failureActions, ...command });
  host.boot();
  const crash = (): void => {
    const { process } = host.services.status('Scanner');
    if (process !== undefined) host.processes.exit(process, 1);
  };
  const log = (): readonly string[] =>
    host.eventLog
      .records('System')
      .filter(({ id }) => id >= 7000 && id !== 7036)
      .map(({ id, text }) => `${id} ${text}`);
  return { ...net, host, crash, log };
}

const restart = (seconds: number) => ({ kind: 'restart', delay: seconds * SECOND }) as const;

test('failure actions start the service again after their delay, one after the other, then for good or not at all', () => {
  const net = scanner({ actions: [restart(5), restart(60), { kind: 'none', delay: 0 }] });
  for (const delay of [5, 60]) {
    net.crash();
    net.pass(delay * SECOND - 1);
    expect(net.host.services.isRunning('Scanner')).toBe(false);
    net.pass(1);
    expect(net.host.services.isRunning('Scanner')).toBe(true);
  }
  net.crash();
  net.pass(3600 * SECOND);
  expect(net.host.services.isRunning('Scanner')).toBe(false);
  const died = 'The Scanner service service terminated unexpectedly.  It has done this';
  const then = 'The following corrective action will be taken in';
  expect(net.log()).toEqual([
    `7031 ${died} 1 time(s).  ${then} 5000 milliseconds: Restart the service.`,
    `7031 ${died} 2 time(s).  ${then} 60000 milliseconds: Restart the service.`,
    `7034 ${died} 3 time(s).`,
  ]);
  const [exited] = net.events('process.exited');
  const [recovery] = net.events('service.recovery');
  const second = net.events('service.start-pending')[1];
  expect(second?.causes).toEqual([recovery?.id]);
  expect(net.world.trace.ancestorsOf(second?.id ?? '').map(({ id }) => id)).toContain(exited?.id);
});

test('failures are forgotten after the reset period without one', () => {
  const net = scanner({ resetAfter: 600 * SECOND, actions: [restart(1), { kind: 'none', delay: 0 }] });
  for (let i = 0; i < 3; i++) {
    net.crash();
    net.pass(600 * SECOND);
  }
  expect(net.log().map((text) => text.slice(0, 4))).toEqual(['7031', '7031', '7031']);
  expect(net.log().every((text) => text.includes('1 time(s)'))).toBe(true);
});

test('a restart that somebody was faster with is told as failed: 7032', () => {
  const net = scanner({ actions: [restart(30)] });
  net.crash();
  net.host.services.start('Scanner');
  net.pass(60 * SECOND);
  expect(net.log().at(-1)).toBe(
    '7032 The Service Control Manager tried to take a corrective action (Restart the service) after the unexpected termination of the Scanner service service, but this action failed with the following error: \r\nAn instance of the service is already running.',
  );
});

test('a failure action runs a program, with the number of failures', () => {
  const net = scanner({ actions: [{ kind: 'run-command', delay: 2 * SECOND }] }, 'C:\\Tools\\alert.exe /fail=%1%');
  const calls: string[] = [];
  net.host.files.install('C:\\Tools\\alert.exe', 'MZ');
  net.host.registerProgram('C:\\Tools\\alert.exe', (process, args) => {
    calls.push(`${net.world.now} ${args.join(' ')}`);
    net.host.processes.exit(process);
  });
  net.crash();
  net.pass(10 * SECOND);
  expect(calls).toEqual([`${2 * SECOND} /fail=1`]);
});

test('a failure action boots the host, and the service runs again', () => {
  const net = scanner({ actions: [{ kind: 'reboot', delay: 60 * SECOND }] });
  net.crash();
  net.pass(600 * SECOND);
  expect([net.host.boots, net.host.services.isRunning('Scanner')]).toEqual([2, true]);
  expect(net.log()[0]).toContain('Reboot the machine.');
});

test('a restart brings the services up again that it depends on: a stopped store does not stay stopped', () => {
  const net = scanner({ actions: [restart(5)] });
  addService(net.host, 'Store');
  net.host.services.configure('Scanner', { dependsOn: ['Store'] });
  net.crash();
  expect(net.host.services.isRunning('Store')).toBe(false);
  net.pass(5 * SECOND);
  expect([net.host.services.isRunning('Store'), net.host.services.isRunning('Scanner')]).toEqual([true, true]);
});

test('nothing is restarted on a host that goes down, and the count begins anew after a boot', () => {
  const net = scanner({ actions: [restart(30), { kind: 'none', delay: 0 }] });
  net.crash();
  net.host.shutdown();
  net.pass(120 * SECOND);
  expect(net.events('service.start-pending')).toHaveLength(1);
  expect(net.log()).toHaveLength(1);
  net.host.boot();
  net.crash();
  expect(net.log().at(-1)).toContain('1 time(s)');
});

test('a power failure ends what was planned: nothing is restarted after the next boot', () => {
  const net = scanner({ actions: [restart(30)] });
  net.host.services.configure('Scanner', { start: 'demand' });
  net.crash();
  net.host.powerOff();
  net.host.boot();
  net.pass(60 * SECOND);
  expect(net.host.services.isRunning('Scanner')).toBe(false);
});

test('a service that dies as soon as it starts, and is restarted without delay, does not stop the clock', () => {
  const net = emptyNetwork();
  const host = newHost(net, { name: 'EX01', address: '192.0.2.20' });
  const failureActions: FailureActions = { actions: [{ kind: 'restart', delay: 0 }] };
  addService(host, 'Dying', {
    start: 'auto',
    failureActions,
    program: ({ process }) => host.processes.exit(process, 1),
  });
  host.boot();
  net.pass(SECOND / 10);
  expect(net.events('process.started')).toHaveLength(101);
});
