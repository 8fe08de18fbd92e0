import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScanclashError } from '@scanclash/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundleContent } from './bundle-content.ts';
import type { BundleLimits } from './bundle-limits.ts';
import { BundleTransport } from './bundle-transport.ts';
import { type Bundle, openBundle } from './open-bundle.ts';
import { deflatedZeros, type HostileEnd, type HostileEntry, hostileZip } from './test/hostile-zip.ts';
import { SAMPLE_ANSWERS, sampleCollection } from './test/sample-collection.ts';
import { contentOf, temporaryFolder } from './test/temporary-folder.ts';
import { zipBundle } from './write-bundle.ts';

const { files } = bundleContent(sampleCollection());
const HONEST: readonly HostileEntry[] = Array.from(files, ([name, content]) => ({ name, content, method: 8 }));
const EXPORT = 'hosts/MAIL01/001-registry-export.reg';

/** An honest bundle with entries beside its own, and one of its own changed. */
const withEntries = (...more: HostileEntry[]) => [...HONEST, ...more];
const withChange = (name: string, change: Partial<HostileEntry>) =>
  HONEST.map((entry) => (entry.name === name ? { ...entry, ...change } : entry));

/** Opens bytes as a bundle in a folder of its own, and sees to it that nothing else comes to lie there or beside it. */
async function open(bytes: Uint8Array, limits: Partial<BundleLimits> = {}): Promise<Bundle> {
  const outside = temporaryFolder();
  const folder = join(outside, 'inner');
  mkdirSync(folder);
  const path = join(folder, 'bundle.zip');
  writeFileSync(path, bytes);
  const before = contentOf(outside);
  try {
    return await openBundle(path, { limits });
  } finally {
    expect(contentOf(outside)).toEqual(before);
  }
}

const openZip = (entries: readonly HostileEntry[], end?: HostileEnd, limits?: Partial<BundleLimits>) =>
  open(hostileZip(entries, end), limits);

async function expectRefusal(opening: Promise<unknown>, code: string, problem: string): Promise<void> {
  const error = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ScanclashError)) throw new Error(`no refusal: ${String(error)}`);
  expect(`${error.code} ${error.problem}`).toContain(problem);
  expect(error.code).toBe(code);
  expect(error.place?.file).toContain('bundle.zip');
}

test('an honest zip that is made byte by byte is a bundle', async () => {
  const bundle = await openZip(HONEST);
  expect(bundle.hosts.map(({ name }) => name)).toEqual(['MAIL01']);
  expect(bundle.warnings).toEqual([]);
});

test.for([
  ['../evil.reg', 'climbs out of the archive'],
  ['hosts/../../evil.reg', 'climbs out of the archive'],
  ['..\\..\\evil.reg', 'climbs out of the archive'],
  ['/etc/evil.reg', 'has an absolute path'],
  ['\\\\server\\share\\evil.reg', 'has an absolute path'],
  ['C:/evil.reg', 'names a drive'],
  ['c:evil.reg', 'names a drive'],
  ['evil.reg\0.txt', 'has a NUL in its name'],
  ['hosts/MAIL01/evil.reg:stream', 'has characters that no file of a bundle has'],
  ['hosts/MAIL01/evil\u202egpj.reg', 'has characters that no file of a bundle has'],
  ['hosts/MAIL01/two\nlines.reg', 'has characters that no file of a bundle has'],
  ['hosts/CON/x.reg', 'is named like a device of Windows'],
  ['hosts/MAIL01/nul.reg', 'is named like a device of Windows'],
  ['hosts/com1.txt', 'is named like a device of Windows'],
  ['hosts/MAIL01/x.reg.', 'ends in a dot or a blank'],
  ['hosts/MAIL01 /x.reg', 'ends in a dot or a blank'],
  ['hosts//x.reg', 'has an empty step'],
  ['./hosts/x.reg', 'has an empty step'],
  ['', 'has an empty step'],
  ['a/b/c/d/e/f/g/h/i/j.reg', 'lies deeper than 8 folders'],
  [`${'x'.repeat(256)}.reg`, 'has a name that is too long'],
  [`${`${'x'.repeat(200)}/`.repeat(7)}y.reg`, 'has a path that is too long'],
] as const)('an entry named %j is refused', async ([name, problem]) => {
  await expectRefusal(openZip(withEntries({ name, content: 'x' })), 'SC-BUN-003', problem);
});

