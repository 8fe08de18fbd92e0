import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_CAUSES, TraceRecorder } from './trace.ts';
import type { EventToEmit, TraceEvent } from './trace-event.ts';

const refused = (more: Partial<EventToEmit> = {}): EventToEmit => ({
  host: 'MAIL01',
  component: 'tcp',
  kind: 'tcp.refused',
  subject: '198.51.100.25:25',
  ...more,
});

test('a line holds its keys in order, details between the fixed ones, and integers only', () => {
  const trace = new TraceRecorder({ store: true });
  trace.record(12_000_250, refused({ details: { remotePort: 25, by: 'Prevent mass mailing', blocked: true } }), {
    ids: ['MAIL01/process/process.started/C:\\modus\\modussmtp.exe#1'],
    json: undefined,
  });
  expect([...trace.lines()]).toEqual([
    '{"at":12000250,"blocked":true,"by":"Prevent mass mailing",' +
      '"causes":["MAIL01/process/process.started/C:\\\\modus\\\\modussmtp.exe#1"],"component":"tcp","host":"MAIL01",' +
      '"id":"MAIL01/tcp/tcp.refused/198.51.100.25:25#1","kind":"tcp.refused","remotePort":25,"subject":"198.51.100.25:25"}',
  ]);
});

// Computed once, by another implementation in another language.
test('the golden hash of a small trace', () => {
  const trace = new TraceRecorder();
  const first = trace.record(0, refused(), NO_CAUSES);
  trace.record(
    7,
    refused({ subject: 'D:\\Spool\\"ä" \u0007 😀 \ud800', details: { bytes: -1 } }),
    trace.causeOf(first),
  );
  expect(trace.hash()).toBe('495b55aaaa42473ff90a30e1b71d0b4dee53bfc64c106ddb2c156ba94b786be6');
});

/** The empty name, a name that the object has by nature, and names around every fixed key. */
const detailName = fc.oneof(
  fc.constantFrom('', 'a', 'bytes', 'host2', 'ids', 'toString', 'zeal', '7', 'Ä'),
  fc.string({ maxLength: 6 }),
);

const events = fc.array(
  fc.record({
    at: fc.maxSafeNat(),
    subject: fc.oneof(fc.constantFrom('D:\\Spool\\A1.MSG', '198.51.100.25:25'), fc.string({ unit: 'binary' })),
    details: fc.dictionary(
      detailName.filter((name) => !/^(at|causes|component|host|id|kind|subject|__proto__)$/.test(name)),
      fc.oneof(fc.string(), fc.boolean(), fc.maxSafeInteger(), fc.constant(-0)),
    ),
    causes: fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 3 }),
  }),
  { maxLength: 600, size: 'max' },
);

