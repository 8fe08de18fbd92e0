import { expect, test } from 'vitest';
import { findPages } from '../../apps/cli/src/catalogue/find-pages.ts';
import { listItems } from '../../apps/cli/src/catalogue/list-items.ts';
import { referencePages } from '../generate-docs-pages.mjs';
import { filesBelow, textOf } from './repository-files.ts';

/** Written from another table, by the test of the command line. */
const OTHERS = ['docs/reference/exit-codes.md'];

const pages = await referencePages({ findPages, listItems });

test.each([...pages])('docs/reference/%s tells what the code says; if not: npm run generate', (name, content) => {
  expect(textOf(`docs/reference/${name}`)).toBe(content);
});

test('nothing lies in docs/reference that is not generated', () => {
  const generated = [...pages.keys()].map((name) => `docs/reference/${name}`);
  expect(filesBelow('docs/reference').filter((path) => ![...generated, ...OTHERS].includes(path))).toEqual([]);
});
