import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { fileSchemas } from '../../apps/cli/src/catalogue/file-schemas.ts';
import { blocksOf } from './docs-example.ts';
import { filesBelow, textOf } from './repository-files.ts';

const schemas = fileSchemas();
// A format that a schema names stands beside a pattern that says the same.
const options = { strict: true, allErrors: true, formats: { date: true } } as const;
const validators = new Map([...schemas].map(([name, text]) => [name, new Ajv(options).compile(JSON.parse(text))]));

type Schema = 'rule.schema.json' | 'scenario.schema.json' | 'waivers.schema.json';

/** What an editor would complain about, as places in the file. */
function complaints(schema: Schema, yaml: string): string[] {
  const validate = validators.get(schema);
  if (validate === undefined) throw new Error(schema);
  return validate(parse(yaml)) ? [] : (validate.errors ?? []).map(({ instancePath }) => instancePath);
}

test.each([...schemas])('docs/schemas/%s is what the code takes; if not: npm run generate', (name, content) => {
  expect(textOf(`docs/schemas/${name}`)).toBe(content);
});

const rules = filesBelow('packages/products/src').filter(
  (path) => /\/rules\/[^/]+\.yaml$/.test(path) && !path.includes('/_template/'),
);
const scenarios = filesBelow('packages/scenarios/src/catalogue').filter((path) => path.endsWith('.yaml'));

test.each(rules)('%s fits the schema of rules', (path) => {
  expect(complaints('rule.schema.json', textOf(path))).toEqual([]);
});

test.each(scenarios)('%s fits the schema of scenarios', (path) => {
  expect(complaints('scenario.schema.json', textOf(path))).toEqual([]);
});

test('so do the examples of the guides', () => {
  const examples = (guide: string, mark: string) =>
    blocksOf(guide, textOf(guide)).filter(({ marks }) => marks[mark] !== undefined);
  const [rule] = examples('docs/guides/writing-a-rule.md', 'file');
  const [scenario] = examples('docs/guides/writing-a-scenario.md', 'scenario');
  expect(complaints('rule.schema.json', rule?.text ?? '')).toEqual([]);
  expect(complaints('scenario.schema.json', scenario?.text ?? '')).toEqual([]);
  const [waivers] = examples('docs/guides/waiving-a-finding.md', 'file');
  expect(complaints('waivers.schema.json', waivers?.text ?? '')).toEqual([]);
  expect(complaints('waivers.schema.json', waivers?.text.replace('2099-05-31', 'never') ?? '')).toEqual([
    '/waivers/0/expires',
  ]);
});

const RULE = 'packages/products/src/mcafee-virusscan/rules/let-modus-send-mail.yaml';

test.each([
  ['an unknown field', /^severity/m, 'severty', ''],
  ['a severity that does not exist', /^severity: \w+/m, 'severity: awful', '/severity'],
  ['a product that nobody knows', 'needs: [virusscan', 'needs: [viruscan', '/needs/0'],
  ['a fix that nobody knows', /exempt-modus-from/, 'exempt-modus-form', '/fixes/0'],
])('a rule with %s does not', (_, from, to, place) => {
  expect(complaints('rule.schema.json', textOf(RULE).replace(from, to))).toContain(place);
});

const SCENARIO = 'packages/scenarios/src/catalogue/network/modus-blocks-its-database.yaml';

test.each([
  ['an unknown world', 'world: mail-server-and-database', 'world: mail-server', '/world'],
  ['an unknown setting', 'windows.shares', 'windows.sharse', '/settings'],
  [
    'a setting with a wrong value',
    "shares: [{ name: Public, path: 'C:\\Public' }]",
    'shares: 5',
    '/settings/windows.shares',
  ],
  ['an unknown stimulus', 'windows.copy-file', 'windows.copy', '/timeline/0/do'],
  ['an unknown parameter of a stimulus', 'malware: virus', 'malwear: virus', '/timeline/0/with'],
  ['an unknown cause', '[mcafee-virusscan/blocks-remote-host]', '[blocks-remote-host]', '/caused-by/0/0'],
  ['an unknown finding', 'findings: [mcafee-virusscan/do', 'findings: [mcafee-virusscan/to', '/findings/0'],
  ['an arm of no kind', 'fix-no-blocking:', 'cure-no-blocking:', '/arms'],
  [
    'an unknown fix on another host',
    'SQL01:mcafee-virusscan/do',
    'SQL01:mcafee-virusscan/to',
    '/arms/wrong-no-blocking-on-the-database-server/fixes/0',
  ],
  [
    'an unknown protection check',
    'still-protected: [virusscan.c',
    'still-protected: [virusscan.k',
    '/still-protected/0',
  ],
])('a scenario with %s does not', (_, from, to, place) => {
  const text = textOf(SCENARIO);
  expect(text).toContain(from);
  expect(complaints('scenario.schema.json', text.replace(from, to))).toContain(place);
});
