import type { z } from 'zod';
import { didYouMean } from '../errors/nearest.ts';
import { type Place, ScanclashError, ScanclashErrors } from '../errors/scanclash-error.ts';
import { namePattern } from '../names/name-pattern.ts';
import { readSource, type SourceText, validateYaml } from '../yaml/located-yaml.ts';
import { waiverFileSchema } from './waiver-schema.ts';

type WaiverFields = z.output<typeof waiverFileSchema>['waivers'][number];

/** A finding that somebody accepts until a day, and where that is written. */
export interface Waiver extends Readonly<WaiverFields> {
  readonly place: Place;
}

/**
 * Reads a file of waivers.
 *
 * @param ruleIds - Every rule there is: a waiver of none of them is a slip of the pen.
 * @throws SC-YAML-001 and SC-YAML-002 with the place, SC-USE-001 with the nearest rule
 */
export function loadWaivers(source: SourceText, ruleIds: readonly string[]): Waiver[] {
  const document = readSource(source);
  const { waivers } = validateYaml(document, waiverFileSchema);
  const errors = waivers.flatMap(({ rule }, i) => {
    if (ruleIds.some(namePattern(rule))) return [];
    const place = document.placeOf(['waivers', i, 'rule']);
    const hint = didYouMean(rule, ruleIds) ?? 'List them: scanclash list rules';
    return [new ScanclashError('SC-USE-001', `there is no rule "${rule}"`, { place, hint })];
  });
  if (errors.length > 0) throw new ScanclashErrors(errors);
  return waivers.map((waiver, i) => ({ ...waiver, place: document.placeOf(['waivers', i]) }));
}
