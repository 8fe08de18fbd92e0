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

test('what a page says shows a rule or a fix is a scenario of the catalogue', async () => {
  const scenarios = (await listItems('scenarios')).map(({ id }) => id);
  const ids = (await Promise.all((['rules', 'fixes'] as const).map(listItems))).flat().map(({ id }) => id);
  const shown = (await Promise.all(ids.map(findPages)))
    .flat()
    .flatMap(({ id, sections }) =>
      sections
        .filter(({ heading }) => heading === 'Shown by')
        .flatMap(({ entries }) => entries.map(({ text }) => [id, text])),
    );
  expect(shown.length).toBeGreaterThan(10);
  expect(shown.filter(([, text = '']) => !scenarios.includes(text))).toEqual([]);
});

test('nothing lies in docs/reference that is not generated', () => {
  const generated = [...pages.keys()].map((name) => `docs/reference/${name}`);
  expect(filesBelow('docs/reference').filter((path) => ![...generated, ...OTHERS].includes(path))).toEqual([]);
});
