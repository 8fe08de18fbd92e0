import { expect, test } from 'vitest';
import { type ProbedHost, runProbe } from './run-probe.ts';
import { untouchedFact } from './untouched-fact.ts';

const FILE = /"([^"=]+)"$/;

/** A console over a map of files, and a scanner that takes away what is below some folders. */
function host(
  scanned: readonly string[],
  options: { denied?: string; kept?: boolean; batch?: boolean; lostAt?: string } = {},
) {
  let waited = false;
  const commands: string[] = [];
  const folders = new Set<string>();
  const files = new Map<string, string>();
  const prober: ProbedHost = {
    testFile: ['SCANNERS-%HATE-', 'THIS'],
    wait: () => {
      waited = true;
      for (const path of files.keys()) if (scanned.some((folder) => path.startsWith(folder))) files.delete(path);
      return Promise.resolve();
    },
    run: (command) => {
      commands.push(command);
      const path = FILE.exec(command)?.[1] ?? '';
      const end = (exitCode: number, stdout = '', stderr = '') =>
        Promise.resolve({ ok: true as const, exitCode, stdout: new TextEncoder().encode(stdout), stderr });
      const [, half = ''] = /set \/p "=([^"]*)"/.exec(command) ?? [];
      if (command.startsWith('mkdir')) {
        if (path === options.denied) return end(5, '', 'Access is denied.');
        folders.add(path);
        return end(0);
      }
      if (options.lostAt !== undefined && command.startsWith(options.lostAt) && waited) {
        return Promise.resolve({ ok: false as const, reason: 'the connection was lost' });
      }
      const written = options.batch === true ? half.replaceAll('%', '') : half;
      if (half !== '' && path === '') return end(1, written);
      if (half !== '') files.set(path, (command.includes('>>') ? (files.get(path) ?? '') : '') + written);
      if (half !== '') return end(1);
      if (command.startsWith('type')) {
        const text = files.get(path);
        return text === undefined ? end(1, '', 'The system cannot find the file specified.') : end(0, text);
      }
      if (options.kept === true) return end(5, '', 'The process cannot access the file.');
      folders.delete(path);
      for (const file of files.keys()) if (file.startsWith(path)) files.delete(file);
      return end(0);
    },
  };
  return { prober, commands, folders, files };
}

const CONTROL = 'C:\\WINDOWS\\Temp';
const SPOOL = 'D:\\Spool';

test('a scanner that leaves excluded folders alone is known to be at work by the control', async () => {
  const result = await runProbe(host([CONTROL]).prober, [SPOOL], CONTROL);
  expect(result).toEqual({
    control: { kind: 'touched', folder: CONTROL, how: 'The system cannot find the file specified.' },
    folders: [{ kind: 'untouched', folder: SPOOL }],
    leftBehind: [],
  });
  expect(untouchedFact(result)).toMatchObject({ kind: 'known', value: true });
});

test('a folder that is scanned in spite of its exclusion is named', async () => {
  const result = await runProbe(host([CONTROL, SPOOL]).prober, [SPOOL, 'D:\\Modus'], CONTROL);
  expect(result.folders.map(({ kind }) => kind)).toEqual(['touched', 'untouched']);
  expect(untouchedFact(result)).toMatchObject({ kind: 'known', value: false });
});

test('where no scanner is at work nothing is proven', async () => {
  expect(untouchedFact(await runProbe(host([]).prober, [SPOOL], CONTROL))).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringContaining('proves nothing'),
  });
});

test('a folder that could not be probed leaves the question open, unless another was touched', async () => {
  const denied = `${SPOOL}\\scanclash-probe`;
  const open = await runProbe(host([CONTROL], { denied }).prober, [SPOOL], CONTROL);
  expect(open.folders).toEqual([{ kind: 'not-probed', folder: SPOOL, why: `${denied}: Access is denied.` }]);
  expect(untouchedFact(open)).toMatchObject({ kind: 'unreadable' });
  const worse = await runProbe(host([CONTROL, 'D:\\Modus'], { denied }).prober, [SPOOL, 'D:\\Modus'], CONTROL);
  expect(untouchedFact(worse)).toMatchObject({ kind: 'known', value: false });
});

test('a shell that changes what it is to write is no scanner that touches it', async () => {
  const { prober, files } = host([CONTROL], { batch: true });
  const result = await runProbe(prober, [SPOOL], CONTROL);
  expect(result.folders).toMatchObject([{ kind: 'not-probed', why: expect.stringContaining('shell') }]);
  expect(untouchedFact(result)).toMatchObject({ kind: 'unreadable' });
  expect(files.size).toBe(0);
});

test('a connection that is lost convicts nobody, and what it leaves behind is named', async () => {
  const read = await runProbe(host([CONTROL], { lostAt: 'type' }).prober, [SPOOL], CONTROL);
  expect(read.folders).toEqual([{ kind: 'not-probed', folder: SPOOL, why: 'the connection was lost' }]);
  expect(untouchedFact(read)).toMatchObject({ kind: 'unreadable' });
  const removed = await runProbe(host([CONTROL], { lostAt: 'rmdir' }).prober, [SPOOL], CONTROL);
  expect(removed.leftBehind).toHaveLength(2);
});

test('what was written is taken away again, or named', async () => {
  const clean = host([CONTROL]);
  await runProbe(clean.prober, [SPOOL], CONTROL);
  expect([clean.folders.size, clean.files.size]).toEqual([0, 0]);
  const { leftBehind } = await runProbe(host([CONTROL], { kept: true }).prober, [SPOOL], CONTROL);
  expect(leftBehind).toEqual([`${CONTROL}\\scanclash-probe`, `${SPOOL}\\scanclash-probe`]);
});

test('no command line holds the whole test file, and every one stays in a folder of its own', async () => {
  const { prober, commands } = host([CONTROL]);
  await runProbe(prober, [SPOOL], CONTROL);
  expect(commands.filter((command) => command.includes(prober.testFile.join('')))).toEqual([]);
  expect(commands.filter((command) => />|mkdir|rmdir/.test(command) && !command.includes('\\scanclash-probe'))).toEqual(
    [],
  );
});

test('a folder that no command line can hold is not probed', async () => {
  const { folders } = await runProbe(host([CONTROL]).prober, ['D:\\a"b'], CONTROL);
  expect(folders).toMatchObject([{ kind: 'not-probed', why: expect.stringContaining('quoted') }]);
});
