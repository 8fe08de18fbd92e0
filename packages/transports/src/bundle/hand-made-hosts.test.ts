import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type HostAnswer,
  HostEvidence,
  type HostRequest,
  parseRegFile,
  type RegFileEntry,
  type ScanclashError,
  sz,
  writeRegFile,
} from '@scanclash/core';
import { expect, test } from 'vitest';
import { layoutOf } from './bundle-layout.ts';
import { BUNDLE_LIMITS } from './bundle-limits.ts';
import { BundleTransport } from './bundle-transport.ts';
import { handMadeHosts } from './hand-made-hosts.ts';
import { openBundle } from './open-bundle.ts';
import { hostileZip } from './test/hostile-zip.ts';
import { temporaryFolder } from './test/temporary-folder.ts';
import { UnpackedBundle } from './unpacked-bundle.ts';

const MCAFEE = fileURLToPath(new URL('../../fixtures/genuine/wine/mcafee.reg', import.meta.url));
const genuine = new Uint8Array(readFileSync(MCAFEE));
const KEY = 'HKLM\\SOFTWARE\\McAfee';

const exportOf = (key: string): HostRequest => ({ id: 'registry-export', key });
const regFile = (...keys: string[]) =>
  writeRegFile(
    { dialect: 5, encoding: 'utf-16le' },
    keys.map((key): RegFileEntry => ({ key, values: [{ name: 'Name', value: sz(key) }] })),
  );

