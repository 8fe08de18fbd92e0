import { exitCodesPage, jsonSchemaOf } from '@scanclash/core';
import { expect, test } from 'vitest';
import { jsonText } from './catalogue/json-text.ts';
import { SCHEMAS } from './test/schemas.ts';

// Written again by `npx vitest run --project scanclash -u`.
const docs = (path: string) => new URL(`../../../docs/${path}`, import.meta.url).pathname;

test.for(Object.entries(SCHEMAS))('docs/schemas/%s.schema.json is what the command reports', async ([name, schema]) => {
  await expect(jsonText(jsonSchemaOf(schema))).toMatchFileSnapshot(docs(`schemas/${name}.schema.json`));
});

test('docs/reference/exit-codes.md is the table of exit codes', async () => {
  await expect(exitCodesPage()).toMatchFileSnapshot(docs('reference/exit-codes.md'));
});
