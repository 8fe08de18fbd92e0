import { type AnyProduct, type Page, type RuleFunction, requestKey } from '@scanclash/core';
import { builtInRuleBook, PRODUCTS } from '@scanclash/products';
import { signatureOf } from '../knowledge-lists.ts';
import { paragraphs, terms, verbatim } from './page-sections.ts';

/** The page of a product: what is known of it, and what a host is asked for its sake. */
export function productPage(product: AnyProduct): Page {
  const { id, namespace, title, settings, facts, behaviours, fixes, questions, followUps = [], versions } = product;
  const rules = builtInRuleBook().rules.filter(
    (rule) => rule.needs.includes(namespace) || rule.id.startsWith(`${id}/`),
  );
  return {
    id,
    kind: 'product',
    title,
    source: null,
    evidence: null,
    sections: [
      ...terms('Known of it', [
        ['namespace', namespace],
        ['versions', Object.keys(versions ?? {}).join(', ') || 'not told apart'],
        ['facts', `${settings.length + Object.keys(facts).length}, of which ${settings.length} are settings`],
        ['behaviours', String(behaviours.length)],
      ]),
      ...terms(
        'Rules',
        rules.map((rule) => [rule.id, rule.title]),
      ),
      ...terms(
        'Fixes',
        fixes.map((fix) => [fix.id, fix.title]),
      ),
      ...paragraphs('Asked of every host', questions.map(requestKey)),
      ...paragraphs(
        'Asked then',
        // What stands there for each thing that the first answers name: a folder, a user.
        followUps.flatMap(({ ask }) => ask('…').map(requestKey)),
      ),
    ],
  };
}

/** The page of a function of rules. */
export function functionPage(product: AnyProduct, one: RuleFunction): Page {
  const rules = builtInRuleBook().rules.filter(({ when, require }) =>
    `${when?.text ?? ''} ${require.text}`.includes(`${one.name}(`),
  );
  return {
    id: one.name,
    kind: 'function',
    title: one.title,
    source: null,
    evidence: null,
    sections: [
      ...verbatim('Signature', signatureOf(one)),
      ...terms(
        'Rules that use it',
        rules.map((rule) => [rule.id, rule.title]),
      ),
      ...paragraphs('Product', [`${product.title} (${product.id})`]),
    ],
  };
}

export const productOf = (word: string): AnyProduct | undefined =>
  PRODUCTS.find(({ id, namespace }) => id === word || namespace === word);