test('a Unicode name in an extra field counts as the name', async () => {
  const { crc32 } = await import('node:zlib');
  const plain = Buffer.from('innocent.txt');
  const unicode = Buffer.from('../evil.reg');
  const extra = Buffer.alloc(9 + unicode.length);
  extra.writeUInt16LE(0x7075, 0);
  extra.writeUInt16LE(5 + unicode.length, 2);
  extra.writeUInt8(1, 4);
  extra.writeUInt32LE(crc32(plain), 5);
  unicode.copy(extra, 9);
  await expectRefusal(openZip(withEntries({ name: plain, extra, flags: 0 })), 'SC-BUN-003', 'climbs out');
});

test.for([
  ['a symbolic link', { mode: 0o120777, content: '/etc/passwd' }, 'is a symbolic link'],
  ['a pipe', { mode: 0o010644 }, 'is neither a file nor a folder'],
  ['a device', { mode: 0o020644 }, 'is neither a file nor a folder'],
  ['encrypted', { flags: 0x0801 }, 'is encrypted'],
  ['strongly encrypted', { flags: 0x0841 }, 'is encrypted'],
  ['masked', { flags: 0x2800 }, 'is encrypted'],
  ['packed by bzip2', { method: 12 }, 'is packed by method 12'],
] as const)('an entry that is %s is refused, wherever it lies', async ([, change, problem]) => {
  await expectRefusal(openZip(withEntries({ name: 'readme.txt', ...change })), 'SC-BUN-003', problem);
  await expectRefusal(openZip(withChange(EXPORT, change)), 'SC-BUN-003', problem);
});

test.for([
  ['hosts/mail01/001-REGISTRY-export.reg', 'differs from another in case only'],
  [EXPORT, 'is there twice'],
  ['hosts\\MAIL01\\001-registry-export.reg', 'is there twice'],
  [`${EXPORT}/below`, 'lies below a file'],
  ['manifest.json/x', 'lies below a file'],
] as const)('an entry %s beside the honest ones is refused', async ([name, problem]) => {
  await expectRefusal(openZip(withEntries({ name })), 'SC-BUN-003', problem);
});

const zeros = (mebibytes: number) => new Uint8Array(mebibytes * 1024 * 1024);

test('a gigabyte that says it is 100 bytes is refused before it is there', async () => {
  const bomb = hostileZip(withChange(EXPORT, { packed: deflatedZeros(1000), size: 100 }));
  expect(bomb.length).toBeLessThan(2 * 1024 * 1024);
  const kibibytesBefore = process.resourceUsage().maxRSS;
  await expectRefusal(open(bomb), 'SC-BUN-003', 'unpacks to more than the 100 bytes that it says');
  expect(process.resourceUsage().maxRSS - kibibytesBefore).toBeLessThan(100 * 1024);
});

test.for([
  ['a file', { content: zeros(2), method: 8 }, { entryBytes: 1024 * 1024 }, 'unpacks to 2097152 bytes'],
  ['a ratio', { content: zeros(5), method: 8 }, {}, 'unpacks to more than 200 times its size'],
  ['all files', { content: zeros(2), method: 0 }, { totalBytes: 1024 * 1024 }, 'takes more room than a bundle may'],
] as const)('above the limit of %s nothing is unpacked', async ([, change, limits, problem]) => {
  await expectRefusal(openZip(withChange(EXPORT, change), {}, limits), 'SC-BUN-003', problem);
});

test('the same bytes under many names add up', async () => {
  const content = zeros(1);
  const many = Array.from(
    { length: 20 },
    (_, i): HostileEntry => ({ name: `hosts/MAIL01/${i}.reg`, content, method: 8, offset: 0 }),
  );
  await expectRefusal(
    openZip([...many, ...HONEST], {}, { totalBytes: 10 * 1024 * 1024 }),
    'SC-BUN-003',
    'takes more room than a bundle may',
  );
});

test('more entries than a bundle has are refused, unread', async () => {
  const many = Array.from({ length: 50 }, (_, i): HostileEntry => ({ name: `${i}.txt` }));
  await expectRefusal(openZip(withEntries(...many), {}, { entries: 40 }), 'SC-BUN-003', 'more than 40 entries');
});

