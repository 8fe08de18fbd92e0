import type { Behaviour, Page } from '@scanclash/core';
import { builtInScenarios } from '@scanclash/scenarios';
import { shellWords } from '../../shell-words.ts';
import { behavioursOf } from '../simulation-lists.ts';
import { terms, verbatim } from './page-sections.ts';

/** The page of a behaviour: what it does, and where it can be seen to matter. */
export function behaviourPage(behaviour: Behaviour): Page {
  const { id, kind, title, evidence } = behaviour;
  const scenarios = builtInScenarios().filter((scenario) => behavioursOf(scenario).includes(id));
  const other = otherValue(behaviour);
  return {
    id,
    kind,
    title,
    source: evidence.source,
    evidence: evidence.level,
    sections: [
      ...terms('Value', [
        [
          'default',
          `${behaviour.default}${behaviour.kind === 'assumption' && behaviour.unit !== undefined ? ` ${behaviour.unit}` : ''}`,
        ],
        ...(behaviour.kind === 'assumption' && behaviour.oneOf !== undefined
          ? [['one of', behaviour.oneOf.join(', ')] as const]
          : []),
      ]),
      ...terms(
        'Causes or enables',
        scenarios.map((scenario) => [scenario.id, scenario.file.title]),
      ),
      ...verbatim('Try another value', other === undefined ? undefined : tryLine(id, other, scenarios[0]?.id)),
    ],
  };
}

const tryLine = (id: string, value: boolean | number | string, scenario: string | undefined): string =>
  shellWords(['scanclash', 'run', ...(scenario === undefined ? [] : [scenario]), '--assume', `${id}=${value}`]);

function otherValue(behaviour: Behaviour): boolean | number | string | undefined {
  const { default: usual } = behaviour;
  if (typeof usual === 'boolean') return !usual;
  if (typeof usual === 'number') return usual * 2;
  return behaviour.kind === 'assumption' ? behaviour.oneOf?.find((word) => word !== usual) : undefined;
}
