import { isoLocal } from '../../kernel/index.ts';
import type { EventRecord } from '../event-log.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleProgram, lines, notModelled, prints } from './console-program.ts';
import { eventsOf, logNamed } from './event-choice.ts';

const LEVELS: Readonly<Record<EventRecord['level'], number>> = { error: 2, warning: 3, information: 4 };
const EVENT_SCHEMA = 'http://schemas.microsoft.com/win/2004/08/events/event';

/**
 * `wevtutil qe LOG /q:*[System[(EventID=N)]] /c:N /rd:true /f:RenderedXml`, with the options in any order.
 * @source WEVTUTIL. @assumed What is inserted into a text is not kept apart, so there is no event data; host time is UTC.
 */
export const wevtutil: ConsoleProgram = ({ host, args }, done) => {
  const [command = '', log = '', ...options] = args;
  const given = new Map(
    options.map((option): [name: string, value: string] => {
      const [name = '', ...value] = option.split(':');
      return [name.toLowerCase(), value.join(':')];
    }),
  );
  const query = /^\*\[System\[\(EventID=(\d+)\)\]\]$/.exec(given.get('/q') ?? '')?.[1];
  const count = Number(given.get('/c') ?? Number.MAX_SAFE_INTEGER);
  const name = logNamed(log);
  const isPlayed =
    command.toLowerCase() === 'qe' && name !== undefined && query !== undefined && Number.isSafeInteger(count);
  const isRendered = given.get('/f')?.toLowerCase() === 'renderedxml' && given.get('/rd')?.toLowerCase() === 'true';
  if (!isPlayed || !isRendered || given.size !== 4) return done(notModelled(`wevtutil ${args.join(' ')}`));
  const records = eventsOf(host, name, Number(query)).slice(0, count);
  done(prints(lines(...records.map((record) => elementOf(host, record)))));
};

function elementOf(host: SimulatedHost, { source, id, at, level, log, text }: EventRecord): string {
  const local = host.world.localTime(at);
  const milliseconds = String(Math.floor(local.microsecond / 1000)).padStart(3, '0');
  const time = `${isoLocal(local).slice(0, 19)}.${milliseconds}Z`;
  const system = [
    `<Provider Name='${escaped(source)}'/>`,
    `<EventID>${id}</EventID>`,
    `<Level>${LEVELS[level]}</Level>`,
    `<TimeCreated SystemTime='${time}'/>`,
    `<Channel>${log}</Channel>`,
    `<Computer>${host.name}</Computer>`,
  ].join('');
  const rendering = `<RenderingInfo Culture='en-US'><Message>${escaped(text)}</Message></RenderingInfo>`;
  return `<Event xmlns='${EVENT_SCHEMA}'><System>${system}</System><EventData></EventData>${rendering}</Event>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&apos;');
