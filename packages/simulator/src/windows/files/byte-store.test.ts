import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ByteStore } from './byte-store.ts';
import { MapByteStore } from './map-byte-store.ts';
import { MemfsByteStore } from './memfs-byte-store.ts';

const stores: readonly { name: string; make: () => ByteStore }[] = [
  { name: 'map', make: () => new MapByteStore() },
  { name: 'memfs', make: () => new MemfsByteStore() },
];

/** The whole truth of the model: every path and its bytes, null for a folder. */
type Model = Map<string, readonly number[] | null>;

const emptyModel = (): Model => new Map([['', null]]);
const parent = (path: string): string => path.slice(0, path.lastIndexOf('/'));
/** Folder and name, as stores want them. */
const split = (path: string): [string, string] => [parent(path), path.slice(path.lastIndexOf('/') + 1)];
const isFile = (model: Model, path: string): boolean => model.get(path) != null;
const isFolder = (model: Model, path: string): boolean => model.get(path) === null;
const isFree = (model: Model, path: string): boolean => !model.has(path) && isFolder(model, parent(path));
const below = (model: Model, path: string): string[] => [...model.keys()].filter((key) => key.startsWith(`${path}/`));

interface Call {
  readonly text: string;
  allowed(model: Model): boolean;
  change(model: Model): void;
  run(store: ByteStore): void;
}

const path = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 }).map((names) => `/${names.join('/')}`);
const bytes = fc.uint8Array({ maxLength: 4 });

const calls: fc.Arbitrary<Call> = fc.oneof(
  path.map((p) => ({
    text: `makeFolder ${p}`,
    allowed: (m: Model) => isFree(m, p),
    change: (m: Model) => void m.set(p, null),
    run: (s: ByteStore) => s.makeFolder(...split(p)),
  })),
  path.map((p) => ({
    text: `create ${p}`,
    allowed: (m: Model) => isFree(m, p),
    change: (m: Model) => void m.set(p, []),
    run: (s: ByteStore) => s.create(...split(p)),
  })),
  fc.tuple(path, bytes).map(([p, b]) => ({
    text: `replace ${p} ${b}`,
    allowed: (m: Model) => isFile(m, p),
    change: (m: Model) => void m.set(p, [...b]),
    run: (s: ByteStore) => s.replace(...split(p), b),
  })),
  fc.tuple(path, bytes).map(([p, b]) => ({
    text: `append ${p} ${b}`,
    allowed: (m: Model) => isFile(m, p),
    change: (m: Model) => void m.set(p, [...(m.get(p) ?? []), ...b]),
    run: (s: ByteStore) => s.append(...split(p), b),
  })),
  path.map((p) => ({
    text: `remove ${p}`,
    allowed: (m: Model) => isFile(m, p),
    change: (m: Model) => void m.delete(p),
    run: (s: ByteStore) => s.remove(...split(p)),
  })),
  path.map((p) => ({
    text: `removeFolder ${p}`,
    allowed: (m: Model) => isFolder(m, p) && below(m, p).length === 0,
    change: (m: Model) => void m.delete(p),
    run: (s: ByteStore) => s.removeFolder(...split(p)),
  })),
  fc.tuple(path, path).map(([from, to]) => ({
    text: `rename ${from} ${to}`,
    allowed: (m: Model) => m.has(from) && isFree(m, to) && !to.startsWith(`${from}/`),
    change: (m: Model) => {
      for (const key of [from, ...below(m, from)]) {
        m.set(to + key.slice(from.length), m.get(key) ?? null);
        m.delete(key);
      }
    },
    run: (s: ByteStore) => s.rename(...split(from), ...split(to)),
  })),
);

/** Everything that a store can be asked, as the model would answer it. */
function contentOf(store: ByteStore, folder = '', into = emptyModel()): Model {
  for (const name of store.list(folder)) {
    const inner = `${folder}/${name}`;
    if (store.kind(folder, name) === 'file') into.set(inner, [...store.read(folder, name)]);
    else contentOf(store, inner, into.set(inner, null));
  }
  return into;
}

class StoreCommand implements fc.Command<{ entries: Model }, { store: ByteStore }> {
  readonly call: Call;
  constructor(call: Call) {
    this.call = call;
  }
  check(): boolean {
    return true;
  }
  run(model: { entries: Model }, real: { store: ByteStore }): void {
    if (this.call.allowed(model.entries)) {
      this.call.run(real.store);
      this.call.change(model.entries);
    } else {
      expect(() => this.call.run(real.store)).toThrow('byte store');
    }
    expect(contentOf(real.store)).toEqual(model.entries);
  }
  toString(): string {
    return this.call.text;
  }
}

/** Goes on with a fork, and disturbs the store that was forked from: neither may see the other. */
class ForkCommand implements fc.Command<{ entries: Model }, { store: ByteStore }> {
  check(): boolean {
    return true;
  }
  run(model: { entries: Model }, real: { store: ByteStore }): void {
    const before = real.store;
    real.store = before.fork();
    for (const [path, content] of model.entries)
      if (content !== null) before.append(...split(path), new Uint8Array([255]));
    before.makeFolder('', 'only-before');
    expect(contentOf(real.store)).toEqual(model.entries);
    real.store.makeFolder('', 'only-after');
    expect(before.kind('', 'only-after')).toBeUndefined();
    real.store.removeFolder('', 'only-after');
  }
  toString(): string {
    return 'fork';
  }
}

test.each(stores)('a $name store does what the model of a store says, and refuses what does not fit', ({ make }) => {
  const call = calls.map((one) => new StoreCommand(one));
  const fork = fc.constant(new ForkCommand());
  const commands = fc.commands([call, call, call, call, call, call, call, fork], { maxCommands: 40, size: 'max' });
  fc.assert(
    fc.property(commands, (run) =>
      fc.modelRun(() => ({ model: { entries: emptyModel() }, real: { store: make() } }), run),
    ),
    { numRuns: 100 },
  );
});

test.each(stores)('a folder of a $name store that was moved is not found where it was', ({ make }) => {
  const store = make();
  store.makeFolder('', 'a');
  store.makeFolder('/a', 'inner');
  store.create('/a/inner', 'x');
  store.rename('', 'a', '', 'b');
  expect(() => store.create('/a/inner', 'y')).toThrow('byte store');
  store.makeFolder('', 'a');
  store.create('/a', 'x');
  expect([store.list('/a'), store.list('/b'), store.list('/b/inner')]).toEqual([['x'], ['inner'], ['x']]);
});

test.each(stores)('a $name store keeps every byte value', ({ make }) => {
  const store = make();
  const every = Uint8Array.from({ length: 256 }, (_, value) => value);
  store.create('', 'all');
  store.replace('', 'all', every);
  expect([...store.read('', 'all')]).toEqual([...every]);
});

test('a log that was appended to 20,000 times is read back whole', () => {
  const store = new MapByteStore();
  store.create('', 'log');
  for (let line = 0; line < 20_000; line++) store.append('', 'log', new Uint8Array([line % 256]));
  const read = store.read('', 'log');
  expect(read.length).toBe(20_000);
  expect([read[0], read[255], read[256], read[19_999]]).toEqual([0, 255, 0, 19_999 % 256]);
});
