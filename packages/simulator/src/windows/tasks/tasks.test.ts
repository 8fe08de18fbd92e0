import { dword } from '@scanclash/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoLocal, parseCivilTime } from '../../kernel/index.ts';
import { emptyNetwork, newHost, SECOND } from '../../network/test/small-network.ts';
import type { Process } from '../process-table.ts';
import { JOB_STATUS, type Job, parseJob, writeJob } from './job-file.ts';
import { nextRun, type Schedule } from './schedule.ts';

const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A host on 15 November 2004, 8:00, whose mailer notes when it runs, and runs for some time. */
function mailHost(runsFor = SECOND) {
  const net = emptyNetwork();
  const host = newHost(net, { name: 'MAIL01', address: '192.0.2.10' });
  const runs: string[] = [];
  host.files.install('C:\\Tools\\blat.exe', 'MZ');
  host.registerProgram('C:\\Tools\\blat.exe', (process: Process, args) => {
    runs.push(`${isoLocal(net.world.localTime()).slice(5)} ${args.join(' ')}`);
    net.world.schedule(runsFor, 'mailing', () => host.processes.exit(process, 12));
  });
  const at = (time: string): void => net.world.runUntil(microseconds(time));
  return { ...net, host, runs, at };
}

/** µs from 15 November 2004, 8:00, to a time of the following days: `1 08:30` is half past eight of the 16th. */
function microseconds(time: string): number {
  const [day = 0, hour = 0, minute = 0] = time.split(/[ :]/).map(Number);
  return (day * 24 + hour - 8) * HOUR + minute * MINUTE;
}

test.each<[Schedule, string[]]>([
  [{ kind: 'daily', at: { hour: 8, minute: 30 } }, ['11-15T08:30:00', '11-16T08:30:00']],
  [{ kind: 'daily', at: { hour: 8, minute: 0 } }, ['11-16T08:00:00', '11-17T08:00:00']],
  [{ kind: 'daily', at: { hour: 0, minute: 0 } }, ['11-16T00:00:00', '11-17T00:00:00']],
  [
    { kind: 'every', minutes: 600 },
    ['11-15T10:00:00', '11-15T20:00:00', '11-16T00:00:00', '11-16T10:00:00', '11-16T20:00:00', '11-17T00:00:00'],
  ],
  [
    { kind: 'every', minutes: 720, from: { hour: 9, minute: 15 } },
    ['11-15T09:15:00', '11-15T21:15:00', '11-16T09:15:00', '11-16T21:15:00'],
  ],
  [{ kind: 'once', at: parseCivilTime('2004-11-16T12:00:30') }, ['11-16T12:00:00']],
  [{ kind: 'once', at: parseCivilTime('2004-11-15T07:59:00') }, []],
  [{ kind: 'boot' }, []],
])('a task that runs %j runs at %j', (schedule, expected) => {
  const { host, runs, at } = mailHost();
  host.boot();
  expect(host.tasks.create({ name: 'Report', command: 'C:\\Tools\\blat.exe', schedule })).toEqual({ ok: true });
  at('2 08:30');
  expect(runs.map((run) => run.trim()).filter((run) => run < '11-17T08:30')).toEqual(expected);
});

test('a task survives a reboot, runs of the boot run then, and what passes while the host is down is missed', () => {
  const { host, runs, at } = mailHost();
  host.boot();
  host.tasks.create({ name: 'Boot', command: 'C:\\Tools\\blat.exe boot', schedule: { kind: 'boot' } });
  host.tasks.create({
    name: 'Hourly',
    command: 'C:\\Tools\\blat.exe hourly',
    schedule: { kind: 'every', minutes: 60 },
  });
  at('0 08:30');
  host.reboot(2 * HOUR);
  at('0 12:15');
  expect(runs).toEqual(['11-15T10:30:00 boot', '11-15T11:00:00 hourly', '11-15T12:00:00 hourly']);
  expect(host.tasks.find('hourly')).toMatchObject({
    name: 'Hourly',
    command: 'C:\\Tools\\blat.exe hourly',
    isRunning: false,
    lastRun: { hour: 12, minute: 0 },
    lastResult: 12,
    nextRun: { hour: 13, minute: 0 },
  });
});

test('tasks that were set up before the first boot run after it', () => {
  const { host, runs, at } = mailHost();
  host.tasks.create({ name: 'Report', command: 'C:\\Tools\\blat.exe', schedule: { kind: 'every', minutes: 30 } });
  at('0 08:10');
  host.boot();
  at('0 08:40');
  expect(runs).toEqual(['11-15T08:30:00 ']);
});

