import type { Reading } from '../../windows/registry-reader.ts';

/** A record of an event log. */
export interface EventRow {
  readonly source: string;
  readonly id: number;
  /** As the program shows it: UTC from `wevtutil`, in the form of the host from `eventquery.vbs`. */
  readonly at: string;
  /** In the language of the host. */
  readonly text: string;
}

/**
 * The records in the output of `wevtutil qe … /f:RenderedXml`: elements without one around them, none where no record
 * fits. The names of elements are the same in every language. One that has no id, or was cut, makes all `unreadable`.
 */
export function parseEventXml(output: string): Reading<readonly EventRow[]> {
  const records = [...output.matchAll(/<Event[\s>][\s\S]*?<\/Event>/g)].map(([record]) => record);
  const begun = output.match(/<Event[\s>]/g)?.length ?? 0;
  if (begun !== records.length || (begun === 0 && output.trim() !== '')) return unreadable('it is no list of events');
  const rows = records.map((record): EventRow | undefined => {
    const id = /<EventID[^>]*>(\d+)<\/EventID>/.exec(record)?.[1];
    const source = /<Provider\s[^>]*\bName=(['"])(.*?)\1/.exec(record)?.[2];
    const at = /<TimeCreated\s[^>]*\bSystemTime=(['"])(.*?)\1/.exec(record)?.[2];
    const text = /<Message>([\s\S]*?)<\/Message>/.exec(record)?.[1] ?? '';
    if (id === undefined || source === undefined || at === undefined) return undefined;
    return { source: unescaped(source), id: Number(id), at, text: unescaped(text).trim() };
  });
  const read = rows.flatMap((row) => row ?? []);
  return read.length === rows.length
    ? { kind: 'known', value: read }
    : unreadable('a record has no id, source or time');
}

/**
 * The records in the output of `eventquery.vbs /v /fo csv`: type, event, time, source, computer, category, user and
 * description. No word is looked at, and the number of the event tells a record from the header. Where there is none the
 * program says so in a sentence without quotes.
 */
export function parseEventCsv(output: string): Reading<readonly EventRow[]> {
  const rows: EventRow[] = [];
  let cells: string[] = [];
  for (const [, cell = '', end] of output.matchAll(/"((?:[^"]|"")*)"(,|\s*?\r?\n|\s*$)/g)) {
    cells.push(cell.replaceAll('""', '"'));
    if (end === ',') continue;
    const [, id = '', at = '', source = ''] = cells;
    if (cells.length !== COLUMNS) return unreadable(`a record has ${cells.length} columns and not ${COLUMNS}`);
    if (/^\d+$/.test(id)) rows.push({ source, id: Number(id), at, text: (cells.at(-1) as string).trim() });
    cells = [];
  }
  return cells.length === 0 ? { kind: 'known', value: rows } : unreadable('the last record was cut');
}

const COLUMNS = 8;

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(lt|gt|quot|apos|amp));/gi, (whole, decimal, hex, name: string) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });

const unreadable = (reason: string): Reading<never> => ({ kind: 'unreadable', reason });
