import type { Fix, FixStep, Page } from '@scanclash/core';
import { builtInRuleBook } from '@scanclash/products';
import { paragraphs, terms } from './page-sections.ts';

/** The page of a fix: what an administrator does, and what it costs. */
export function fixPage(fix: Fix): Page {
  const rules = builtInRuleBook().rules.filter(({ fixes }) => fixes.includes(fix.id));
  return {
    id: fix.id,
    kind: 'fix',
    title: fix.title,
    source: fix.evidence.source,
    evidence: fix.evidence.level,
    sections: [
      ...terms(
        'In the console of the product',
        fix.console.map((step, i) => [`${i + 1}.`, step]),
      ),
      ...terms('What changes', fix.steps.map(stepWords)),
      ...terms('To take it back', fix.steps.map(undoWords).toReversed()),
      ...paragraphs('Protection lost', [fix.protectionLost === '' ? 'None.' : fix.protectionLost]),
      ...paragraphs('Interruption', [fix.interruption === '' ? 'None.' : fix.interruption]),
      ...terms(
        'Clears',
        rules.map(({ id, title }) => [id, title]),
      ),
      ...paragraphs('Shown by', [...new Set(rules.flatMap(({ shownBy }) => shownBy))]),
    ],
  };
}

function stepWords(step: FixStep): readonly [string, string] {
  switch (step.do) {
    case 'set':
      return [step.setting, `set to ${valueWords(step.to)}`];
    case 'add':
      return [step.setting, `add ${valueWords(step.item)}`];
    case 'remove':
      return [step.setting, `remove ${valueWords(step.item)}`];
    case 'stop-service':
      return [step.service, 'stop the service'];
    case 'start-service':
      return [step.service, 'start the service'];
    case 'create-resource':
      return [step.name, `make it a resource of the cluster: ${step.type}, depends on ${valueWords(step.dependsOn)}`];
  }
}

/** The last step is taken back first. */
function undoWords(step: FixStep): readonly [string, string] {
  switch (step.do) {
    case 'set':
      return [step.setting, 'set to what it was'];
    case 'add':
      return [step.setting, `remove ${valueWords(step.item)}`];
    case 'remove':
      return [step.setting, `add ${valueWords(step.item)}`];
    case 'stop-service':
      return [step.service, 'start the service'];
    case 'start-service':
      return [step.service, 'stop the service'];
    case 'create-resource':
      return [step.name, `cluster res "${step.name}" /offline /wait, then cluster res "${step.name}" /delete`];
  }
}

/** Facts of the host stand in braces: they are filled in when the fix is rendered. */
function valueWords(value: Extract<FixStep, { do: 'set' }>['to']): string {
  if (typeof value !== 'object') return String(value);
  if ('fact' in value && typeof value.fact === 'string')
    return `{${value.fact}}${(value as { suffix?: string }).suffix ?? ''}`;
  const fields = Object.entries(value as Readonly<Record<string, typeof value>>);
  return `{ ${fields.map(([name, field]) => `${name}: ${valueWords(field)}`).join(', ')} }`;
}
