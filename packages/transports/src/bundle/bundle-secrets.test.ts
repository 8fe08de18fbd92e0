import { inflateRawSync } from 'node:zlib';
import {
  binary,
  expandSz,
  type HostAnswer,
  multiSz,
  parseRegFile,
  REDACTED,
  type RegFileFormat,
  sz,
  writeRegFile,
} from '@scanclash/core';
import { expect, test } from 'vitest';
import { bundleContent } from './bundle-content.ts';
import { answered, bytes, sampleCollection } from './test/sample-collection.ts';
import { zipBundle } from './write-bundle.ts';

const KEY = 'HKLM\\SOFTWARE\\Modus';
let planted: string[] = [];

/** A secret that is nowhere else. */
function secret(): string {
  const made = `S3cr3t${planted.length}zQx`;
  planted.push(made);
  return made;
}

const wide = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const swapped = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());

const exported = (format: RegFileFormat, key: string): HostAnswer =>
  answered(
    { id: 'registry-export', key },
    {
      stdout: bytes(`pwd=${secret()}\r\n`),
      file: writeRegFile(format, [
        {
          key,
          values: [
            { name: 'Root', value: sz('D:\\modus') },
            { name: 'AdminPassword', value: sz(secret()) },
            { name: 'Passwd', value: expandSz(secret()) },
            { name: 'OldPasswords', value: multiSz([secret(), secret()]) },
            { name: 'EncryptionKey', value: binary(bytes(secret())) },
            { name: 'LicenseKey', value: binary(wide(secret())) },
            { name: 'UIP', value: sz(secret()) },
            { name: 'Dsn', value: sz(`DRIVER={SQL Server};SERVER=SQL01;UID=sa;PWD=${secret()};DATABASE=modus`) },
            { name: 'DsnList', value: multiSz([`Password=${secret()}`, 'x']) },
            { name: 'Blob', value: binary(bytes(`\0\0password=${secret()}\0`)) },
            { name: 'WideBlob', value: binary([7, ...wide(`password=${secret()}`)]) },
            { name: 'Update', value: sz(`ftp://update:${secret()}@ftp.example.test/dat`) },
            { name: `PWD=${secret()};`, value: sz('a name') },
          ],
        },
        { key: `${key}\\Password`, values: [{ name: '', value: sz(secret()) }] },
        { key: `${key}\\Credentials\\SQL01`, values: [{ name: 'sa', value: sz(secret()) }] },
      ]),
    },
  );

test('no secret of a host gets into a bundle, in whatever form it is packed', async () => {
  planted = [];
  const comment = `REGEDIT4\r\n\r\n; password=${secret()}\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\C]\r\n"A"="b"\r\n\r\n`;
  const unreadable = `password "${secret()}" ${secret()}`;
  const answers: HostAnswer[] = [
    exported({ dialect: 5, encoding: 'utf-16le' }, KEY),
    exported({ dialect: 5, encoding: 'utf-8' }, `${KEY}8`),
    exported({ dialect: 4, encoding: 'ansi' }, `${KEY}4`),
    answered({ id: 'registry-export', key: 'HKLM\\SOFTWARE\\C' }, { file: bytes(comment) }),
    answered({ id: 'registry-export', key: 'HKLM\\SOFTWARE\\Broken' }, { file: bytes(unreadable) }),
    answered({ id: 'registry-export', key: `HKLM\\SOFTWARE\\password=${secret()}` }, { exitCode: 1 }),
    answered({ id: 'file-text', path: 'C:\\a.log' }, { stdout: bytes(`a\tPWD=${secret()}\r\n> PASS ${secret()}\r\n`) }),
    answered({ id: 'file-text', path: 'C:\\b.log' }, { stdout: wide(`\ufeff<password>${secret()}</password>`) }),
    answered({ id: 'file-text', path: 'C:\\c.log' }, { stdout: swapped(`\ufeff"password": "${secret()}"`) }),
    answered(
      { id: 'file-text', path: 'C:\\d.log' },
      { codePage: 850, stdout: bytes(`Gr\x94\xe1e pwd=${secret()}\x94`) },
    ),
    answered({ id: 'processes' }, { stderr: bytes(`net use \\\\FILES\\DAT ${secret()} /user:bob\r\n`) }),
    { kind: 'failed', request: { id: 'file-text', path: `C:\\x?pwd=${secret()}` }, reason: `AUTH PLAIN ${secret()}` },
  ];
  const content = bundleContent(sampleCollection({ hosts: [{ name: 'MAIL01', answers }], secretNames: ['uip'] }));
  expect(planted.length).toBeGreaterThan(45);

  const places = new Map<string, Uint8Array>([...content.files, ['zip', await zipBundle(content)]]);
  for (const [path, inflated] of inflatedEntries(places.get('zip') ?? new Uint8Array()))
    places.set(`zip: ${path}`, inflated);
  expect([...places.keys()].filter((place) => place.startsWith('zip: '))).toHaveLength(content.files.size);
  for (const [place, found] of places) {
    for (const form of formsOf(found, place)) {
      const leaked = planted.filter((one) => form.includes(one));
      expect({ place, leaked }).toEqual({ place, leaked: [] });
    }
  }

  const exports = [...content.files].filter(([path]) => path.endsWith('.reg'));
  expect(exports).toHaveLength(4);
  for (const [path, file] of exports.slice(0, 3))
    expect({ path, root: Buffer.from(file).includes('D') }).toEqual({ path, root: true });
});

