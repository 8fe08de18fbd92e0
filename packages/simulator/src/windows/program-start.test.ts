import { expect, test } from 'vitest';
import { addService, emptyNetwork, newHost, SECOND } from '../network/test/small-network.ts';
import { runCommand } from './console/console.ts';
import { delay, deny, ERROR_ACCESS_DENIED, type FileFilter, type OpenOperation, pass } from './files/index.ts';

const TOOL = 'C:\\Tools\\update.exe';

/** A host whose programs cannot be started but past a filter. */
function guarded(judge: (operation: OpenOperation) => ReturnType<NonNullable<FileFilter['beforeOpen']>>) {
  const net = emptyNetwork();
  const host = newHost(net, { name: 'EX01', address: '192.0.2.20' });
  host.files.addFilter({
    name: 'guard',
    altitude: 328_000,
    beforeOpen: (operation) => (operation.access.execute ? judge(operation) : pass),
  });
  host.files.install(TOOL, 'MZ');
  host.registerProgram(TOOL, (process) => host.processes.exit(process, 7));
  addService(host, 'Store', { start: 'demand' });
  host.boot();
  return { ...net, host };
}

test('a filter is asked before a program starts, and told who wants to start it', () => {
  const asked: string[] = [];
  const { host } = guarded(({ process, path, access }) => {
    asked.push(`${process.imageName} ${path} ${access.read}`);
    return pass;
  });
  host.services.start('Store');
  runCommand(host, TOOL, () => {});
  expect(asked).toEqual([
    `services.exe ${host.services.status('Store').process?.imagePath} false`,
    `cmd.exe ${TOOL} false`,
  ]);
});

test('a service whose program may not be run does not start, and the System log says why', () => {
  const { host, events } = guarded(() => deny(ERROR_ACCESS_DENIED, 'no programs'));
  const answers: number[] = [];
  host.services.start('Store', (error) => answers.push(error));
  expect([answers, host.services.status('Store').state]).toEqual([[5], 'STOPPED']);
  const [record] = host.eventLog.records('System').filter(({ id }) => id === 7000);
  expect(record?.text).toContain('Access is denied.');
  const [denied] = events('file.denied');
  expect(denied).toMatchObject({ access: 'execute', process: 'services.exe', filter: 'guard', rule: 'no programs' });
  expect(events('service.stopped')[0]?.causes).toEqual([denied?.id]);
  expect(events('process.started')).toEqual([]);
});

test('a service starts when the filter has let its program pass, and is starting until then', () => {
  const net = guarded(() => delay(SECOND));
  const answers: number[] = [];
  for (let i = 0; i < 2; i++) net.host.services.start('Store', (error) => answers.push(error));
  expect([net.host.services.status('Store').state, answers]).toEqual(['START_PENDING', []]);
  net.pass(SECOND);
  expect([net.host.services.isRunning('Store'), answers]).toEqual([true, [0, 0]]);
  expect(net.events('process.started').length).toBe(1);
});

test('a program that waits for a filter is never started when the power fails meanwhile', () => {
  const net = guarded(() => delay(SECOND));
  net.host.services.start('Store');
  net.host.powerOff();
  net.host.boot();
  net.pass(10 * SECOND);
  expect([net.events('process.started'), net.host.services.status('Store').state]).toEqual([[], 'STOPPED']);
});

test('a console runs a program and gets its exit code, or is told that access is denied', () => {
  const codes: (string | number)[] = [];
  const told = ({ exitCode, stderr }: { exitCode: number; stderr: string }) => void codes.push(exitCode, stderr.trim());
  runCommand(guarded(() => pass).host, `${TOOL} && hostname`, told);
  runCommand(guarded(() => deny(ERROR_ACCESS_DENIED, 'no programs')).host, TOOL, told);
  expect(codes).toEqual([7, '', 5, 'Access is denied.']);
});

test('a task whose program may not be run has failed to start', () => {
  const { host, events } = guarded(() => deny(ERROR_ACCESS_DENIED, 'no programs'));
  host.tasks.create({ name: 'Update', command: TOOL, schedule: { kind: 'boot' } });
  host.tasks.run('Update');
  expect(events('task.start-failed')).toMatchObject([{ subject: 'Update', error: 5 }]);
  expect(host.tasks.find('Update')).toMatchObject({ isRunning: false });
});