test('a zip above the limit is not even opened', async () => {
  await expectRefusal(openZip(HONEST, {}, { archiveBytes: 100 }), 'SC-BUN-003', 'larger than 100 bytes');
});

test.for([
  ['counts fewer entries than it holds', { count: 2 }, 'SC-BUN-003', 'more entries than it counts'],
  ['counts more entries than it holds', { count: 60 }, 'SC-BUN-001', 'no zip that can be read'],
  ['has its directory elsewhere', { directoryOffset: 7 }, 'SC-BUN-001', 'no zip that can be read'],
  ['has its directory beyond its end', { directoryOffset: 0xffff_fff0 }, 'SC-BUN-001', 'no zip that can be read'],
  [
    'has another end in its comment',
    { comment: Buffer.from('PK\x05\x06'.padEnd(30, '\0'), 'latin1') },
    'SC-BUN-001',
    'no zip that can be read',
  ],
  ['counts beyond all bounds in zip64', { zip64: { count: 1n << 60n } }, 'SC-BUN-003', 'more than 20000 entries'],
  ['has a zip64 end beyond its end', { zip64: { count: 6n, at: 1n << 62n } }, 'SC-BUN-001', 'no zip that can be read'],
  [
    'has a zip64 directory beyond its end',
    { zip64: { count: 6n, directoryOffset: 1n << 63n } },
    'SC-BUN-001',
    'no zip that can be read',
  ],
] as const)('a zip that %s is refused', async ([, end, code, problem]) => {
  await expectRefusal(openZip(HONEST, end), code, problem);
});

test('an honest zip64 is read', async () => {
  expect((await openZip(HONEST, { zip64: { count: BigInt(HONEST.length) } })).hosts).toHaveLength(1);
});

test.for([
  ['nothing', new Uint8Array()],
  ['text', Buffer.from('this is no zip')],
  ['half a zip', hostileZip(HONEST).subarray(0, 700)],
  ['an empty zip', hostileZip([])],
  ['a zip of something else', hostileZip([{ name: 'readme.txt', content: 'hello' }])],
] as const)('%s is no bundle', async ([, bytes]) => {
  await expect(open(bytes)).rejects.toThrow('SC-BUN-001');
});

test('what is not there is no bundle', async () => {
  await expect(openBundle(join(temporaryFolder(), 'missing.zip'))).rejects.toThrow('there is no such file or folder');
});

test('unknown files are told and left packed', async () => {
  const bomb: HostileEntry = { name: 'holiday\u009bphotos.zip', content: 'PK', size: 10, method: 8 };
  const { ignored } = await openZip(
    withEntries({ name: 'hosts/MAIL01/more.txt' }, { name: 'x/' }, { ...bomb, name: 'holiday.zip' }),
  );
  expect(ignored).toEqual(['holiday.zip', 'hosts/MAIL01/more.txt']);
});

test('an archive in an archive stays closed', async () => {
  const { ignored, hosts } = await openZip(withEntries({ name: 'hosts/MAIL02.zip', content: hostileZip(HONEST) }));
  expect(ignored).toEqual(['hosts/MAIL02.zip']);
  expect(hosts).toHaveLength(1);
});

test('a bundle that was packed with its folder is found, by whichever separator', async () => {
  const packed = HONEST.map((entry) => ({ ...entry, name: `Bundle/${String(entry.name)}` }));
  expect((await openZip(packed)).hosts).toHaveLength(1);
  const byWindows = HONEST.map((entry) => ({ ...entry, name: String(entry.name).replaceAll('/', '\\') }));
  expect((await openZip(byWindows)).hosts).toHaveLength(1);
  const two = [...packed, ...HONEST.map((entry) => ({ ...entry, name: `Other/${String(entry.name)}` }))];
  await expectRefusal(openZip(two), 'SC-BUN-001', 'there are 2 bundles in it');
});