test('a task runs because of its schedule, and what it does because of it', () => {
  const { host, at, events, world } = mailHost();
  host.boot();
  world.because(host.emit('test', 'test.created', 'x'), () =>
    host.tasks.create({ name: 'Report', command: 'C:\\Tools\\blat.exe', schedule: { kind: 'every', minutes: 30 } }),
  );
  at('0 08:40');
  expect(events('task.started').map(({ causes }) => causes)).toEqual([[]]);
  expect(events('process.started')[0]?.causes).toEqual(['MAIL01/tasks/task.started/Report#1']);
  expect(events('task.ended')).toMatchObject([{ subject: 'Report', exitCode: 12 }]);
});

test('a disabled task does not run, one that is enabled again does, and one that is deleted is gone with its file', () => {
  const { host, runs, at } = mailHost();
  host.boot();
  host.tasks.create({ name: 'Report', command: 'blat', schedule: { kind: 'every', minutes: 10 }, enabled: false });
  at('0 09:00');
  expect([runs, host.tasks.list().map(({ nextRun: next }) => next)]).toEqual([[], [undefined]]);
  expect(host.tasks.change('REPORT', { enabled: true, command: 'blat now' })).toEqual({ ok: true });
  at('0 09:10');
  expect(runs).toEqual(['11-15T09:10:00 now']);
  expect(host.files.exists('C:\\WINDOWS\\Tasks\\Report.job')).toBe(true);
  expect([host.tasks.delete('report').ok, host.tasks.delete('report').ok, host.tasks.change('report', {}).ok]).toEqual([
    true,
    false,
    false,
  ]);
  at('0 10:00');
  expect([runs.length, host.files.exists('C:\\WINDOWS\\Tasks\\Report.job')]).toEqual([1, false]);
});

test('a task does not run a second time while it runs, and can be run by hand', () => {
  const { host, runs, at, events } = mailHost(15 * MINUTE);
  host.boot();
  host.tasks.create({ name: 'Report', command: 'blat', schedule: { kind: 'every', minutes: 10 } });
  expect(host.tasks.create({ name: 'report', command: 'blat', schedule: { kind: 'boot' } })).toMatchObject({
    ok: false,
    error: { code: 183 },
  });
  at('0 08:05');
  expect([host.tasks.run('Report').ok, host.tasks.run('Other').ok]).toEqual([true, false]);
  expect(host.tasks.find('Report')?.isRunning).toBe(true);
  at('0 08:35');
  expect(runs.map((run) => run.trim())).toEqual(['11-15T08:05:00', '11-15T08:20:00']);
  expect(events('task.skipped')).toHaveLength(2);
});

test('a task without its program fails with error 2, and is tried again at its next time', () => {
  const { host, at, events } = mailHost();
  host.boot();
  host.tasks.create({
    name: 'Gone',
    command: '"C:\\Gone Tools\\x.exe" -a "b c"',
    schedule: { kind: 'every', minutes: 10 },
  });
  at('0 08:25');
  expect(events('task.start-failed')).toMatchObject([{ error: 2 }, { error: 2 }]);
  expect(host.tasks.find('Gone')).toMatchObject({ command: '"C:\\Gone Tools\\x.exe" -a "b c"', lastResult: 2 });
});

test('a host whose Task Scheduler is disabled runs no tasks', () => {
  const { host, runs, at } = mailHost();
  host.registry.setValue('HKLM\\SYSTEM\\CurrentControlSet\\Services\\Schedule', 'Start', dword(4));
  host.tasks.create({ name: 'Report', command: 'blat', schedule: { kind: 'every', minutes: 10 } });
  host.boot();
  at('0 10:00');
  expect([runs, host.tasks.run('Report').ok, host.tasks.list().length]).toEqual([[], false, 1]);
});

test('nothing is noted of a task that a power failure ended', () => {
  const { host, at } = mailHost(HOUR);
  host.boot();
  host.tasks.create({ name: 'Report', command: 'blat', schedule: { kind: 'every', minutes: 10 } });
  at('0 08:10');
  host.powerOff();
  const file = host.files.peek('C:\\WINDOWS\\Tasks\\Report.job');
  expect(file.ok && parseJob(file.bytes)).toMatchObject({ status: JOB_STATUS.running });
  host.boot();
  expect(host.tasks.find('Report')?.isRunning).toBe(false);
  at('0 08:25');
  expect(host.tasks.find('Report')?.isRunning).toBe(true);
});

