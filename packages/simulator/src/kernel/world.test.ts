import { expect, test } from 'vitest';
import { BoundReached } from './bound-reached.ts';
import { isoLocal, parseCivilTime } from './civil-time.ts';
import { InvariantViolated } from './invariant.ts';
import { toyPost } from './test/toy-post.ts';
import type { EventToEmit } from './trace-event.ts';
import { World, type WorldOptions } from './world.ts';

const world = (options: Partial<WorldOptions> = {}) =>
  new World({ seed: 1, startsAt: parseCivilTime('2004-11-15T08:00:00'), storeTrace: true, ...options });

const started = (subject: string, more: Partial<EventToEmit> = {}): EventToEmit => ({
  host: 'MAIL01',
  component: 'scm',
  kind: 'service.started',
  subject,
  ...more,
});

test('steps run at their instants, first scheduled first at the same one', () => {
  const w = world();
  const order: string[] = [];
  const note = (name: string) => () => order.push(`${name}@${w.now}`);
  w.schedule(20, 'c', note('c'));
  w.schedule(10, 'a', () => {
    note('a')();
    w.schedule(0, 'a2', note('a2'));
    w.schedule(5, 'a3', note('a3'));
  });
  w.schedule(10, 'b', note('b'));
  w.runUntil(15);
  expect(order).toEqual(['a@10', 'b@10', 'a2@10', 'a3@15']);
  expect([w.now, w.steps, w.pending]).toEqual([15, 4, 1]);
  w.runUntil(15);
  expect(w.steps).toBe(4);
});

test('a cancelled step does not run, and a step that ran is cancelled without harm', () => {
  const w = world();
  const ran: string[] = [];
  const first = w.schedule(1, 'first', () => ran.push('first'));
  const second = w.schedule(2, 'second', () => ran.push('second'));
  w.schedule(1, 'canceller', () => {
    w.cancel(first);
    w.cancel(second);
    w.schedule(3, 'third', () => ran.push('third'));
    w.cancel(second);
  });
  w.runUntil(10);
  expect(ran).toEqual(['first', 'third']);
});

test('as many steps are run as were asked for, and the time is that of the last', () => {
  const w = world();
  for (const delay of [5, 5, 9]) w.schedule(delay, 'tick', () => {});
  expect(w.runSteps(0)).toBe(0);
  expect(w.runSteps(2)).toBe(2);
  expect(w.now).toBe(5);
  expect(w.runSteps(7)).toBe(1);
  expect([w.now, w.steps]).toEqual([9, 3]);
});

test('a step follows from what was the cause when it was scheduled', () => {
  const w = world();
  const boot = w.emit(started('boot'));
  const policy = w.emit(started('policy'));
  w.because(boot, () => {
    w.schedule(10, 'start', () => {
      const store = w.emit(started('store'));
      expect(w.trace.causesOf(store)).toEqual([boot]);
      w.schedule(10, 'mount', () => w.emit(started('database')));
      w.because(policy, () => w.schedule(5, 'update', () => w.emit(started('update'))));
    });
  });
  w.schedule(12, 'unrelated', () => w.emit(started('unrelated')));
  w.runUntil(100);
  expect(w.trace.causesOf('MAIL01/scm/service.started/database#1')).toEqual([boot]);
  expect(w.trace.causesOf('MAIL01/scm/service.started/update#1')).toEqual([policy]);
  expect(w.trace.causesOf('MAIL01/scm/service.started/unrelated#1')).toEqual([]);
});

test('causes nest, come back after an error, and emitting does not become one', () => {
  const w = world();
  const outer = w.emit(started('outer'));
  const inner = w.emit(started('inner'));
  w.because(outer, () => {
    expect(() =>
      w.because(inner, () => {
        expect(w.causes).toEqual([inner]);
        throw new Error('lost');
      }),
    ).toThrow('lost');
    const after = w.emit(started('after'));
    const last = w.emit(started('last'));
    expect(w.trace.causesOf(after)).toEqual([outer]);
    expect(w.trace.causesOf(last)).toEqual([outer]);
  });
  expect(w.causes).toEqual([]);
  expect(w.because(outer, () => 42)).toBe(42);
});

test('an event names the current cause first, then its own, each once', () => {
  const w = world();
  const [a, b, c] = ['a', 'b', 'c'].map((subject) => w.emit(started(subject))) as [string, string, string];
  const event = w.because([a, b, a], () => w.emit(started('joined', { causes: [c, a, c] })));
  expect(w.trace.causesOf(event)).toEqual([a, b, c]);
});