/** The bytes of a file as every kind of text that may hide a secret: as they are, wide, and hexadecimal in exports. */
function formsOf(content: Uint8Array, place: string): readonly string[] {
  const buffer = Buffer.from(content);
  const forms = [buffer.toString('latin1'), buffer.toString('utf16le'), buffer.subarray(1).toString('utf16le')];
  if (!place.endsWith('.reg')) return forms;
  const parsed = parseRegFile(content, { file: place });
  if (!parsed.ok) throw new Error(parsed.error.message);
  for (const { values } of parsed.file.entries) {
    for (const item of values) if ('value' in item) forms.push(...formsOf(item.value.bytes, ''));
  }
  return forms;
}

/** Every entry of a zip, inflated, found by its local header. */
function inflatedEntries(zip: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const buffer = Buffer.from(zip);
  const entries = new Map<string, Uint8Array>();
  for (let at = 0; buffer.readUInt32LE(at) === 0x0403_4b50; ) {
    const packed = buffer.readUInt32LE(at + 18);
    const start = at + 30 + buffer.readUInt16LE(at + 26);
    const path = buffer.toString('utf8', at + 30, start);
    const data = buffer.subarray(start, start + packed);
    entries.set(path, buffer.readUInt16LE(at + 8) === 0 ? data : inflateRawSync(data));
    at = start + packed;
  }
  return entries;
}

test('every redaction is recorded, with its place and never with the secret', () => {
  planted = [];
  const answers = [
    exported({ dialect: 5, encoding: 'utf-16le' }, KEY),
    answered({ id: 'processes' }, { stderr: bytes(`x pwd=${secret()}\r\n`) }),
    { kind: 'failed', request: { id: 'host-name' }, reason: `pwd=${secret()}` } as const,
  ];
  const { manifest, files } = bundleContent(sampleCollection({ hosts: [{ name: 'MAIL01', answers }] }));
  const folder = 'hosts/MAIL01';
  expect(manifest.redactions).toContainEqual({
    kind: 'registry-value',
    file: `${folder}/001-registry-export.reg`,
    key: KEY,
    value: 'AdminPassword',
    why: 'named like a password',
  });
  expect(manifest.redactions).toContainEqual({
    kind: 'registry-value',
    file: `${folder}/001-registry-export.reg`,
    key: `${KEY}\\Credentials\\SQL01`,
    value: 'sa',
    why: 'below a key for secrets',
  });
  const span = {
    kind: 'span',
    file: `${folder}/002-processes.stderr`,
    offset: 6,
    length: REDACTED.length,
    why: 'assigned',
  };
  expect(manifest.redactions).toContainEqual(span);
  expect(manifest.redactions.at(-1)).toEqual({
    kind: 'text',
    file: 'manifest.json',
    host: 'MAIL01',
    question: 3,
    part: 'reason',
    why: 'assigned',
  });
  const stderr = Buffer.from(files.get(span.file) ?? []);
  expect(stderr.subarray(span.offset, span.offset + span.length).toString()).toBe(REDACTED);
});

test('a collection without secrets is written as it came, and says so', () => {
  const { manifest, files } = bundleContent(sampleCollection());
  expect(manifest.redactions).toEqual([]);
  const [sample] = sampleCollection().hosts[0]?.answers ?? [];
  expect(files.get('hosts/MAIL01/001-registry-export.reg')).toEqual(
    sample?.kind === 'answered' ? sample.file : undefined,
  );
});
