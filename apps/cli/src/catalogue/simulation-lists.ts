import { type FactJsonSchema, jsonSchemaOf, type ListItem } from '@scanclash/core';
import { EMULATIONS } from '@scanclash/products/emulations';
import { builtInScenarios, type Scenario, WORLDS } from '@scanclash/scenarios';
import { typeWords } from './type-words.ts';

/** What only the simulator knows of, by kind. */
export const SIMULATION_LISTS: Readonly<Record<'scenarios' | 'stimuli' | 'observables' | 'worlds', () => ListItem[]>> =
  {
    scenarios: () =>
      builtInScenarios().map((scenario) => ({
        id: scenario.id,
        title: scenario.file.title,
        source: scenario.file.source,
        theme: scenario.id.slice(0, scenario.id.indexOf('/')),
        world: scenario.world.id,
        arms: scenario.arms.map(({ id, kind, title }) => ({ id, kind, title })),
        behaviours: behavioursOf(scenario),
        rules: scenario.file.findings,
      })),
    stimuli: () =>
      EMULATIONS.flatMap(({ product, stimuli }) =>
        Object.entries(stimuli).map(([name, { title }]) => ({
          id: `${product.namespace}.${name}`,
          title,
          source: null,
          product: product.id,
        })),
      ),
    observables: () =>
      EMULATIONS.flatMap(({ product, observables }) =>
        Object.entries(observables).map(([name, { title, schema }]) => ({
          id: `${product.namespace}.${name}`,
          title,
          source: null,
          product: product.id,
          type: typeWords(jsonSchemaOf(schema) as FactJsonSchema),
        })),
      ),
    worlds: () =>
      WORLDS.map(({ id, title, hosts, subject }) => ({ id, title, source: null, subject, hosts: Object.keys(hosts) })),
  };

/** What causes the failure, and what it needs to come about. */
export function behavioursOf({ causedBy, file }: Scenario): string[] {
  const causes = causedBy.flat().flatMap((cause) => (cause.kind === 'behaviour' ? [cause.id] : []));
  return [...new Set([...causes, ...file.enables])];
}
