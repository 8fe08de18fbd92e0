import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Place, ScanclashError, ScanclashErrors } from '../errors/scanclash-error.ts';
import { readSource, readYaml, validateYaml } from './located-yaml.ts';

const FILE = 'rules/some-rule.yaml';

/** The character that a place points at. */
function at(text: string, { line = 1, column = 1 }: Place): string {
  return [...(text.split(/\r?\n/)[line - 1] ?? '')][column - 1] ?? '';
}

const word = fc
  .stringMatching(/^[a-z=&.]{1,8}$/)
  .filter((text) => !/^(y|n|no|yes|on|off|null|true|false|=)$/.test(text) && !text.startsWith('&'));
const words = fc.array(word, { minLength: 1, maxLength: 5 });

/** A text of several lines of words, as each style of scalar writes it. */
const STYLES: Record<string, (lines: readonly (readonly string[])[], indent: string) => string> = {
  'a plain text': (lines) => lines.map((line) => line.join(' ')).join(' '),
  'a text in double quotes': (lines) => `"${lines.map((line) => line.join(' ')).join(' ')}"`,
  'a text in single quotes': (lines) => `'${lines.map((line) => line.join(' ')).join(' ')}'`,
  'a folded block': (lines, indent) => `>-\n${lines.map((line) => indent + line.join(' ')).join('\n')}`,
  'a literal block': (lines, indent) => `|\n${lines.map((line) => indent + line.join(' ')).join('\n')}`,
  'a plain text over several lines': (lines, indent) => lines.map((line) => line.join(' ')).join(`\n${indent}`),
  'a quoted text over several lines': (lines, indent) => `"${lines.map((line) => line.join(' ')).join(`\n${indent}`)}"`,
};

test.each(Object.entries(STYLES))('an offset in %s leads to its character in the file', (_, write) => {
  const lineEnd = fc.constantFrom('\n', '\r\n');
  const indent = fc.constantFrom('  ', '    ');
  fc.assert(
    fc.property(
      fc.array(words, { minLength: 1, maxLength: 4 }),
      indent,
      lineEnd,
      fc.nat(),
      (lines, indentation, end, where) => {
        const source = `title: x\nrequire: ${write(lines, indentation)}\nsource: y\n`.replaceAll('\n', end);
        const document = readYaml(source, FILE);
        const { require } = document.value as { require: string };
        const offset = where % require.trimEnd().length;
        fc.pre(!/\s/.test(require.charAt(offset)));
        expect(at(source, document.placeInText(['require'], offset))).toBe(require.charAt(offset));
      },
    ),
  );
});

test('a place names the value, or the nearest thing above it that is there', () => {
  const document = readYaml('title: x\nexamples:\n  - expect: violated\n    given: {}\n  - given: {}\n', FILE);
  expect(document.placeOf(['examples', 0, 'expect'])).toEqual({ file: FILE, line: 3, column: 13 });
  expect(document.placeOf(['examples', 1])).toEqual({ file: FILE, line: 5, column: 5 });
  expect(document.placeOf(['examples', 1, 'expect'])).toEqual({ file: FILE, line: 5, column: 5 });
  expect(document.placeOf(['severity'])).toEqual({ file: FILE, line: 1, column: 1 });
  expect(document.placeOf([])).toEqual({ file: FILE, line: 1, column: 1 });
});

test('a field without a value is pointed at by its name', () => {
  expect(readYaml('title: x\nmessage:\n', FILE).placeOf(['message'])).toEqual({ file: FILE, line: 2, column: 1 });
});

test.each([
  ['a tab that indents', 'a:\n\tb: 1\n', 2],
  ['a field twice', 'a: 1\na: 2\n', 2],
  ['a bracket that is not closed', 'a: [1, 2\n', 2],
  ['two documents', 'a: 1\n---\nb: 2\n', 2],
  ['an alias of nothing', 'a: 1\nb: *nothing\n', 2],
  [
    'an alias bomb',
    `a: &a [${'x,'.repeat(9)}x]\n${[...'bcdefghij'].map((name, i) => `${name}: &${name} [${`*${'abcdefghij'[i]},`.repeat(9)}*${'abcdefghij'[i]}]\n`).join('')}`,
    1,
  ],
])('%s is refused with its line', (_, text, line) => {
  expect(() => readYaml(text, FILE)).toThrow(
    expect.objectContaining({ code: 'SC-YAML-001', place: expect.objectContaining({ file: FILE, line }) }),
  );
});

test('whatever a file holds, it is read or refused with a place', () => {
  const piece = fc.constantFrom(
    'a',
    ': ',
    '- ',
    '\n',
    '  ',
    '"',
    "'",
    '[',
    '{',
    '}',
    ']',
    '&a ',
    '*a',
    '!!x ',
    '|',
    '>',
    '#',
    ', ',
    '<<: ',
    '---\n',
    '\t',
    '%',
    '? ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(piece, { maxLength: 20 }).map((all) => all.join('')),
      ),
      (text) => {
        try {
          readYaml(text, FILE);
        } catch (error) {
          expect(error).toBeInstanceOf(ScanclashError);
          expect((error as ScanclashError).place?.line).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

const schema = z.strictObject({
  title: z.string(),
  severity: z.enum(['low', 'high']).optional(),
  examples: z.array(z.strictObject({ expect: z.string(), given: z.record(z.string(), z.unknown()).optional() })).min(1),
});

test('everything that is wrong is told at once, each at its place, with the name that may be meant', () => {
  const document = readYaml('titel: x\nseverity: hihg\nexamples:\n  - expct: violated\n', FILE);
  try {
    validateYaml(document, schema);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ScanclashErrors);
    const told = (error as ScanclashErrors).errors.map(({ place, problem, hint }) => [
      place?.line,
      place?.column,
      problem,
      hint,
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        [1, 1, 'unknown field "titel"', 'Did you mean "title"?'],
        [4, 5, 'examples.0: unknown field "expct"', 'Did you mean "expect"?'],
        [2, 11, expect.stringContaining('severity'), undefined],
      ]),
    );
    expect(told).toHaveLength(5);
  }
});

test('a source whose value is known already is only parsed for a place', () => {
  const source = readSource({ id: 'x', file: FILE, text: 'a: [oops', value: { a: 1 } });
  expect(source.value).toEqual({ a: 1 });
  expect(() => source.placeOf(['a'])).toThrow('SC-YAML-001');
  expect(readSource({ id: 'x', file: FILE, text: 'a: 1' }).value).toEqual({ a: 1 });
});
