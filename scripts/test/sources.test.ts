import { expect, test } from 'vitest';
import { PRODUCTS, RULE_SOURCES } from '../../packages/products/src/index.ts';
import { builtInRuleBook } from '../../packages/products/src/rule-book.ts';
import { builtInScenarios } from '../../packages/scenarios/src/index.ts';
import { filesBelow, textOf } from './repository-files.ts';

const LIST = 'docs/sources.md';
const ids = [...textOf(LIST).matchAll(/^- `([^`]+)`:/gm)].map(([, id = '']) => id);

/** What looks like an id of a source wherever it stands; the other ids are words that mean something else, too. */
const LIKE_AN_ID = /\bKB\d{4,}|\bVE\d{6,}|\bPG\d{2}\b|\bTenable \d+|\b(?:HOLE|OPS)-[a-z0-9-]*[a-z0-9]/g;

const code = filesBelow('packages', 'apps', 'bench', 'scripts', 'docs', 'README.md', 'CONTRIBUTING.md')
  .filter((path) => /\.(ts|mjs|yaml|md)$/.test(path) && !path.endsWith('.generated.ts') && path !== LIST)
  .map((path) => ({ path, text: textOf(path) }));

/** Every citation that people are shown, by what cites it. */
const citations: readonly (readonly [from: string, citation: string])[] = [
  ...PRODUCTS.flatMap(({ namespace, settings, behaviours, fixes }) => [
    ...settings.map(({ path, evidence }) => [`${namespace}.${path}`, evidence.source] as const),
    ...[...behaviours, ...fixes].map(({ id, evidence }) => [id, evidence.source] as const),
  ]),
  ...builtInRuleBook().rules.map(({ id, source }) => [id, source] as const),
  ...builtInScenarios().map(({ id, file }) => [id, file.source] as const),
];

test('ids of sources are given once', () => {
  expect(ids.length).toBeGreaterThan(50);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test('every citation begins with an id of docs/sources.md', () => {
  expect(citations.length).toBeGreaterThan(RULE_SOURCES.length + PRODUCTS.length);
  const known = new RegExp(`^(${ids.join('|')})(?![\\w-])`);
  expect(citations.filter(([, citation]) => !known.test(citation))).toEqual([]);
});

test('whatever looks like an id of a source, in code or text, is explained in docs/sources.md', () => {
  const unknown = code.flatMap(({ path, text }) =>
    [...text.matchAll(LIKE_AN_ID)].flatMap(([id]) => (ids.includes(id) ? [] : [`${path}: ${id}`])),
  );
  expect([...new Set(unknown)]).toEqual([]);
});

test('every id of docs/sources.md is cited in the code', () => {
  const sources = code.filter(({ path }) => !path.endsWith('.md') && !path.startsWith('scripts/'));
  const isCited = (id: string) => {
    const word = new RegExp(`(?<![\\w\\\\/.-])${id}(?![\\w\\\\/])`);
    return sources.some(({ text }) => word.test(text));
  };
  expect(ids.filter((id) => !isCited(id))).toEqual([]);
});

test('nothing refers to notes that are not part of the repository', () => {
  const notes = /\b(modus|mcafee|exchange-ccr|anchors|libraries|real-hosts|DESIGN|STYLE)\.md\b|\bcatalogue [A-E]\d/i;
  const files = code.filter(({ path }) => path !== 'scripts/test/sources.test.ts');
  expect(files.filter(({ text }) => notes.test(text)).map(({ path }) => path)).toEqual([]);
});