test.for([
  ['changed', { content: 'another export' }, 'has 14 bytes'],
  [
    'changed in one byte',
    { content: Buffer.from(files.get(EXPORT) ?? []).fill(0x41, 40, 41) },
    'does not match its hash',
  ],
  ['damaged on its way', { crc: 1 }, 'checksum is wrong'],
  ['cut', { packedSize: 20 }, 'cannot be inflated'],
  ['lost', { name: 'elsewhere.txt' }, 'is missing from the bundle'],
  ['not where the directory says', { offset: 3 }, 'is damaged'],
] as const)('an answer that is %s is unread and told; the others are read', async ([, change, problem]) => {
  const bundle = await openZip(withChange(EXPORT, change));
  expect(bundle.warnings.map(({ code }) => code)).toEqual(['SC-BUN-004']);
  expect(bundle.warnings[0]?.problem).toContain(problem);
  const [host] = bundle.hosts;
  if (host === undefined) throw new Error('no host');
  const [first, ...others] = await new BundleTransport(host).ask(SAMPLE_ANSWERS.map(({ request }) => request));
  expect(first).toMatchObject({ kind: 'failed', request: SAMPLE_ANSWERS[0]?.request });
  expect(first?.kind === 'failed' && first.reason).toContain(problem);
  expect(others).toEqual(SAMPLE_ANSWERS.slice(1));
});

/** The honest manifest as text, with one thing replaced. */
const manifestWith = (from: string | RegExp, to: string) =>
  withChange('manifest.json', {
    content: Buffer.from(files.get('manifest.json') ?? [])
      .toString()
      .replace(from, to),
  });

test.for([
  ['../../../etc/passwd', 'is not below hosts/'],
  ['/etc/passwd', 'is not below hosts/'],
  ['manifest.json', 'is not below hosts/'],
  ['hosts/../../etc/passwd', 'climbs out'],
  ['hosts/C:/x', 'has characters'],
  ['hosts/./x', 'has an empty step'],
] as const)('a manifest that points to %s is refused', async ([path, problem]) => {
  await expectRefusal(openZip(manifestWith(EXPORT, path)), 'SC-BUN-003', problem);
});

test('a host or a question that is there twice makes a manifest no manifest', async () => {
  const manifest = JSON.parse(Buffer.from(files.get('manifest.json') ?? []).toString()) as {
    hosts: { name: string; questions: unknown[] }[];
  };
  const [host] = manifest.hosts;
  if (host === undefined) throw new Error('no host');
  const opened = (hosts: unknown) =>
    openZip(withChange('manifest.json', { content: JSON.stringify({ ...manifest, hosts }) }));
  await expectRefusal(opened([host, { ...host, name: 'mail01' }]), 'SC-BUN-002', 'mail01 is there twice');
  await expectRefusal(
    opened([{ ...host, questions: [...host.questions, host.questions[0]] }]),
    'SC-BUN-002',
    'is asked twice',
  );
  await expectRefusal(opened([]), 'SC-BUN-001', 'there is no host in it');
});

test('an answer in a code page that nobody knows is unread', async () => {
  const bundle = await openZip(manifestWith('"codePage": 850', '"codePage": 4711'));
  const answer = bundle.hosts[0]?.answerTo({ id: 'host-name' });
  expect(answer).toMatchObject({ kind: 'failed', reason: 'code page 4711 is not known here' });
});

test('--host picks a host of a bundle, and an unknown one is told with the nearest', async () => {
  const path = join(temporaryFolder(), 'bundle.zip');
  const hosts = ['MAIL01', 'SQL01'].map((name) => ({ name, answers: SAMPLE_ANSWERS }));
  writeFileSync(path, await zipBundle(bundleContent(sampleCollection({ hosts }))));
  expect((await openBundle(path, { host: 'sql01' })).hosts.map(({ name }) => name)).toEqual(['SQL01']);
  await expect(openBundle(path, { host: 'MAIL1' })).rejects.toMatchObject({
    code: 'SC-USE-001',
    hint: 'Did you mean "MAIL01"?',
  });
});

test.for(['the manifest', 'an answer'] as const)('a link in a folder is not followed: %s', async (what) => {
  const folder = join(temporaryFolder(), 'bundle.zip');
  for (const [path, content] of files) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    const isLink = what === 'the manifest' ? path === 'manifest.json' : path === EXPORT;
    if (isLink) symlinkSync('/etc/passwd', join(folder, path));
    else writeFileSync(join(folder, path), content);
  }
  await expectRefusal(openBundle(folder), 'SC-BUN-003', 'is a symbolic link');
});

