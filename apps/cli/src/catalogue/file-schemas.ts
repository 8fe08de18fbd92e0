import { type Behaviour, fileSchemaOf, type JsonSchema, ruleFileSchema, waiverFileSchema } from '@scanclash/core';
import { builtInRuleBook, PRODUCTS } from '@scanclash/products';
import { EMULATIONS } from '@scanclash/products/emulations';
import { SCENARIO_IDS, scenarioFileSchema, settablePaths, WORLDS } from '@scanclash/scenarios';
import { jsonText } from './json-text.ts';
import { signatureOf } from './knowledge-lists.ts';

type FileSchema = Parameters<typeof fileSchemaOf>[0];

/** A name and what it stands for; editors show both. */
type Named = readonly [name: string, title: string];

/** The JSON Schemas of the files that people write, with every name of the catalogue, by the name of their own file. */
export function fileSchemas(): ReadonlyMap<string, string> {
  return new Map([
    ['rule.schema.json', jsonText(fileSchemaOf(ruleFileSchema, ruleVocabularies()))],
    ['scenario.schema.json', jsonText(fileSchemaOf(scenarioFileSchema, scenarioVocabularies()))],
    ['waivers.schema.json', jsonText(fileSchemaOf(waiverFileSchema, waiverVocabularies()))],
  ]);
}

const FIXES = PRODUCTS.flatMap((product) => product.fixes.map(({ id, title }): Named => [id, title]));
const RULES = () => builtInRuleBook().rules.map(({ id, title }): Named => [id, title]);
const BEHAVIOURS = PRODUCTS.flatMap((product) => product.behaviours);

function ruleVocabularies(): Record<string, JsonSchema> {
  const functions = PRODUCTS.flatMap((product) => product.functions.map(signatureOf));
  const namespaces = PRODUCTS.map(({ namespace, title }): Named => [namespace, title]);
  return {
    namespace: oneOfNames(namespaces),
    expression: {
      type: 'string',
      description: `Facts: docs/reference/facts.md. Functions beside CEL: ${functions.join('; ')}.`,
    },
    fix: oneOfNames(FIXES),
    // A rule of one's own may be shown by a scenario of one's own.
    scenario: oneOfNames(
      SCENARIO_IDS.map((id) => [id, id]),
      '^[a-z0-9-]+/[a-z0-9-]+$',
    ),
    given: {
      type: 'object',
      properties: Object.fromEntries([
        ['hosts', { description: 'The hosts of a site, each with its namespaces.' }],
        ...namespaces.map(([name, title]) => [name, { description: title }] as const),
      ]),
    },
  };
}

/** Rules of one's own and patterns are as good as the built-in ones. */
const waiverVocabularies = (): Record<string, JsonSchema> => ({
  rule: oneOfNames(RULES(), '^[a-z0-9-]*[*/][a-z0-9*/-]*$'),
});

function scenarioVocabularies(): Record<string, JsonSchema> {
  const behaviours = BEHAVIOURS.map(({ id, title }): Named => [id, title]);
  const stimuli = EMULATIONS.flatMap(({ product, stimuli: all }) =>
    Object.entries(all).map(([name, stimulus]) => ({ name: `${product.namespace}.${name}`, ...stimulus })),
  );
  const protections = EMULATIONS.flatMap(({ product, protections: all }) =>
    Object.entries(all).map(([name, { title }]): Named => [`${product.namespace}.${name}`, title]),
  );
  const settings = settingSchemas();
  const someSetting = [...settings.keys()].map(escaped).join('|');
  return {
    world: oneOfNames(WORLDS.map(({ id, title }) => [id, title])),
    settings: {
      type: 'object',
      properties: Object.fromEntries(settings),
      patternProperties: Object.fromEntries(
        [...settings.keys()].map((name) => [
          `^[^:]+:${escaped(name)}$`,
          { $ref: `#/definitions/settings/properties/${name}` },
        ]),
      ),
      additionalProperties: false,
    },
    assumptions: {
      type: 'object',
      properties: Object.fromEntries(BEHAVIOURS.map((one) => [one.id, valueOf(one)])),
      additionalProperties: false,
    },
    stimulus: oneOfNames(stimuli.map(({ name, title }) => [name, title])),
    parameters: { allOf: stimuli.map(({ name, schema }) => parametersOf(name, schema)) },
    behaviour: oneOfNames(behaviours),
    cause: oneOfNames(behaviours, `^([^:]+:)?(${someSetting})\\s*=`),
    rule: oneOfNames(RULES()),
    'fix-on-host': oneOfNames(FIXES, onHost('[^:/]+', FIXES)),
    protection: oneOfNames(protections, onHost('[^:]+', protections)),
  };
}

/** What a scenario may set, by `namespace.path`. */
function settingSchemas(): Map<string, JsonSchema> {
  return new Map(
    PRODUCTS.flatMap((product) =>
      [...settablePaths(product)].map(([path, schema]) => {
        const title = product.settings.find((setting) => setting.path === path)?.title ?? schema?.description ?? path;
        return [`${product.namespace}.${path}`, { ...inner(schema), description: title }] as const;
      }),
    ),
  );
}

function valueOf(behaviour: Behaviour): JsonSchema {
  const { title: description } = behaviour;
  if (behaviour.kind === 'assumption' && behaviour.oneOf !== undefined) return { enum: behaviour.oneOf, description };
  const type = typeof behaviour.default === 'number' ? 'integer' : typeof behaviour.default;
  return { type, description };
}

function parametersOf(stimulus: string, schema: FileSchema): JsonSchema {
  const parameters = inner(schema);
  const needed = parameters['required'] === undefined ? {} : { required: ['with'] };
  return {
    if: { type: 'object', properties: { do: { const: stimulus } }, required: ['do'] },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema; nobody awaits it
    then: { type: 'object', properties: { with: parameters }, ...needed },
  };
}

/** A schema that stands inside another. */
function inner(schema: FileSchema | undefined): JsonSchema {
  if (schema === undefined) return {};
  return Object.fromEntries(Object.entries(fileSchemaOf(schema, {})).filter(([keyword]) => keyword !== '$schema'));
}

/** One of some names, or a text that fits a pattern. */
function oneOfNames(names: readonly Named[], pattern?: string): JsonSchema {
  const named = names.map(([name, description]) => ({ const: name, description }));
  return { anyOf: pattern === undefined ? named : [...named, { type: 'string', pattern }] };
}

const onHost = (host: string, names: readonly Named[]) =>
  `^${host}:(${names.map(([name]) => escaped(name)).join('|')})$`;

const escaped = (text: string) => text.replaceAll('.', '\\.');