test('causes given as a list are those of the moment, whatever becomes of the list', () => {
  const w = world();
  const causes = [w.emit(started('a'))];
  w.because(causes, () => w.schedule(1, 'later', () => w.emit(started('later'))));
  causes.push('MAIL01/scm/service.started/never#1');
  w.runUntil(1);
  expect(w.trace.causesOf('MAIL01/scm/service.started/later#1')).toEqual(['MAIL01/scm/service.started/a#1']);
});

test('the wall clock of the hosts goes with the world', () => {
  const w = world();
  w.runUntil(90_000_001);
  expect(isoLocal(w.localTime())).toBe('2004-11-15T08:01:30.000001');
  expect(isoLocal(w.localTime(0))).toBe('2004-11-15T08:00:00');
});

test.for([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
  'a step in %d µs is a bug that names the step',
  (delay) => {
    const w = world();
    expect(() => w.schedule(delay, 'scan', () => {})).toThrow(InvariantViolated);
    expect(() => w.schedule(delay, 'scan', () => {})).toThrow('"scan"');
    expect(w.pending).toBe(0);
  },
);

test('time does not run backwards, and no step runs the world', () => {
  const w = world();
  w.runUntil(10);
  expect(() => w.runUntil(9)).toThrow('it is 10 µs already');
  expect(() => w.runUntil(10.5)).toThrow(InvariantViolated);
  w.schedule(0, 'nested', () => w.runSteps(1));
  expect(() => w.runSteps(1)).toThrow('a step cannot run the world');
});

test('an error inside a step is told with the step and its time, and stays what it was', () => {
  class DiskFull extends Error {}
  const w = world();
  w.schedule(1_500_000, 'write log', () => {
    throw new DiskFull('no room');
  });
  let caught: unknown;
  try {
    w.runUntil(2_000_000);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(DiskFull);
  expect((caught as Error).message).toBe('no room\n  in step "write log" at 1.500000 s');
  expect((caught as Error).stack).toContain('in step "write log" at 1.500000 s');
});

test('after an error in a step the causes are those from before', () => {
  const w = world();
  w.because(w.emit(started('a')), () =>
    w.schedule(1, 'fail', () => {
      throw new Error('failed');
    }),
  );
  expect(() => w.runUntil(1)).toThrow('failed');
  expect(w.causes).toEqual([]);
});

test('a world that schedules without end reaches its bound, which says how to raise it and what happened last', () => {
  const w = world({ bounds: { maxEvents: 1000 } });
  const loop = (count: number) => {
    w.emit(started(`service ${count}`, { details: { count } }));
    w.schedule(0, 'loop', () => loop(count + 1));
  };
  loop(1);
  expect(() => w.runUntil(1)).toThrow(BoundReached);
  const again = world({ bounds: { maxEvents: 0 } });
  expect(() => again.schedule(0, 'first', () => {})).toThrow(/reached its bound maxEvents, 0: scheduling step "first"/);
  try {
    w.schedule(0, 'one more', () => {});
    expect.unreachable();
  } catch (error) {
    const { message, bound, limit } = error as BoundReached;
    expect([bound, limit]).toEqual(['maxEvents', 1000]);
    expect(message).toContain('raise it: bounds: { maxEvents: ... }');
    const lines = message.split('\n').filter((line) => line.includes('service.started'));
    expect(lines.length).toBe(20);
    expect(lines.at(-1)).toBe('  0.000000 s  MAIL01/scm/service.started/service 1001#1  count=1001');
  }
});

test('trace events are bounded, and the error tells which one was too many and in which step', () => {
  const { world: w } = toyPost({ bounds: { maxTraceEvents: 30 } });
  expect(() => w.runUntil(3_600_000_000)).toThrow(
    /reached its bound maxTraceEvents, 30: emitting (.|\n)*(.|\n)* {2}in step ".* letter" at 0\.\d{6} s$/,
  );
  expect(w.trace.count).toBe(30);
});

test('no world goes beyond its last instant, whether asked to or by a step that is due later', () => {
  const w = world({ bounds: { until: 1000 } });
  w.schedule(1001, 'too late', () => {});
  w.runUntil(1000);
  expect(() => w.runUntil(1001)).toThrow(/bound until, 1000 µs \(0\.001000 s\): it was to run until 0\.001001 s/);
  expect(() => w.runSteps(1)).toThrow(/step "too late" is due at 0\.001001 s/);
});

test('reads and behaviours of a world start empty', () => {
  const w = world();
  expect(w.reads.names()).toEqual([]);
  expect(() => w.behaviours.on('vircom-modus/collects-garbage')).toThrow('this world has none');
});

test.for([{ seed: -1 }, { seed: 1.5 }, { shuffleTies: 2 ** 32 }, { bounds: { maxEvents: -1 } }])(
  '%j is refused',
  (options) => {
    expect(() => world(options)).toThrow(InvariantViolated);
  },
);
