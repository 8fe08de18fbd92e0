import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ByteStore } from './byte-store.ts';
import { delay, deny, type FileProcess, pass, type Verdict } from './file-filter.ts';
import type { FileHandle } from './file-request.ts';
import { MapByteStore } from './map-byte-store.ts';
import { MemfsByteStore } from './memfs-byte-store.ts';
import type { RightsList } from './share-mode.ts';
import { mailHost, mcshield, modus, outcome, receiver } from './test/mail-host.ts';
import type { Disposition } from './volume-options.ts';
import { ERROR_ACCESS_DENIED } from './win32-error.ts';

type Action =
  | {
      kind: 'open';
      process: FileProcess;
      path: string;
      access: RightsList;
      share: number;
      disposition: Disposition;
      keep: number;
    }
  | { kind: 'rename'; process: FileProcess; path: string; to: string; replace: boolean }
  | { kind: 'remove'; process: FileProcess; path: string }
  | { kind: 'end'; process: FileProcess };

const path = fc.constantFrom(
  'D:\\Spool\\Invirus\\A000000001.MSG',
  'D:\\Spool\\INVIRUS\\a00000~1.msg',
  'D:\\Spool\\Invirus\\A000000002.MSG',
  'D:\\Spool\\Incoming\\A000000001.MSG',
  'D:\\Spool\\Incoming',
  'D:\\Spool\\none\\x',
);
const process = fc.constantFrom(modus, receiver, mcshield);

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('open' as const),
      process,
      path,
      access: fc.constantFrom<RightsList[]>('read', 'write', 'readwrite', ['read', 'delete']),
      share: fc.constantFrom(0, 1, 3, 7),
      disposition: fc.constantFrom<Disposition[]>('create-always', 'open-existing', 'open-always'),
      keep: fc.nat(3_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('rename' as const), process, path, to: path, replace: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), process, path }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), process }) },
);

/** Plays a workload under a scanner that delays and refuses, and returns the host as it is afterwards. */
function play(store: ByteStore, workload: readonly (readonly [number, Action])[]) {
  const host = mailHost({ store, volume: { capacity: 12 * 4096 } });
  const { world, files } = host;
  const answers: string[] = [];
  files.addFilter({
    name: 'scanner',
    altitude: 320_000,
    beforeOpen: (operation): Verdict => {
      const luck = world.draw('MAIL01', 'scanner', 'verdict', operation.path).below(4);
      if (luck === 0) return pass;
      return delay(100 * luck, () => (luck === 3 ? deny(ERROR_ACCESS_DENIED, 'EICAR test file') : pass));
    },
  });
  const use = (handle: FileHandle, keep: number): void => {
    if (handle.isOpen && keep % 2 === 0) handle.read();
    world.schedule(keep, 'close', () => handle.close());
  };
  for (const [i, [at, one]] of workload.entries()) {
    world.schedule(at, `action ${i}`, () => {
      const because = world.emit({ host: 'MAIL01', component: 'test', kind: 'test.action', subject: `${i}` });
      if (one.kind === 'end') return files.processEnded(one.process.pid);
      const note = (result: Parameters<typeof outcome>[0]): void => void answers.push(`${i} ${outcome(result)}`);
      if (one.kind === 'remove') return files.remove({ ...one, because }, note);
      if (one.kind === 'rename') return files.rename({ ...one, replaceExisting: one.replace, because }, note);
      const share = { read: (one.share & 1) !== 0, write: (one.share & 2) !== 0, delete: (one.share & 4) !== 0 };
      return files.open({ ...one, share, because }, (result) => {
        note(result);
        if (!result.ok) return;
        if (one.access === 'write') result.handle.write(new Uint8Array(one.keep * 4));
        else if (one.access !== 'readwrite') use(result.handle, one.keep & ~1);
        world.schedule(one.keep, 'close', () => result.handle.close());
      });
    });
  }
  world.runUntil(20_000);
  return { ...host, answers };
}

const workload = fc.array(fc.tuple(fc.nat(5_000), action), { maxLength: 40 });

test('both byte stores leave one trace, one tree and the same answers under any workload', () => {
  fc.assert(
    fc.property(workload, (actions) => {
      const [onMap, onMemfs] = [new MapByteStore(), new MemfsByteStore()].map((store) => play(store, actions));
      expect(onMap?.world.trace.hash()).toBe(onMemfs?.world.trace.hash());
      expect(onMap?.answers).toEqual(onMemfs?.answers);
      expect(onMap?.files.tree('D:\\')).toEqual(onMemfs?.files.tree('D:\\'));
    }),
    { numRuns: 60 },
  );
});

test('every refusal leads back to who refused: a holder and why it held, or a filter', () => {
  let refusals = 0;
  fc.assert(
    fc.property(workload, (actions) => {
      const { world, events } = play(new MapByteStore(), actions);
      for (const denied of events('file.denied')) {
        refusals++;
        const ancestors = world.trace.ancestorsOf(denied.id);
        expect(ancestors.some(({ kind }) => kind === 'test.action')).toBe(true);
        const kinds = ancestors.map(({ kind }) => kind);
        if (denied.obstacle === 'handle' || denied.obstacle === 'delete-pending') {
          const held = ancestors.find(({ kind, process: by }) => kind === 'file.held' && by === denied.holder);
          expect(world.trace.ancestorsOf(held?.id ?? '').some(({ kind }) => kind === 'test.action')).toBe(true);
        }
        if (denied.obstacle === 'delete-pending') expect(kinds).toContain('file.delete-pending');
        if (denied.filter !== undefined) expect(kinds).toContain('file.delayed');
        const intoItself = denied.operation === 'rename' && String(denied.to).startsWith(`${denied.subject}\\`);
        expect(denied.obstacle !== undefined || denied.filter !== undefined || intoItself).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
  expect(refusals).toBeGreaterThan(50);
});

test('when every handle is closed, nothing is held, pending or delayed', () => {
  fc.assert(
    fc.property(workload, (actions) => {
      const { files, volume } = play(new MapByteStore(), actions);
      expect(files.openFiles()).toEqual([]);
      expect([...volume.openFiles]).toEqual([]);
      expect(files.tree('D:\\').filter(({ deletePending }) => deletePending)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