/** A folder called MAIL01 with these files. */
function folderOf(files: Readonly<Record<string, Uint8Array | string>>, name = 'MAIL01'): string {
  const folder = join(temporaryFolder(), name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

async function answersOf(path: string, ...requests: HostRequest[]): Promise<readonly HostAnswer[]> {
  const { hosts } = await openBundle(path);
  const [host] = hosts;
  if (host === undefined || hosts.length > 1) throw new Error(`${hosts.length} hosts`);
  return new BundleTransport(host).ask(requests);
}

test('a genuine export in a folder answers for its key, to the byte', async () => {
  const folder = join(temporaryFolder(), 'MAIL01');
  mkdirSync(folder);
  cpSync(MCAFEE, join(folder, 'mcafee.reg'));
  const bundle = await openBundle(folder);
  expect(bundle).toMatchObject({ manifest: undefined, complete: false, ignored: [], warnings: [] });
  expect(bundle.hosts.map(({ name, requests }) => ({ name, requests }))).toEqual([
    { name: 'MAIL01', requests: [exportOf(KEY)] },
  ]);
  const [answer] = await answersOf(folder, exportOf('HKEY_LOCAL_MACHINE\\Software\\mcafee'));
  expect(answer).toMatchObject({ kind: 'answered', exitCode: 0 });
  expect(answer?.kind === 'answered' && answer.file).toEqual(genuine);
});

test('what the file does not hold was not asked', async () => {
  const folder = folderOf({ 'mcafee.reg': genuine });
  const requests: HostRequest[] = [
    exportOf('HKLM\\SOFTWARE'),
    exportOf('HKLM\\SOFTWARE\\McAfee2'),
    { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE' },
    { id: 'host-name' },
  ];
  const answers = await answersOf(folder, ...requests);
  expect(answers).toEqual(requests.map((request) => ({ kind: 'failed', request, reason: 'not in the bundle' })));
});

test('collectors read it as they read any host', async () => {
  const evidence = new HostEvidence('MAIL01', await answersOf(folderOf({ 'mcafee.reg': genuine }), exportOf(KEY)));
  expect(evidence.registry.value(`${KEY}\\Agent`, 'Version')).toEqual({ kind: 'known', value: sz('5.7.9.139') });
  expect(evidence.registry.value(`${KEY}\\Agent`, 'Nowhere')).toEqual({ kind: 'absent' });
  expect(evidence.registry.value('HKLM\\SOFTWARE\\Vircom', 'Root')).toMatchObject({ kind: 'unreadable' });
});

test('an export of a whole hive answers for the keys below, as reg export would have', async () => {
  const folder = folderOf({
    'software.reg': regFile('HKLM\\SOFTWARE', 'HKLM\\SOFTWARE\\A', 'HKLM\\SOFTWARE\\A\\B', 'HKLM\\SOFTWARE\\AB'),
  });
  const [part, missing] = await answersOf(folder, exportOf('HKLM\\SOFTWARE\\A'), exportOf('HKLM\\SOFTWARE\\C'));
  expect(part).toMatchObject({ kind: 'answered', exitCode: 0 });
  const parsed = parseRegFile((part?.kind === 'answered' && part.file) || new Uint8Array(), { file: 'part' });
  expect(parsed.ok && parsed.file.entries.map(({ key }) => key)).toEqual(['HKLM\\SOFTWARE\\A', 'HKLM\\SOFTWARE\\A\\B']);
  expect(missing).toMatchObject({ kind: 'answered', exitCode: 1 });
  expect(missing).not.toHaveProperty('file');
});

test('a file with several exports answers for each of their keys', async () => {
  const both = ['HKLM\\SOFTWARE\\McAfee', 'HKLM\\SOFTWARE\\McAfee\\Agent', 'HKLM\\SOFTWARE\\Wow6432Node\\McAfee'];
  const { hosts } = await openBundle(folderOf({ 'both.reg': regFile(...both) }));
  expect(hosts[0]?.requests).toEqual([exportOf(both[0] ?? ''), exportOf(both[2] ?? '')]);
});

test('a cut file answers nothing for the keys below its own', async () => {
  const whole = regFile('HKLM\\SOFTWARE', 'HKLM\\SOFTWARE\\A');
  const [answer] = await answersOf(folderOf({ 'x.reg': whole.subarray(0, -4) }), exportOf('HKLM\\SOFTWARE\\A'));
  expect(answer).toMatchObject({ kind: 'failed', reason: 'x.reg may be cut: its end is missing' });
});

test('each folder is a host, and what lies in none belongs to the bundle', async () => {
  const zip = join(temporaryFolder(), 'Site Berlin.zip');
  const names = ['a.reg', 'MAIL01/a.reg', 'export/MAIL02/a.REG', 'MAIL02/readme.txt'];
  writeFileSync(zip, hostileZip(names.map((name) => ({ name, content: genuine, method: 8 }))));
  const { hosts, ignored } = await openBundle(zip);
  expect(hosts.map(({ name }) => name).toSorted()).toEqual(['MAIL01', 'MAIL02', 'Site Berlin']);
  expect(ignored).toEqual(['MAIL02/readme.txt']);
});

test('--host names the host of one folder, and joins no two', async () => {
  const one = folderOf({ 'exports/a.reg': genuine }, 'ticket-4711');
  expect((await openBundle(one, { host: 'MAIL01' })).hosts.map(({ name }) => name)).toEqual(['MAIL01']);
  const two = folderOf({ 'MAIL01/a.reg': genuine, 'MAIL02/a.reg': genuine });
  await expect(openBundle(two, { host: 'MAIL01' })).rejects.toMatchObject({ code: 'SC-USE-003' });
});

test('a .reg file alone is a bundle, too', async () => {
  const { hosts, files } = await openBundle(MCAFEE);
  expect(hosts.map(({ name, requests }) => ({ name, requests }))).toEqual([
    { name: 'mcafee', requests: [exportOf(KEY)] },
  ]);
  expect((await openBundle(MCAFEE, { host: 'MAIL01' })).hosts[0]?.name).toBe('MAIL01');
  expect(files.readdirSync('/')).toEqual(['mcafee.reg']);
});

test('a file that cannot be opened is named, and the others answer', async () => {
  const unpacked = new UnpackedBundle('MAIL01', layoutOf(['a.reg', 'b.reg'], 'MAIL01'), BUNDLE_LIMITS);
  unpacked.addDamaged('a.reg', 'it cannot be read (EACCES)');
  expect(() => handMadeHosts(unpacked, 'MAIL01', undefined)).toThrow('MAIL01/a.reg: it cannot be read (EACCES)');
  unpacked.add('b.reg', genuine);
  const { hosts, warnings } = handMadeHosts(unpacked, 'MAIL01', undefined);
  expect(hosts).toHaveLength(1);
  expect(warnings).toMatchObject([{ code: 'SC-BUN-004', place: { file: 'MAIL01/a.reg' } }]);
});

test('two files that hold the same key and differ answer nothing', async () => {
  const other = writeRegFile({ dialect: 5, encoding: 'utf-8' }, [
    { key: KEY, values: [{ name: 'x', value: sz('y') }] },
  ]);
  const folder = folderOf({ 'new.reg': genuine, 'old.reg': other, 'copy.reg': genuine });
  expect((await openBundle(folder)).warnings.map(({ code }) => code)).toEqual(['SC-BUN-004']);
  const [answer] = await answersOf(folder, exportOf(KEY));
  expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringContaining('and differ') as unknown });
  expect((await openBundle(folderOf({ 'new.reg': genuine, 'copy.reg': genuine }))).warnings).toEqual([]);
});

test.for([
  ['is no text', new Uint8Array([1, 2, 3]), 'SC-REG-001'],
  ['is broken', Buffer.from('REGEDIT4\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE]\r\n"a"=x\r\n'), 'SC-REG-001'],
  ['holds no key', Buffer.from('REGEDIT4\r\n\r\n'), 'there is no key in it'],
  [
    'is a change',
    Buffer.from('REGEDIT4\r\n\r\n[-HKEY_LOCAL_MACHINE\\SOFTWARE\\A]\r\n\r\n'),
    'this is a change, not an export',
  ],
  ['has gaps', regFile('HKLM\\A', 'HKLM\\A\\B\\C'), 'HKLM\\A\\B\\C is in it without the key above it'],
] as const)('a file that %s is no answer, and the others still are', async ([, content, problem]) => {
  const { warnings, hosts } = await openBundle(folderOf({ 'bad.reg': content, 'good.reg': genuine }));
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining(problem)]);
  expect(warnings[0]?.place?.file).toMatch(/MAIL01\/bad\.reg$/);
  expect(hosts[0]?.requests).toEqual([exportOf(KEY)]);
  await expect(openBundle(folderOf({ 'bad.reg': content }))).rejects.toThrow(problem);
});

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

test.for([
  ['nothing', '', 'it is empty'],
  ['an export under another name', 'REGEDIT4\r\n', 'a name that ends in .reg'],
  ['an export in UTF-16 under another name', utf16('Windows Registry Editor Version 5.00\r\n'), 'ends in .reg'],
  ['lines of JSON', '{"host":{"name":"A"}}\n', 'scanclash check - < FILE'],
  [
    'what reg query says',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\A\r\n    V    REG_SZ    1\r\n',
    'neither a zip nor a .reg file',
  ],
  ['what sc query says', '\r\nDIENST: Überwachung\r\n        STATUS             : 4  RUNNING\r\n', 'neither a zip nor'],
  ['a zip that was cut', Buffer.from('PK\u0003\u0004 and no more'), 'no zip that can be read'],
  ['other bytes', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'no zip that can be read'],
] as const)('a file with %s is no bundle, and the error says what to do with it', async ([, content, said]) => {
  const path = join(folderOf({ 'given.txt': content }), 'given.txt');
  await expect(openBundle(path)).rejects.toSatisfy((error: ScanclashError) =>
    `${error.message}\n${error.hint}`.includes(said),
  );
});
