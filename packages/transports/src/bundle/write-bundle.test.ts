import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostAnswer, HostRequest } from '@scanclash/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundleContent } from './bundle-content.ts';
import { BundleTransport } from './bundle-transport.ts';
import { unsafePath } from './entry-name.ts';
import { openBundle } from './open-bundle.ts';
import { answered, bytes, SAMPLE_ANSWERS, sampleCollection } from './test/sample-collection.ts';
import { contentOf, temporaryFolder } from './test/temporary-folder.ts';
import { writeBundle, zipBundle } from './write-bundle.ts';

const hosts = (...names: string[]) => names.map((name) => ({ name, answers: SAMPLE_ANSWERS }));

test('a bundle holds the raw answers, by host and in the order of asking', () => {
  const { files } = bundleContent(sampleCollection());
  expect([...files.keys()]).toEqual([
    'hosts/MAIL01/001-registry-export.reg',
    'hosts/MAIL01/001-registry-export.stdout',
    'hosts/MAIL01/002-registry-export.stderr',
    'hosts/MAIL01/003-service-state.stdout',
    'hosts/MAIL01/004-host-name.stdout',
    'manifest.json',
  ]);
  expect(files.get('hosts/MAIL01/004-host-name.stdout')).toEqual(bytes('M\x9aNCHEN\r\n'));
});

test('the manifest tells the collector, the time and every question with its outcome', () => {
  const { manifest } = bundleContent(sampleCollection({ complete: false }));
  expect(manifest).toMatchObject({
    schema: 'scanclash.bundle/1',
    collector: { name: 'scanclash', version: '0.1.0' },
    collectedAt: '2026-11-22T19:00:00Z',
    complete: false,
    redactions: [],
  });
  expect(manifest.hosts[0]?.questions.slice(2)).toEqual([
    {
      kind: 'answered',
      request: { id: 'service-state', service: 'McShield' },
      exitCode: 1060,
      codePage: 437,
      stdout: {
        path: 'hosts/MAIL01/003-service-state.stdout',
        size: 18,
        sha256: 'c5ad805d879f3138a5a59d02e19bf7364104fc7dc1acb475c1fed682c19d1b96',
      },
    },
    expect.objectContaining({ kind: 'answered', codePage: 850 }),
    { kind: 'failed', request: { id: 'file-text', path: 'C:\\"quoted"' }, reason: 'cannot be quoted' },
  ]);
});

test('hosts get folders of their own, whatever they are called', () => {
  const { files } = bundleContent(
    sampleCollection({ hosts: hosts('MAIL01', 'fe80::1', 'fe80__1', 'con', 'NUL.example', '../etc', 'größe', '...') }),
  );
  const folders = [...files.keys()]
    .filter((path) => path.endsWith('004-host-name.stdout'))
    .map((path) => path.split('/')[1]);
  expect(folders).toEqual(['MAIL01', '_.._etc', '_', '_NUL.example', '_con', 'fe80__1-2', 'fe80__1', 'gr__e']);
});

test('the same content makes the same bytes', async () => {
  const once = await zipBundle(bundleContent(sampleCollection()));
  const again = await zipBundle(bundleContent(structuredClone(sampleCollection())));
  expect(Buffer.from(again).equals(once)).toBe(true);
});

test('entries bear the first moment that a zip knows, in whatever time zone', async () => {
  const zip = Buffer.from(await zipBundle(bundleContent(sampleCollection())));
  const firstOfJanuary1980 = 0x0021;
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 1)) {
    expect([zip.readUInt16LE(at + 12), zip.readUInt16LE(at + 14), zip.readUInt16LE(at + 30)]).toEqual([
      0,
      firstOfJanuary1980,
      0,
    ]);
  }
});

test('a file that is there is not overwritten', async () => {
  const path = join(temporaryFolder(), 'there.zip');
  writeFileSync(path, 'mine');
  await expect(writeBundle(path, sampleCollection())).rejects.toThrow('SC-USE-005');
  expect(readFileSync(path, 'utf8')).toBe('mine');
});

test('a folder that is not there is told', async () => {
  const path = join(temporaryFolder(), 'no', 'bundle.zip');
  await expect(writeBundle(path, sampleCollection())).rejects.toThrow('SC-USE-003');
});

