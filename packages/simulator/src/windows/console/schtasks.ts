import type { CivilTime } from '../../kernel/index.ts';
import type { ScheduledTask } from '../tasks/task-scheduler.ts';
import { type ConsoleProgram, lines, notModelled, prints } from './console-program.ts';
import { type Column, formatRows, isTableFormat, type Row, type TableFormat } from './console-table.ts';
import { isBeforeVista } from './generation.ts';

/** `schtasks [/query] [/fo table|list|csv] [/nh]`: the scheduled tasks. */
export const schtasks: ConsoleProgram = ({ host, args }, done) => {
  let format: TableFormat = 'table';
  let headless = false;
  for (let i = 0; i < args.length; i++) {
    const option = (args[i] as string).toLowerCase();
    const value = (args[i + 1] ?? '').toLowerCase();
    if (option === '/nh') headless = true;
    else if (option === '/fo' && isTableFormat(value)) {
      format = value;
      i += 1;
    } else if (option !== '/query') return done(notModelled(`schtasks ${args.join(' ')}`));
  }
  const old = isBeforeVista(host);
  const tasks = host.tasks.list();
  if (tasks.length === 0) {
    const nothing = 'INFO: There are no scheduled tasks present in the system.';
    return done(
      prints(lines(old ? nothing : 'INFO: There are no scheduled tasks presently available at your access level.')),
    );
  }
  const shown = formatRows(
    format,
    old ? columnsOf2003 : columnsOf2008,
    tasks.map(old ? rowOf2003 : rowOf2008),
    headless,
  );
  const folder = old || format === 'csv' ? '' : lines('', 'Folder: \\');
  done(prints((folder === '' && format === 'table' ? lines('') : folder) + shown));
};

const columnsOf2003: readonly Column[] = [
  { title: 'TaskName', width: 36 },
  { title: 'Next Run Time', width: 24 },
  { title: 'Status', width: 15 },
];

const columnsOf2008: readonly Column[] = [
  { title: 'TaskName', width: 40 },
  { title: 'Next Run Time', width: 22 },
  { title: 'Status', width: 15 },
];

/** @assumed `Disabled` and `Never` stand where the time would. */
function rowOf2003({ name, enabled, isRunning, nextRun }: ScheduledTask): Row {
  const next = nextRun === undefined ? 'Never' : `${clock(nextRun)}, ${date(nextRun)}`;
  return [name, enabled ? next : 'Disabled', isRunning ? 'Running' : ''];
}

function rowOf2008({ name, enabled, isRunning, nextRun }: ScheduledTask): Row {
  const next = nextRun === undefined || !enabled ? 'N/A' : `${date(nextRun)} ${clock(nextRun)}`;
  return [name, next, isRunning ? 'Running' : enabled ? 'Ready' : 'Disabled'];
}

/** `8:00:00 AM` */
function clock({ hour, minute, second }: CivilTime): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${hour % 12 || 12}:${two(minute)}:${two(second)} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** `4/19/2011` */
function date({ year, month, day }: CivilTime): string {
  return `${month}/${day}/${year}`;
}
