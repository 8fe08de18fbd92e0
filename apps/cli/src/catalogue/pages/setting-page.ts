import type { AnyProduct, AnySetting, FactJsonSchema, Page, PageSection, Plain, Rule } from '@scanclash/core';
import { builtInRuleBook } from '@scanclash/products';
import { shellWords } from '../../shell-words.ts';
import { factSchema, typeWords } from '../type-words.ts';
import { paragraphs, terms, verbatim } from './page-sections.ts';

const TAKES_EFFECT: Readonly<Record<AnySetting['takesEffect'], string>> = {
  'at-use': 'at its next use',
  'service-start': 'when the service starts again',
  'policy-enforcement': 'at the next enforcement of the policy',
  boot: 'at the next boot',
};

/** The page of a setting: what it may be, where each version keeps it, and who looks at it. A setting is a fact, too. */
export function settingPage(product: AnyProduct, setting: AnySetting): Page {
  const id = `${product.namespace}.${setting.path}`;
  const fixes = product.fixes.filter(({ steps }) => steps.some((step) => 'setting' in step && step.setting === id));
  return {
    id,
    kind: 'setting',
    title: setting.title,
    source: setting.evidence.source,
    evidence: setting.evidence.level,
    sections: [
      ...terms('Value', [
        ['type', typeWords(factSchema(id) ?? {})],
        ['for example', setting.samples.map((sample) => JSON.stringify(sample)).join(', ')],
        ['takes effect', TAKES_EFFECT[setting.takesEffect]],
      ]),
      ...terms('By version of the product', byVersion(product, setting)),
      ...terms(
        'Rules that read it',
        readers(id).map((rule) => [rule.id, rule.title]),
      ),
      ...terms(
        'Fixes that change it',
        fixes.map((fix) => [fix.id, fix.title]),
      ),
      ...sayIt(id, setting.samples[0]),
      ...paragraphs('Product', [`${product.title} (${product.id})`]),
    ],
  };
}

/** Where each version keeps it; versions that keep it alike stand together. */
function byVersion(product: AnyProduct, setting: AnySetting): [string, string][] {
  const versions = new Map<string, string[]>();
  for (const [version, context] of Object.entries(product.versions ?? {})) {
    const words = placeWords(setting, context);
    versions.set(words, [...(versions.get(words) ?? []), version]);
  }
  return [...versions].map(([words, alike]) => [alike.join(', '), words]);
}

function placeWords(setting: AnySetting, context: unknown): string {
  const fallback = setting.defaultFor(context) as Plain | undefined;
  const unread = setting.undecodable?.(undefined, context);
  return [
    setting.location(context),
    `where nothing is stored: ${fallback === undefined ? 'not known' : JSON.stringify(fallback)}`,
    ...(unread === undefined ? [] : [`a check leaves it unread: ${unread}`]),
  ].join('; ');
}

/** The page of facts that belong together, by the path above them; undefined where nothing is below it. */
export function groupPage(product: AnyProduct, path: string): Page | undefined {
  const facts = [
    ...product.settings.map((setting) => [setting.path, setting.title] as const),
    ...Object.entries(product.facts).map(([below, schema]) => [below, schema.description ?? ''] as const),
  ].filter(([below]) => below.startsWith(`${path}.`));
  if (facts.length === 0) return undefined;
  return {
    id: `${product.namespace}.${path}`,
    kind: 'facts',
    title: `Facts of ${product.title}`,
    source: null,
    evidence: null,
    sections: terms(
      'Facts',
      facts.map(([below, title]) => [`${product.namespace}.${below}`, title]),
    ),
  };
}

/** How to say what one saw oneself, in place of what could not be read. */
const sayIt = (id: string, example: unknown): PageSection[] =>
  verbatim('Say what you see', shellWords(['scanclash', 'check', 'TARGET', '--given', `${id}=${wordOf(example)}`]));

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A value that a fact of this type may have. */
function exampleOf(schema: FactJsonSchema): unknown {
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.properties !== undefined) {
    return Object.fromEntries(Object.entries(schema.properties).map(([name, part]) => [name, exampleOf(part)]));
  }
  const examples: Readonly<Record<string, unknown>> = { boolean: true, integer: 25, array: [], object: {} };
  return examples[schema.type ?? ''] ?? 'VALUE';
}

/** The page of a fact that is no setting. */
export function factPage(product: AnyProduct, path: string): Page {
  const id = `${product.namespace}.${path}`;
  return {
    id,
    kind: 'fact',
    title: product.facts[path]?.description ?? path,
    source: null,
    evidence: null,
    sections: [
      ...terms('Value', [['type', typeWords(factSchema(id) ?? {})]]),
      ...terms(
        'Rules that read it',
        readers(id).map((rule) => [rule.id, rule.title]),
      ),
      ...sayIt(id, exampleOf(factSchema(id) ?? {})),
      ...paragraphs('Product', [`${product.title} (${product.id})`]),
    ],
  };
}

/** Rules whose expressions name a fact, or a part of it. Those of clusters and sites name it of a host: `h.exchange.roles`. */
function readers(fact: string): readonly Rule[] {
  const named = `${fact.replaceAll('.', '\\.')}($|\\W)`;
  const ofOneHost = new RegExp(`(^|[^\\w.])${named}`);
  const ofHosts = new RegExp(`\\w\\.${named}`);
  return builtInRuleBook().rules.filter(({ scope, when, require }) =>
    (scope === 'host' ? ofOneHost : ofHosts).test(`${when?.text ?? ''} ${require.text}`),
  );
}
