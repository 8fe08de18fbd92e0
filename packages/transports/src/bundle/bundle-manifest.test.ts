import { fileURLToPath } from 'node:url';
import { ScanclashError } from '@scanclash/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundleContent } from './bundle-content.ts';
import { bundleManifestJsonSchema, readManifest } from './bundle-manifest.ts';
import { formatted } from './test/formatted-json.ts';
import { sampleCollection } from './test/sample-collection.ts';

const PUBLISHED = new URL('../../../../docs/schemas/bundle-manifest.schema.json', import.meta.url);

const { manifest, files } = bundleContent(sampleCollection());
const bytes = files.get('manifest.json') ?? new Uint8Array();
const read = (value: unknown) => readManifest(Buffer.from(JSON.stringify(value)), 'x.zip/manifest.json');
/** The manifest with one thing changed, by its path. */
function changed(path: string, value: unknown): unknown {
  const copy: unknown = structuredClone(manifest);
  const steps = path.split('.');
  let node = copy as Record<string, unknown>;
  for (const step of steps.slice(0, -1)) node = node[step] as Record<string, unknown>;
  node[steps.at(-1) ?? ''] = value;
  return copy;
}

test('the published schema is current; if not: npx vitest run --project @scanclash/transports -u', async () => {
  await expect(formatted(bundleManifestJsonSchema())).toMatchFileSnapshot(fileURLToPath(PUBLISHED));
});

test('the published schema takes what is written, and refuses what is refused', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(bundleManifestJsonSchema());
  expect(validate(JSON.parse(Buffer.from(bytes).toString()))).toBe(true);
  expect(validate({ ...manifest, later: 'more' })).toBe(true);
  expect(validate(changed('hosts.0.questions.0.exitCode', '0'))).toBe(false);
  expect(validate(changed('hosts.0.questions.0.request.id', 'anything'))).toBe(false);
});

test('what is written is read again, with a byte order mark or without', () => {
  expect(readManifest(bytes, 'x')).toEqual(manifest);
  expect(readManifest(Buffer.concat([Buffer.from('\ufeff'), bytes]), 'x')).toEqual(manifest);
});

test.for([
  ['schema', 'scanclash.bundle/2', 'this version reads scanclash.bundle/1'],
  ['schema', 'something else', 'schema:'],
  ['collectedAt', 'yesterday', 'collectedAt:'],
  ['hosts.0.name', 'MAIL\u001b[2J', 'hosts.0.name: holds control characters'],
  ['hosts.0.questions.0.exitCode', 1.5, 'hosts.0.questions.0.exitCode:'],
  ['hosts.0.questions.0.request.id', 'delete-everything', 'hosts.0.questions.0.request.id:'],
  ['hosts.0.questions.0.file.sha256', 'abc', 'is no SHA-256'],
  ['hosts.0.questions.0.stdout.size', -1, 'hosts.0.questions.0.stdout.size:'],
  ['complete', undefined, 'complete:'],
] as const)('a manifest with a wrong %s is refused, and says what is wrong', ([path, value, problem]) => {
  expect(() => read(changed(path, value))).toThrow('SC-BUN-002 x.zip/manifest.json');
  expect(() => read(changed(path, value))).toThrow(problem);
});

test.for(['', '{', '[]', 'null', '"x"', '\ufffe', 'PK\u0003\u0004'])('what is no manifest is refused: %j', (text) => {
  expect(() => readManifest(Buffer.from(text), 'x')).toThrow('SC-BUN-002');
});

test('a manifest that was changed anywhere is read or refused; nothing else happens', () => {
  const leaf = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('\u0000', '../x', '__proto__', 1e300, -1));
  const text = Buffer.from(bytes).toString();
  const mutated = fc.oneof(
    fc
      .tuple(fc.nat(text.length), fc.nat(40), fc.string())
      .map(([at, cut, patch]) => text.slice(0, at) + patch + text.slice(at + cut)),
    fc
      .tuple(
        fc.constantFrom(
          'schema',
          'hosts',
          'hosts.0',
          'hosts.0.questions',
          'hosts.0.questions.0',
          'hosts.0.questions.0.request',
          'hosts.0.questions.0.file',
          'redactions',
          'collector',
        ),
        leaf,
      )
      .map(([path, value]) => JSON.stringify(changed(path, value))),
  );
  fc.assert(
    fc.property(mutated, (manifestText) => {
      try {
        readManifest(Buffer.from(manifestText), 'x');
      } catch (error) {
        expect(error).toBeInstanceOf(ScanclashError);
      }
    }),
  );
});
