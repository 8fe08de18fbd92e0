import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBundle } from '../bundle/open-bundle.ts';
import { bytes, sampleExport } from '../bundle/test/sample-collection.ts';
import { temporaryFolder } from '../bundle/test/temporary-folder.ts';
import { indexLines, writeScriptFolder } from './test/script-folder.ts';

const open = async (options: Parameters<typeof writeScriptFolder>[1] = {}) =>
  openBundle(writeScriptFolder(temporaryFolder(), options));

test('what a script wrote is a host that was asked, by its own clock', async () => {
  const { kind, complete, hosts, warnings, ignored } = await open();
  expect({ kind, complete, warnings, ignored }).toEqual({
    kind: 'by-script',
    complete: true,
    warnings: [],
    ignored: [],
  });
  expect(hosts).toMatchObject([{ name: 'MAIL01', collectedAt: '2009-03-02T08:00:05+01:00' }]);
  const [host] = hosts;
  expect(host?.answerTo({ id: 'registry-export', key: 'hklm\\software\\MODUS' })).toMatchObject({
    kind: 'answered',
    exitCode: 0,
    codePage: 850,
    file: sampleExport(),
  });
  expect(host?.answerTo({ id: 'service-state', service: 'McShield' })).toMatchObject({
    exitCode: 1060,
    stdout: bytes('[SC] FAILED 1060\r\n'),
  });
});

test('a question about a folder that the host named is known by the name of the folder', async () => {
  const [host] = (await open()).hosts;
  const request = { id: 'file-text', path: 'D:\\Bücher\\Log.txt' } as const;
  expect(host?.requests).toContainEqual(request);
  expect(host?.answerTo(request)).toMatchObject({ kind: 'answered', request, stdout: bytes('line\r\n') });
});

test('what the host names is no pattern of a replacement', async () => {
  const [host] = (await open({ files: { '5.found': "found=D:\\$&$'\r\n" } })).hosts;
  expect(host?.requests).toContainEqual({ id: 'file-text', path: "D:\\$&$'\\Log.txt" });
});

test('a missing tool, an answer that was too large and a question that was not put are told apart', async () => {
  const [host] = (await open()).hosts;
  expect(host?.answerTo({ id: 'filter-drivers' })).toMatchObject({ kind: 'answered', exitCode: 9009 });
  expect(host?.answerTo({ id: 'processes' })).toMatchObject({
    kind: 'failed',
    reason: 'the answer was more than a bundle takes, and was not kept',
  });
  expect(host?.answerTo({ id: 'connections' })).toBeUndefined();
});

test('an answer whose file is gone is unread, and the others are not', async () => {
  const folder = writeScriptFolder(temporaryFolder());
  rmSync(join(folder, '2.stdout'));
  const [host] = (await openBundle(folder)).hosts;
  expect(host?.answerTo({ id: 'service-state', service: 'McShield' })).toMatchObject({ kind: 'failed' });
  expect(host?.answerTo({ id: 'host-name' })).toBeUndefined();
  expect(host?.answerTo({ id: 'filter-drivers' })).toMatchObject({ kind: 'answered' });
});

test('a code page that is not known here makes answers unread', async () => {
  const lines = indexLines().map((line) => line.replace('"codePage":850', '"codePage":1'));
  const [host] = (await open({ lines })).hosts;
  expect(host?.answerTo({ id: 'filter-drivers' })).toMatchObject({
    kind: 'failed',
    reason: 'code page 1 is not known here',
  });
});

test('folders of several hosts are checked together, and what lies beside them is told', async () => {
  const parent = temporaryFolder();
  writeScriptFolder(parent, { host: 'NODE1' });
  writeScriptFolder(parent, { host: 'NODE2' });
  writeFileSync(join(parent, 'collector.cmd'), '');
  const { hosts, ignored } = await openBundle(parent);
  expect(hosts.map(({ name }) => name)).toEqual(['NODE1', 'NODE2']);
  expect(ignored).toEqual(['collector.cmd']);
  expect((await openBundle(parent, { host: 'node2' })).hosts.map(({ name }) => name)).toEqual(['NODE2']);
});

test('two folders of one host are refused', async () => {
  const parent = temporaryFolder();
  writeScriptFolder(parent, { host: 'NODE1' });
  writeScriptFolder(parent, { host: 'NODE2', lines: indexLines('node1') });
  await expect(openBundle(parent)).rejects.toMatchObject({ code: 'SC-BUN-002' });
});

test('an index that is none is refused with its place', async () => {
  await expect(open({ lines: ['not JSON'] })).rejects.toMatchObject({
    code: 'SC-BUN-002',
    place: { file: expect.stringMatching(/scanclash-index\.jsonl$/) },
  });
});

test('a line that was cut is told, and the collection was not complete', async () => {
  const { complete, warnings } = await open({
    lines: indexLines().map((line, i) => (i === 3 ? line.slice(0, 40) : line)),
  });
  expect(complete).toBe(false);
  expect(warnings).toMatchObject([{ code: 'SC-BUN-004', problem: 'line 4: it is no JSON' }]);
});