test('the interpreter of a host runs what is no registered program', () => {
  const net = emptyNetwork();
  const lines: string[] = [];
  const host = newHost(net, {
    name: 'MAIL01',
    address: '192.0.2.10',
    interpreter: (on, line, done) => {
      lines.push(`${on.name} ${line}`);
      done(1);
    },
  });
  host.boot();
  host.tasks.create({ name: 'Stop', command: 'net stop %COMPUTERNAME%', schedule: { kind: 'every', minutes: 60 } });
  net.pass(HOUR);
  expect([lines, host.tasks.find('Stop')?.lastResult]).toEqual([['MAIL01 net stop MAIL01'], 1]);
  expect(host.execute('C:\\none.exe')).toMatchObject({ ok: false, error: { code: 2 } });
});

const time = fc.record({ hour: fc.nat({ max: 23 }), minute: fc.nat({ max: 59 }) });
const civil = fc
  .record({
    year: fc.integer({ min: 1990, max: 2020 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .chain((date) => time.map((clock) => ({ ...date, ...clock, second: 0, microsecond: 0 })));
const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.constant({ kind: 'boot' } as const),
  civil.map((at) => ({ kind: 'once', at }) as const),
  time.map((at) => ({ kind: 'daily', at }) as const),
  fc.record({ kind: fc.constant('every' as const), minutes: fc.integer({ min: 1, max: 1439 }), from: time }),
);

test('a job file is read as it was written, and no beginning of it is', () => {
  const job: fc.Arbitrary<Job> = fc.record(
    {
      application: fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
      parameters: fc.string().map((text) => text.replaceAll('\0', '')),
      schedule,
      enabled: fc.boolean(),
      exitCode: fc.nat(),
      status: fc.constantFrom(...Object.values(JOB_STATUS)),
      lastRun: civil,
    },
    { requiredKeys: ['application', 'parameters', 'schedule', 'enabled', 'exitCode', 'status'] },
  );
  fc.assert(
    fc.property(job, civil, fc.nat({ max: 1000 }), (written, since, cut) => {
      const bytes = writeJob(written, since, 'MAIL01 Report');
      expect(parseJob(bytes)).toEqual(written);
      expect(parseJob(bytes.slice(0, Math.max(0, bytes.length - 1 - cut)))).toBeUndefined();
    }),
  );
});

test('a job file has the fixed part, offsets and trigger of MS-TSCH', () => {
  const every = { kind: 'every', minutes: 10, from: { hour: 6, minute: 30 } } as const;
  const job: Job = {
    application: 'a.exe',
    parameters: '',
    schedule: every,
    enabled: false,
    exitCode: 3,
    status: JOB_STATUS.neverRun,
  };
  const bytes = writeJob(job, parseCivilTime('2004-11-15T08:00:00'), 'x');
  const view = new DataView(bytes.buffer);
  const words = (at: number, count: number) =>
    Array.from({ length: count }, (_, i) => view.getUint16(at + 2 * i, true));
  expect(words(0, 2)).toEqual([0x0502, 1]);
  const [name = 0, triggers = 0] = words(20, 2);
  expect([view.getUint32(40, true), view.getUint32(44, true), view.getUint32(48, true)]).toEqual([
    3, 0x41303, 0x0100_0004,
  ]);
  expect(words(name, 7)).toEqual([6, ...[...'a.exe\0'].map((character) => character.charCodeAt(0))]);
  expect(words(triggers, 2)).toEqual([1, 48]);
  expect(words(triggers + 6, 3)).toEqual([2004, 11, 15]);
  expect(words(triggers + 18, 2)).toEqual([6, 30]);
  expect([
    view.getUint32(triggers + 22, true),
    view.getUint32(triggers + 26, true),
    view.getUint32(triggers + 34, true),
  ]).toEqual([1440, 10, 1]);
  expect(bytes.length).toBe(triggers + 2 + 48);
});

test('a trigger that is not simulated makes no task', () => {
  const { host } = mailHost();
  const weekly = writeJob(
    { application: 'blat', parameters: '', schedule: { kind: 'boot' }, enabled: true, exitCode: 0, status: 0 },
    parseCivilTime('2004-11-15T08:00:00'),
    'x',
  );
  weekly[weekly.length - 48 + 32] = 2;
  host.files.install('C:\\WINDOWS\\Tasks\\Weekly.job', weekly);
  host.files.install('C:\\WINDOWS\\Tasks\\Broken.job', 'not a job');
  host.boot();
  expect(host.tasks.list()).toEqual([]);
});

test('the next run is always in the future, and within a day but for once', () => {
  fc.assert(
    fc.property(schedule, civil, (when, now) => {
      const next = nextRun(when, now);
      if (next === undefined) return;
      expect(isoLocal(next) > isoLocal(now)).toBe(true);
      if (when.kind === 'once') expect(isoLocal(next)).toBe(isoLocal(when.at));
    }),
  );
});
