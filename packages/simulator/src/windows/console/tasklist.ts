import { sameName } from '@scanclash/core';
import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleProgram, fails, lines, notModelled, prints } from './console-program.ts';
import { type Column, formatRows, isTableFormat, type Row, type TableFormat } from './console-table.ts';
import { isBeforeVista } from './generation.ts';

/**
 * `tasklist [/svc] [/fo table|list|csv] [/nh] [/fi "IMAGENAME eq NAME"] [/fi "PID eq NUMBER"]`.
 *
 * Memory and sessions are not simulated: the memory of every process is `N/A`, as of one that may not be looked into,
 * and all of them are in session 0.
 */
export const tasklist: ConsoleProgram = ({ host, args }, done) => {
  let format: TableFormat = 'table';
  let withServices = false;
  let headless = false;
  let keeps = (_name: string, _pid: number): boolean => true;
  for (let i = 0; i < args.length; i++) {
    const option = (args[i] as string).toLowerCase().replace(/^-/, '/');
    const value = (args[i + 1] ?? '').toLowerCase();
    if (option === '/svc') withServices = true;
    else if (option === '/nh') headless = true;
    else if (option === '/fo' && isTableFormat(value)) {
      format = value;
      i += 1;
    } else {
      const filter = option === '/fi' ? filterOf(args[++i] ?? '') : undefined;
      if (filter === undefined) return done(notModelled(`tasklist ${args.join(' ')}`));
      const before = keeps;
      keeps = (name, pid) => before(name, pid) && filter(name, pid);
    }
  }
  if (headless && format === 'list') {
    return done(fails(lines('ERROR: Invalid syntax. /NH option is allowed only for "TABLE" and "CSV" formats.')));
  }
  const columns = columnsFor(host, withServices);
  const rows = processRows(host, withServices, keeps);
  if (rows.length === 0) return done(prints(lines(nothingFound(host))));
  const blank = format === 'table' ? lines('') : '';
  done(prints(blank + formatRows(format, columns, rows, headless)));
};

function filterOf(written: string): ((name: string, pid: number) => boolean) | undefined {
  const [, field, value] = /^(imagename|pid)\s+eq\s+(\S.*)$/i.exec(written.trim()) ?? [];
  if (field === undefined || value === undefined || value.includes('*')) return undefined;
  return field.toLowerCase() === 'pid' ? (_, pid) => pid === Number(value) : (name) => sameName(name, value);
}

function nothingFound(host: SimulatedHost): string {
  return isBeforeVista(host)
    ? 'INFO: No tasks running with the specified criteria.'
    : 'INFO: No tasks are running which match the specified criteria.';
}

/** @source Captures: columns for process id and session are wider from Windows Vista on, where services have a session. */
function columnsFor(host: SimulatedHost, withServices: boolean): readonly Column[] {
  const old = isBeforeVista(host);
  const name: Column = { title: 'Image Name', width: 25 };
  const pid: Column = { title: 'PID', width: old ? 6 : 8, right: true };
  if (withServices) return [name, pid, { title: 'Services', width: old ? 45 : 44 }];
  return [
    name,
    pid,
    { title: 'Session Name', width: 16 },
    { title: 'Session#', width: old ? 8 : 11, right: true },
    { title: 'Mem Usage', width: 12, right: true },
  ];
}

/** The idle process is no process of the simulation, but every list begins with it. */
function processRows(
  host: SimulatedHost,
  withServices: boolean,
  keeps: (name: string, pid: number) => boolean,
): readonly Row[] {
  const processes = [{ imageName: 'System Idle Process', pid: 0 }, ...host.processes.list()];
  const session = isBeforeVista(host) ? 'Console' : 'Services';
  const hosted = withServices ? servicesByProcess(host) : undefined;
  return processes
    .filter(({ imageName, pid }) => keeps(imageName, pid))
    .map(({ imageName, pid }) => {
      if (hosted === undefined) return [imageName, String(pid), session, '0', 'N/A'];
      return [imageName, String(pid), hosted.get(pid)?.join(',') ?? 'N/A'];
    });
}

/** The names of the services in each process, by its id. */
function servicesByProcess(host: SimulatedHost): ReadonlyMap<number, readonly string[]> {
  const hosted = new Map<number, string[]>();
  for (const name of host.services.names()) {
    const pid = host.services.status(name).process?.pid;
    if (pid === undefined) continue;
    const names = hosted.get(pid);
    if (names === undefined) hosted.set(pid, [name]);
    else names.push(name);
  }
  return hosted;
}
