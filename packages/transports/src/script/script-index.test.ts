import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { formatted } from '../bundle/test/formatted-json.ts';
import { readScriptIndex, scriptIndexJsonSchema } from './script-index.ts';
import { indexLines } from './test/script-folder.ts';

const PUBLISHED = new URL('../../../../docs/schemas/collector-index.schema.json', import.meta.url);

const read = (lines: readonly string[], encoding: BufferEncoding = 'latin1') =>
  readScriptIndex(Buffer.from(lines.map((line) => `${line}\r\n`).join(''), encoding));

test('the published schema is current; if not: npx vitest run --project @scanclash/transports -u', async () => {
  await expect(formatted(scriptIndexJsonSchema())).toMatchFileSnapshot(fileURLToPath(PUBLISHED));
});

test('the published schema takes every line of an index, and no other', () => {
  const validate = new Ajv2020({ strict: false }).compile(scriptIndexJsonSchema());
  for (const line of indexLines()) expect(validate(JSON.parse(line)), line).toBe(true);
  expect(validate({ kind: 'answer', n: 1, exitCode: 0, request: { id: 'format-disk' } })).toBe(false);
});

test('an index is read to its end', () => {
  expect(read(indexLines())).toMatchObject({
    collector: { host: 'MAIL01', codePage: 850 },
    complete: true,
    broken: [],
  });
});

test('a script that was broken off leaves an index that is not complete', () => {
  expect(read(indexLines().slice(0, -1))).toMatchObject({ complete: false, broken: [] });
});

test('an answer that is missing from the middle shows in the count', () => {
  const lines = indexLines().filter((line) => !line.includes('McShield'));
  expect(read(lines)).toMatchObject({ complete: false, broken: [] });
});

test('a line that was cut is told, and the others count', () => {
  const lines = indexLines().map((line) => (line.includes('McShield') ? line.slice(0, 30) : line));
  expect(read(lines)).toMatchObject({ complete: false, broken: ['line 4: it is no JSON'] });
});

test('a question that is not on the list is none', () => {
  const lines = indexLines().map((line) => line.replace('"service-state"', '"format-disk"'));
  expect(read(lines)).toMatchObject({ complete: false, broken: [expect.stringMatching(/^line 4: request/)] });
});

test('an index is written in the code page that it names', () => {
  const lines = indexLines().map((line) => line.replace('MAIL01', 'M\u009aNCHEN'));
  expect(read(lines)).toMatchObject({ collector: { host: 'MÜNCHEN' } });
});

test.each([[[]], [['{}']], [indexLines().slice(1)]])('without its first line %j is no index', (lines) => {
  expect(read(lines)).toHaveProperty('failed');
});
