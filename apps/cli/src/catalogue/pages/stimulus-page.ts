import { type FactJsonSchema, jsonSchemaOf, type Page } from '@scanclash/core';
import { EMULATIONS } from '@scanclash/products/emulations';
import { typeWords } from '../type-words.ts';
import { paragraphs, terms } from './page-sections.ts';

/** The page of something that a scenario can make happen, or can look at. */
export function simulationPages(id: string): Page[] {
  return EMULATIONS.flatMap(({ product, stimuli, observables }): Page[] => {
    const name = id.startsWith(`${product.namespace}.`) ? id.slice(product.namespace.length + 1) : '';
    const stimulus = stimuli[name];
    const observable = observables[name];
    const base = { id, source: null, evidence: null };
    const owner = paragraphs('Product', [`${product.title} (${product.id})`]);
    return [
      ...(stimulus === undefined
        ? []
        : [
            {
              ...base,
              kind: 'stimulus',
              title: stimulus.title,
              sections: [...terms('Parameters', parameterRows(jsonSchemaOf(stimulus.schema, 'input'))), ...owner],
            },
          ]),
      ...(observable === undefined
        ? []
        : [
            {
              ...base,
              kind: 'observable',
              title: observable.title,
              sections: [
                ...terms('Value', [['type', typeWords(jsonSchemaOf(observable.schema) as FactJsonSchema)]]),
                ...owner,
              ],
            },
          ]),
    ];
  });
}

function parameterRows(schema: unknown): [string, string][] {
  const { properties = {}, required = [] } = schema as FactJsonSchema;
  return Object.entries(properties).map(([name, field]) => {
    const { default: fallback } = field as { readonly default?: unknown };
    const parts = [
      typeWords(field),
      ...(field.description === undefined ? [] : [field.description]),
      fallback === undefined
        ? required.includes(name)
          ? 'required'
          : 'optional'
        : `default ${JSON.stringify(fallback)}`,
    ];
    return [name, parts.join('; ')];
  });
}
