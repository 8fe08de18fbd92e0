import { type Behaviour, didYouMean, ScanclashError } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { readAssignment } from './assignment.ts';

export type AssumedValues = Readonly<Record<string, boolean | number | string>>;

/**
 * Reads the values of `--assume`: another value for an assumption, or a mechanism switched on or off.
 * @throws SC-SCEN-003, SC-SCEN-004, SC-USE-003
 */
export function readAssumptions(words: readonly string[]): AssumedValues {
  const behaviours = new Map(PRODUCTS.flatMap((product) => product.behaviours).map((one) => [one.id, one]));
  const values: Record<string, boolean | number | string> = {};
  for (const word of words) {
    const { name, value } = readAssignment(word, '--assume');
    const behaviour = behaviours.get(name);
    if (behaviour === undefined) {
      const hint = didYouMean(name, behaviours.keys()) ?? 'List them: scanclash list behaviours';
      throw new ScanclashError('SC-SCEN-004', `--assume: unknown behaviour "${name}"`, { hint });
    }
    values[name] = valueFor(behaviour, value);
  }
  return values;
}

function valueFor(behaviour: Behaviour, word: string): boolean | number | string {
  const wrong = (wanted: string) =>
    new ScanclashError('SC-SCEN-003', `--assume ${behaviour.id}=${word}: it takes ${wanted}`, {
      hint: `See scanclash show ${behaviour.id}`,
    });
  const { default: usual } = behaviour;
  if (typeof usual === 'boolean') {
    const value = SWITCHES[word.toLowerCase()];
    if (value === undefined) throw wrong('true or false');
    return value;
  }
  if (typeof usual === 'number') {
    if (!/^\d+$/.test(word)) throw wrong(`a whole number${behaviour.kind === 'assumption' ? unitOf(behaviour) : ''}`);
    return Number(word);
  }
  const words = behaviour.kind === 'assumption' ? behaviour.oneOf : undefined;
  if (words !== undefined && !words.includes(word)) throw wrong(`one of ${words.join(', ')}`);
  return word;
}

const SWITCHES: Readonly<Record<string, boolean>> = { true: true, on: true, false: false, off: false };

const unitOf = ({ unit }: { unit?: string }) => (unit === undefined ? '' : ` of ${unit}`);