test.for([
  ['no host', { hosts: [] }, 'SC-USE-002'],
  ['a host twice', { hosts: hosts('MAIL01', 'mail01') }, 'SC-USE-003'],
  ['a host that clears the screen', { hosts: hosts('\u001b[2J') }, 'SC-USE-003'],
  ['a time that is none', { collectedAt: 'today' }, 'SC-USE-003'],
] as const)('a collection with %s is refused before anything is written', async ([, difference, code]) => {
  const folder = temporaryFolder();
  await expect(writeBundle(join(folder, 'x.zip'), sampleCollection(difference))).rejects.toThrow(code);
  expect(contentOf(folder)).toEqual({});
});

test('of a question that was asked twice the later answer counts', async () => {
  const request: HostRequest = { id: 'host-name' };
  const answers = [
    answered(request, { exitCode: 1 }),
    answered({ id: 'processes' }),
    answered(request, { exitCode: 0 }),
  ];
  const [first, second] = await roundTrip(answers);
  expect(first).toEqual(answers[2]);
  expect(second).toEqual(answers[1]);
});

test('an export full of zeros can be read again', async () => {
  const stdout = new Uint8Array(6 * 1024 * 1024);
  const [answer] = await roundTrip([answered({ id: 'file-text', path: 'C:\\zeros' }, { stdout })]);
  expect(answer).toMatchObject({ kind: 'answered' });
  expect(answer?.kind === 'answered' && answer.stdout.length).toBe(stdout.length);
});

/** The answers of a bundle that was written and opened, in the order of the first asking. */
async function roundTrip(answers: readonly HostAnswer[]): Promise<readonly HostAnswer[]> {
  const path = join(temporaryFolder(), 'round-trip.zip');
  await writeBundle(path, sampleCollection({ hosts: [{ name: 'MAIL01', answers }] }));
  const bundle = await openBundle(path);
  expect(bundle.warnings).toEqual([]);
  expect(bundle.ignored).toEqual([]);
  return bundle.hosts.flatMap((host) => {
    const transport = new BundleTransport(host);
    return host.requests.map((request) => transport.answer(request));
  });
}

const output = fc.uint8Array({ maxLength: 200 });
const request: fc.Arbitrary<HostRequest> = fc.oneof(
  fc.record({ id: fc.constant('registry-subkeys' as const), key: fc.string({ unit: 'binary' }) }),
  fc.record({ id: fc.constant('service-state' as const), service: fc.string() }),
  fc.record({ id: fc.constant('file-text' as const), path: fc.string({ unit: 'grapheme' }) }),
  fc.record({ id: fc.constantFrom('processes' as const, 'connections' as const, 'host-name' as const) }),
);
const anyAnswer: fc.Arbitrary<HostAnswer> = fc.oneof(
  fc.record({
    kind: fc.constant('answered' as const),
    request,
    exitCode: fc.integer({ min: -2147483648, max: 4294967295 }),
    stdout: output,
    stderr: output,
    codePage: fc.constantFrom(437, 850, 932, 1252, 65001),
  }),
  fc.record({ kind: fc.constant('failed' as const), request, reason: fc.stringMatching(/^[a-z][a-z ]*[a-z]$/) }),
);

test('answers of any kind come back equal', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anyAnswer, {
        selector: ({ request: { id, ...rest } }) => id + JSON.stringify(rest).toUpperCase(),
      }),
      async (answers) => {
        const distinct = new Map<string, HostAnswer>();
        for (const answer of await roundTrip(answers)) distinct.set(JSON.stringify(answer.request), answer);
        for (const answer of answers) {
          const back = distinct.get(JSON.stringify(answer.request));
          if (back !== undefined) expect(back).toEqual(answer);
        }
        expect(distinct.size).toBeGreaterThan(answers.length === 0 ? -1 : 0);
      },
    ),
    { numRuns: 50 },
  );
});

test('every path that is written is one that is read', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'binary' }), { selector: (name) => name.toUpperCase() }), (names) => {
      const printable = names.filter((name) => /^[^\p{C}\p{Z}]{1,255}$/u.test(name));
      fc.pre(printable.length > 0);
      const { files } = bundleContent(sampleCollection({ hosts: hosts(...printable) }));
      for (const path of files.keys()) expect(unsafePath(path, 8)).toBeUndefined();
    }),
  );
});
