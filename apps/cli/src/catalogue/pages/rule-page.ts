import type { Page, Rule } from '@scanclash/core';
import { builtInRuleBook } from '@scanclash/products';
import { paragraphs, terms, verbatim } from './page-sections.ts';

/** The page of a rule: what it asks, what it says, and the examples that hold it. */
export function rulePage(rule: Rule): Page {
  const { fixes } = builtInRuleBook();
  const { message } = rule.document.value as { readonly message: string };
  return {
    id: rule.id,
    kind: 'rule',
    title: rule.title,
    source: rule.source,
    evidence: rule.evidence,
    sections: [
      ...terms('Verdict', [
        ['severity', rule.severity],
        ['scope', rule.scope],
        ...(rule.needs.length === 0 ? [] : [['needs', rule.needs.join(', ')] as const]),
      ]),
      ...paragraphs('Says, where it is violated', [message.trim()]),
      ...paragraphs('Caveat', [rule.caveat]),
      ...verbatim('Applies when', rule.when?.text),
      ...verbatim('Requires', rule.require.text),
      ...terms(
        'Fixes, the best first',
        rule.fixes.map((id) => [id, fixes.get(id)?.title ?? '']),
      ),
      ...paragraphs('Shown by', rule.shownBy),
      ...terms(
        'Examples',
        rule.examples.map(({ expect, title, given }) => [expect, title ?? JSON.stringify(given)]),
      ),
      ...paragraphs('File', [rule.document.file]),
    ],
  };
}