test('links beside a bundle are nobody’s business', async () => {
  const folder = temporaryFolder();
  for (const [path, content] of files) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  symlinkSync('/etc', join(folder, 'etc'));
  symlinkSync('/etc/passwd', join(folder, 'x.reg'));
  const { hosts, ignored } = await openBundle(folder);
  expect(hosts).toHaveLength(1);
  expect(ignored).toEqual(['etc', 'x.reg']);
});

test('bytes changed anywhere in a zip are opened or refused; nothing else is thrown, nothing is written', async () => {
  const zip = hostileZip(HONEST);
  const change = fc.record({
    at: fc.nat(zip.length - 1),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
    cut: fc.option(fc.nat(zip.length), { nil: undefined, freq: 10 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      let mutated = Buffer.from(zip);
      for (const { at, bytes, cut } of changes) {
        mutated.set(bytes.subarray(0, Math.max(0, mutated.length - at)), Math.min(at, mutated.length));
        if (cut !== undefined) mutated = mutated.subarray(0, cut);
      }
      await expectBundleOrRefusal(open(mutated));
    }),
    { numRuns: 300 },
  );
});

test('a manifest changed anywhere, in an honest zip, is opened or refused', async () => {
  const text = Buffer.from(files.get('manifest.json') ?? []).toString();
  const patch = fc.oneof(
    fc.constantFrom(
      '"',
      '}',
      ',',
      '{}',
      '[]',
      'null',
      '-1',
      '9e99',
      '"\\u0000"',
      '../',
      'hosts/',
      '"__proto__":',
      '1',
      'con',
    ),
    fc.json(),
  );
  const change = fc.tuple(fc.nat(text.length), fc.nat(12), patch);
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const content = changes.reduce((from, [at, cut, to]) => from.slice(0, at) + to + from.slice(at + cut), text);
      await expectBundleOrRefusal(openZip(withChange('manifest.json', { content })));
    }),
    { numRuns: 300 },
  );
});

test('a directory changed anywhere is opened or refused', async () => {
  const zip = hostileZip(HONEST);
  const directory = zip.indexOf('PK\x01\x02');
  const field = fc.tuple(fc.integer({ min: directory, max: zip.length - 4 }), fc.constantFrom(0, 1, 0x7f, 0xff, 0x80));
  await fc.assert(
    fc.asyncProperty(fc.array(field, { minLength: 1, maxLength: 4 }), async (fields) => {
      const mutated = Buffer.from(zip);
      for (const [at, byte] of fields) mutated.fill(byte, at, at + (byte === 0xff ? 4 : 1));
      await expectBundleOrRefusal(open(mutated));
    }),
    { numRuns: 300 },
  );
});

test('entries of any name and kind are opened or refused', async () => {
  const entry = fc.record(
    {
      name: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('.', '/', '\\', ':', 'a', 'A', '\0', ' ') }),
        fc.uint8Array({ maxLength: 20 }),
        fc.constantFrom('manifest.json', 'hosts/__proto__/x.reg', 'constructor/x.reg', '__proto__'),
      ),
      content: fc.oneof(fc.uint8Array(), fc.json()),
      method: fc.constantFrom(0, 8, 9),
      mode: fc.constantFrom(0o100644, 0o120777, 0o040755, 0),
      size: fc.nat(),
      flags: fc.constantFrom(0x0800, 0, 1),
    },
    { requiredKeys: ['name'] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 5 }), fc.boolean(), async (entries, isBeside) => {
      await expectBundleOrRefusal(openZip(isBeside ? withEntries(...entries) : entries));
    }),
    { numRuns: 300 },
  );
});

async function expectBundleOrRefusal(opening: Promise<Bundle>): Promise<void> {
  try {
    const { hosts } = await opening;
    expect(hosts.length).toBeGreaterThan(0);
    for (const host of hosts) {
      const answers = await new BundleTransport(host).ask(host.requests);
      expect(answers.map(({ request }) => request)).toEqual(host.requests);
    }
  } catch (error) {
    if (!(error instanceof ScanclashError)) throw error;
    expect(error.code).toMatch(/^SC-(BUN-00[1-4]|REG-001)$/);
  }
}
