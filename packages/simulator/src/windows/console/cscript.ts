import { sameName, samePath } from '@scanclash/core';
import type { EventRecord } from '../event-log.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleProgram, lines, notModelled, prints } from './console-program.ts';
import { dateAndTime } from './date-and-time.ts';
import { eventsOf, logNamed } from './event-choice.ts';
import { isBeforeVista } from './generation.ts';

const HEADER = ['Type', 'Event', 'Date Time', 'Source', 'ComputerName', 'Category', 'User', 'Description'];
const TYPES: Readonly<Record<EventRecord['level'], string>> = {
  error: 'Error',
  warning: 'Warning',
  information: 'Information',
};

/**
 * `cscript //nologo …\eventquery.vbs /l LOG /fi "ID eq N" [/r NEWEST] /v /fo csv`: the one script that is played, on the
 * Windows versions that have it.
 * @source EVENTQUERY. @assumed HOLE-eventquery: the columns and their order; that the range counts what the filter has left.
 */
export const cscript: ConsoleProgram = ({ host, args }, done) => {
  const [logo = '', script = '', ...options] = args;
  const isThere = isBeforeVista(host) && samePath(script, `${host.systemRoot}\\system32\\eventquery.vbs`);
  const [l = '', log = '', fi = '', filter = '', ...format] = options;
  const name = logNamed(log);
  const id = /^ID eq (\d+)$/i.exec(filter)?.[1];
  const rest = /^(?:\/r (\d+) )?\/v \/fo csv$/i.exec(format.join(' '));
  const isPlayed = sameName(logo, '//nologo') && sameName(l, '/l') && sameName(fi, '/fi') && rest !== null;
  if (!isThere || !isPlayed || name === undefined || id === undefined) {
    return done(notModelled(`cscript ${args.join(' ')}`));
  }
  const records = eventsOf(host, name, Number(id)).slice(0, Number(rest[1] ?? Number.MAX_SAFE_INTEGER));
  if (records.length === 0) {
    return done(prints(lines('', `INFO: No records available for the '${name}' log with the specified criteria.`)));
  }
  done(prints(lines('', row(HEADER), ...records.map((record) => row(cells(host, record))))));
};

const cells = (host: SimulatedHost, { level, id, at, source, text }: EventRecord): readonly string[] => [
  TYPES[level],
  String(id),
  dateAndTime(host.world.localTime(at)).replace('  ', ' '),
  source,
  host.name,
  'None',
  'N/A',
  text,
];

const row = (values: readonly string[]): string => values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',');
