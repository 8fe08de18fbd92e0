import type { AnyProduct, AnySetting, Page, Plain, Rule } from '@scanclash/core';
import { builtInRuleBook } from '@scanclash/products';
import { factSchema, typeWords } from '../type-words.ts';
import { paragraphs, terms } from './page-sections.ts';

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
      ...terms(
        'By version of the product',
        Object.entries(product.versions ?? {}).map(([version, context]) => [version, placeWords(setting, context)]),
      ),
      ...terms(
        'Rules that read it',
        readers(id).map((rule) => [rule.id, rule.title]),
      ),
      ...terms(
        'Fixes that change it',
        fixes.map((fix) => [fix.id, fix.title]),
      ),
      ...paragraphs('Product', [`${product.title} (${product.id})`]),
    ],
  };
}

function placeWords(setting: AnySetting, context: unknown): string {
  const fallback = setting.defaultFor(context) as Plain | undefined;
  const place = setting.location(context);
  const unread = setting.undecodable?.(undefined, context);
  return [
    `${place}; where nothing is stored: ${fallback === undefined ? 'not known' : JSON.stringify(fallback)}`,
    ...(unread === undefined ? [] : [`not read: ${unread}`]),
  ].join('; ');
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
      ...paragraphs('Product', [`${product.title} (${product.id})`]),
    ],
  };
}

/** Rules whose expressions name a fact, or a part of it. */
function readers(fact: string): readonly Rule[] {
  const named = new RegExp(`(^|[^\\w.])${fact.replaceAll('.', '\\.')}($|\\W)`);
  return builtInRuleBook().rules.filter(({ when, require }) => named.test(`${when?.text ?? ''} ${require.text}`));
}