test('any event is written as JSON.stringify writes an object with sorted keys, and the hash is that of all lines', () => {
  fc.assert(
    fc.property(events, (list) => {
      const trace = new TraceRecorder({ store: true });
      const counts = new Map<string, number>();
      const expected = list.map(({ at, subject, details, causes }) => {
        const id = trace.record(at, refused({ subject, details }), { ids: causes, json: undefined });
        const count = (counts.get(subject) ?? 0) + 1;
        counts.set(subject, count);
        expect(id).toBe(`MAIL01/tcp/tcp.refused/${subject}#${count}`);
        const flat: Record<string, unknown> = { ...refused({ subject }), ...details, id, at, causes };
        const keys = Object.keys(flat).sort();
        return `{${keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(flat[key])}`).join(',')}}`;
      });
      expect([...trace.lines()]).toEqual(expected);
      const bytes = expected.map((line) => `${line}\n`).join('');
      expect(trace.hash()).toBe(createHash('sha256').update(bytes, 'utf8').digest('hex'));
    }),
    { numRuns: 15 },
  );
});

test('the text of a cause is the same whether its event was recorded just before or long ago', () => {
  const causesOf = (between: number) => {
    const trace = new TraceRecorder({ store: true });
    const cause = trace.record(0, refused({ subject: 'D:\\"Spool"' }), NO_CAUSES);
    for (let count = 0; count < between; count += 1) trace.record(1, refused(), NO_CAUSES);
    trace.record(2, refused({ kind: 'tcp.reset' }), trace.causeOf(cause));
    return [...trace.lines()].at(-1);
  };
  expect(causesOf(0)).toBe(causesOf(1));
});

test('the hash may be asked for at any time and does not end the trace', () => {
  const asked = new TraceRecorder();
  const silent = new TraceRecorder();
  const hashes = new Set<string>();
  for (let count = 0; count < 600; count += 1) {
    for (const trace of [asked, silent]) trace.record(count, refused(), NO_CAUSES);
    hashes.add(asked.hash());
  }
  expect(hashes.size).toBe(600);
  expect(asked.hash()).toBe(silent.hash());
});

test('a monitor hears its kind only, one of * hears all, and a stopped one hears no more', () => {
  const trace = new TraceRecorder();
  const heard: string[] = [];
  const all: string[] = [];
  const stop = trace.watch('tcp.refused', (event) => heard.push(event.id));
  trace.watch('*', (event) => all.push(event.kind));
  trace.record(0, refused(), NO_CAUSES);
  trace.record(0, refused({ kind: 'tcp.connect' }), NO_CAUSES);
  stop();
  stop();
  trace.record(0, refused(), NO_CAUSES);
  expect(heard).toEqual(['MAIL01/tcp/tcp.refused/198.51.100.25:25#1']);
  expect(all).toEqual(['tcp.refused', 'tcp.connect', 'tcp.refused']);
});

test('a monitor sees what the line says, its details included', () => {
  const trace = new TraceRecorder({ store: true });
  const seen: TraceEvent[] = [];
  trace.watch('tcp.refused', (event) => seen.push(event));
  trace.record(5, refused({ details: { remotePort: 25 } }), { ids: ['a/b/c.d/e#1'], json: undefined });
  expect(seen).toEqual([...trace.lines()].map((line) => JSON.parse(line)));
});

test('a monitor that stops itself leaves the others their event', () => {
  const trace = new TraceRecorder();
  let heard = 0;
  const stop = trace.watch('tcp.refused', () => stop());
  trace.watch('tcp.refused', () => {
    heard += 1;
  });
  trace.record(0, refused(), NO_CAUSES);
  trace.record(0, refused(), NO_CAUSES);
  expect(heard).toBe(2);
});

test('an event that nobody watches is not even built: its details are read once, for the line', () => {
  const readsWhile = (watched: string) => {
    let reads = 0;
    const details = {
      get remotePort() {
        reads += 1;
        return 25;
      },
    };
    const trace = new TraceRecorder();
    trace.watch(watched, () => {});
    trace.record(0, refused({ details }), NO_CAUSES);
    return reads;
  };
  expect(readsWhile('tcp.connect')).toBe(1);
  expect(readsWhile('tcp.refused')).toBe(2);
});

test('the last events are there without a stored trace, the lines are not', () => {
  const trace = new TraceRecorder();
  for (let count = 0; count < 1000; count += 1) {
    trace.record(count, refused(), NO_CAUSES);
    expect(trace.last(50).map(({ at }) => at)).toEqual(
      Array.from({ length: Math.min(50, count + 1) }, (_, index) => Math.max(0, count - 49) + index),
    );
  }
  expect(() => [...trace.lines()]).toThrow('storeTrace: true');
  expect(() => trace.causesOf('MAIL01/tcp/tcp.refused/198.51.100.25:25#1')).toThrow('storeTrace: true');
  expect(trace.last(0)).toEqual([]);
});

test('an event is found by its identity while the trace goes on', () => {
  const trace = new TraceRecorder({ store: true });
  for (let count = 1; count <= 700; count += 1) {
    const id = trace.record(count, refused({ details: { count } }), NO_CAUSES);
    if (count % 50 === 0) expect(trace.event(id)).toMatchObject({ id, at: count, count });
  }
  expect(trace.event('MAIL01/tcp/tcp.refused/198.51.100.25:25#257')).toMatchObject({ at: 257 });
  expect(trace.event('MAIL01/tcp/tcp.refused/198.51.100.25:25#701')).toBeUndefined();
});

test('ancestors come nearest first and once each', () => {
  const trace = new TraceRecorder({ store: true });
  const emit = (subject: string, ...ids: string[]) => trace.record(0, refused({ subject }), { ids, json: undefined });
  const root = emit('root');
  const left = emit('left', root);
  const right = emit('right', root);
  const leaf = emit('leaf', left, right);
  expect(trace.causesOf(leaf)).toEqual([left, right]);
  expect(trace.ancestorsOf(leaf).map(({ subject }) => subject)).toEqual(['left', 'right', 'root']);
  expect(trace.ancestorsOf(root)).toEqual([]);
});

test('a cause that never happened is a bug', () => {
  const trace = new TraceRecorder({ store: true });
  const orphan = trace.record(0, refused(), { ids: ['MAIL01/tcp/tcp.connect/nowhere#1'], json: undefined });
  expect(() => trace.ancestorsOf(orphan)).toThrow('nowhere#1, which is not in the trace');
});

test.for([
  [{ details: { bytes: 0.5 } }, 'detail bytes is 0.5, a trace holds integers only'],
  [{ details: { bytes: Number.NaN } }, 'integers only'],
  [{ details: { bytes: 2 ** 53 } }, 'integers only'],
  [{ details: { kind: 'x' } }, 'a detail may not be named "kind"'],
  [{ details: { id: 7 } }, 'a detail may not be named "id"'],
  [{ details: { by: undefined as unknown as string } }, 'leave out a detail that is not known'],
  [{ kind: 'refused' }, 'write its kind like "tcp.refused"'],
  [{ kind: 'tcp.refused/late' }, 'write its kind like "tcp.refused"'],
  [{ component: 'modus.scan' }, 'a component has a name without "."'],
  [{ host: 'MAIL01/tcp' }, 'a host has a name without "/"'],
] as const)('%j is a bug that leaves no trace', ([more, message]) => {
  const trace = new TraceRecorder({ store: true });
  expect(() => trace.record(0, refused(more), NO_CAUSES)).toThrow(message);
  expect(trace.count).toBe(0);
  expect(trace.record(0, refused(), NO_CAUSES)).toBe('MAIL01/tcp/tcp.refused/198.51.100.25:25#1');
});
